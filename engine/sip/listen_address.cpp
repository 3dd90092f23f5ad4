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

std::string_view to_string(Transport transport) { return transport == Transport::udp ? "udp" : "tcp"; }

std::optional<ListenAddress> parse_listen_address(std::string_view text) {
  ListenAddress address;
  if (text.starts_with("tcp:")) {
    address.transport = Transport::tcp;
  } else if (!text.starts_with("udp:")) {
    return {};
  }
  text.remove_prefix(4);
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
