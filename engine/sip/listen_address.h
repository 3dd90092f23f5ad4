#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ringside::sip {

enum class Transport : std::uint8_t { udp, tcp, tls };

/// As Via, URI parameters and `listen` have it.
std::string_view to_string(Transport transport);
/// Any case; nothing for transports that are not served.
std::optional<Transport> parse_transport(std::string_view text);

/// A value of `listen`: "udp:HOST:PORT", "tcp:HOST:PORT" or "tls:HOST:PORT", where HOST is an IPv4 address, an IPv6 address
/// in brackets, or a name, and PORT 0 stands for any free one.
struct ListenAddress {
  Transport transport = Transport::udp;
  std::string host;  ///< with its brackets
  std::uint16_t port = 0;

  bool ipv6() const { return host.starts_with('['); }
};

std::optional<ListenAddress> parse_listen_address(std::string_view text);

}  // namespace ringside::sip
