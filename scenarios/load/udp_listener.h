#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "scenarios/load/error.h"

namespace ringside::load {

/// One that has come. Hostile until read.
struct Datagram {
  const std::uint8_t* bytes;
  std::size_t size;
  std::uint64_t sender;  ///< any number that names him
  double at;             ///< Unix milliseconds, when the kernel got it
};

/// A UDP socket on 127.0.0.1, at a port that the system picks, and a thread that takes what comes, until end().
class UdpListener {
 public:
  /// `take` is called on that thread; true sends the datagram back to its sender.
  static Result<UdpListener> start(std::function<bool(const Datagram&)> take);
  UdpListener(UdpListener&&) noexcept;
  UdpListener& operator=(UdpListener&&) noexcept;
  ~UdpListener();

  std::uint16_t port() const;
  /// Takes what is there still; nothing is taken afterwards.
  void end();
  /// Datagrams for which the socket had no room.
  std::uint32_t overflowed() const;

 private:
  struct Socket;
  explicit UdpListener(std::unique_ptr<Socket> socket);

  std::unique_ptr<Socket> socket_;
};

}  // namespace ringside::load
