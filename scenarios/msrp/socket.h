#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "scenarios/msrp/uri.h"

namespace ringside::msrp {

/// A TCP socket of 127.0.0.0/8, never blocking, closed by its destructor.
class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_{descriptor} {}
  Socket(Socket&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~Socket();

  /// Port 0: any that is free. The error is for people.
  static tl::expected<Socket, std::string> listen(std::uint16_t port);
  /// Begins to connect; it is writable once that has succeeded, see `connected`. Only to loopback addresses.
  static tl::expected<Socket, std::string> connect(const Uri& to);

  int descriptor() const { return descriptor_; }
  std::uint16_t port() const;
  /// A connection that waits, or -1.
  int accept() const;
  /// 0 once it stands, else an errno.
  int connect_result() const;

 private:
  int descriptor_;
};

}  // namespace ringside::msrp
