#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

#include "scenarios/msrp/uri.h"

namespace ringside::msrp {

/// An IPv4 address of 127.0.0.0/8? Nothing here talks to any other.
bool is_loopback(const std::string& host);

/// A socket of 127.0.0.0/8, TCP unless it is for datagrams, never blocking, closed by its destructor.
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

  /// UDP, at any free port.
  static tl::expected<Socket, std::string> datagrams();

  int descriptor() const { return descriptor_; }
  std::uint16_t port() const;
  /// A connection that waits, or -1.
  int accept() const;
  /// 0 once it stands, else an errno.
  int connect_result() const;
  /// One datagram; whether the system took it.
  bool send_to(const std::string& host, std::uint16_t port, std::string_view bytes) const;

 private:
  int descriptor_;
};

}  // namespace ringside::msrp
