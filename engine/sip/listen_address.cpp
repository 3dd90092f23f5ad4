#include "engine/sip/listen_address.h"

#include <algorithm>
#include <charconv>

namespace ringside::sip {
namespace {

bool valid_host(std::string_view host) {
  constexpr std::string_view kName = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
  constexpr std::string_view kIpv6 = "0123456789abcdefABCDEF:.";
  if (host.starts_with('[')) {
    if (host.size() < 4 || host.back() != ']') return false;
    return host.substr(1, host.size() - 2).find_first_not_of(kIpv6) == std::string_view::npos;
  }
  return !host.empty() && host.size() <= 255 && host.find_first_not_of(kName) == std::string_view::npos;
}

}  // namespace

std::string_view to_string(Transport transport) {
  switch (transport) {
    case Transport::udp: return "udp";
    case Transport::tcp: return "tcp";
    case Transport::tls: break;
  }
  return "tls";
}

std::optional<Transport> parse_transport(std::string_view text) {
  for (const Transport transport : {Transport::udp, Transport::tcp, Transport::tls}) {
    const std::string_view name = to_string(transport);
    const bool same = text.size() == name.size() &&
                      std::equal(text.begin(), text.end(), name.begin(), [](char a, char b) { return (a | 0x20) == b; });
    if (same) return transport;
  }
  return {};
}

std::optional<ListenAddress> parse_listen_address(std::string_view text) {
  constexpr std::size_t kPrefix = 4;
  if (text.size() < kPrefix || text[kPrefix - 1] != ':') return {};
  const std::string_view name = text.substr(0, kPrefix - 1);
  const std::optional<Transport> transport = parse_transport(name);
  if (!transport || name != to_string(*transport)) return {};
  ListenAddress address;
  address.transport = *transport;
  text.remove_prefix(kPrefix);
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view port = text.substr(colon + 1);
  const auto read = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (port.empty() || read.ec != std::errc{} || read.ptr != port.data() + port.size()) return {};
  address.host = text.substr(0, colon);
  if (!valid_host(address.host)) return {};
  return address;
}

}  // namespace ringside::sip
