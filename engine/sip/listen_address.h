#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ringside::sip {

enum class Transport : std::uint8_t { udp, tcp };

std::string_view to_string(Transport transport);

/// A value of `listen`: "udp:HOST:PORT" or "tcp:HOST:PORT", where HOST is an IPv4 address, an IPv6 address in brackets, or a
/// name, and PORT 0 stands for any free one.
struct ListenAddress {
  Transport transport = Transport::udp;
  std::string host;  ///< with its brackets
  std::uint16_t port = 0;

  bool ipv6() const { return host.starts_with('['); }
};

std::optional<ListenAddress> parse_listen_address(std::string_view text);

}  // namespace ringside::sip
