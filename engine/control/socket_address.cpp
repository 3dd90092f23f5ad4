#include "engine/control/socket_address.h"

#include <netdb.h>

#include <charconv>
#include <cstring>
#include <memory>

namespace ringside::control {
namespace {

constexpr const char* kAllowed = "allowed are udp:HOST:PORT, tcp:HOST:PORT and unix:PATH";

tl::unexpected<std::string> wrong(std::string_view text, const std::string& why) {
  return tl::unexpected{"'" + std::string{text.substr(0, 128)} + "' " + why};
}

tl::expected<SocketAddress, std::string> unix_socket(std::string_view text, std::string_view path) {
  SocketAddress address{Protocol::unix_datagram, std::string{text}};
  sockaddr_un place{};
  place.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof place.sun_path || path.find('\0') != std::string_view::npos)
    return wrong(text, "must name a path of 1 to " + std::to_string(sizeof place.sun_path - 1) + " bytes");
  std::memcpy(place.sun_path, path.data(), path.size());
  std::memcpy(&address.storage, &place, sizeof place);
  address.length = static_cast<socklen_t>(sizeof place);
  return address;
}

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

tl::expected<SocketAddress, std::string> ip_socket(std::string_view text, Protocol protocol, std::string_view place,
                                                   bool names) {
  const std::size_t colon = place.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return wrong(text, std::string{"has no port; "} + kAllowed);
  const std::string_view digits = place.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || rest != digits.data() + digits.size())
    return wrong(text, std::string{"has no port from 0 to 65535; "} + kAllowed);
  std::string host{place.substr(0, colon)};
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  if (host.size() > 253 || host.find('\0') != std::string::npos) return wrong(text, "names no host");
  if (!names && host == "localhost") host = "127.0.0.1";
  SocketAddress address{protocol, std::string{text}};
  addrinfo hints{};
  hints.ai_socktype = address.type();
  hints.ai_flags = AI_NUMERICSERV | (names ? 0 : AI_NUMERICHOST);
  addrinfo* found = nullptr;
  const int failed = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (failed != 0 && !names) return wrong(text, "names no IP address and not localhost; other host names are not looked up");
  if (failed != 0) return wrong(text, std::string{"names a host that cannot be found: "} + ::gai_strerror(failed));
  const std::unique_ptr<addrinfo, FreeAddresses> list{found};
  std::memcpy(&address.storage, list->ai_addr, list->ai_addrlen);
  address.length = list->ai_addrlen;
  return address;
}

tl::expected<SocketAddress, std::string> any_socket(std::string_view text, bool names) {
  if (text.starts_with("udp:")) return ip_socket(text, Protocol::udp, text.substr(4), names);
  if (text.starts_with("tcp:")) return ip_socket(text, Protocol::tcp, text.substr(4), names);
  if (text.starts_with("unix:")) return unix_socket(text, text.substr(5));
  if (text.starts_with('/')) return unix_socket(text, text);
  return wrong(text, std::string{"is no socket; "} + kAllowed);
}

}  // namespace

tl::expected<SocketAddress, std::string> resolve_socket(std::string_view text) { return any_socket(text, true); }
tl::expected<SocketAddress, std::string> numeric_socket(std::string_view text) { return any_socket(text, false); }

}  // namespace ringside::control
