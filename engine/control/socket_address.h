#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace ringside::control {

enum class Protocol : std::uint8_t { udp, tcp, unix_datagram };

/// A place to send to or to listen at, written `udp:HOST:PORT`, `tcp:HOST:PORT` or `unix:PATH` (also a bare absolute path).
struct SocketAddress {
  Protocol protocol = Protocol::udp;
  std::string name;  ///< as written
  sockaddr_storage storage{};
  socklen_t length = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  int family() const { return storage.ss_family; }
  int type() const { return protocol == Protocol::tcp ? SOCK_STREAM : SOCK_DGRAM; }
};

/// Looks host names up, which may take long: for start-up. Says what is wrong with the text.
tl::expected<SocketAddress, std::string> resolve_socket(std::string_view text);

/// The same for IP addresses and `localhost` only: asks no resolver, so that whoever else uses the thread need not wait for it.
tl::expected<SocketAddress, std::string> numeric_socket(std::string_view text);

}  // namespace ringside::control
