#include "engine/sip/listeners.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>

#include "engine/sip/sources.h"
#include "engine/sip/tls_files.h"

namespace ringside::sip {
namespace {

constexpr unsigned kUdpReceiveBuffer = 4 << 20;   // a burst must not be lost while the loop is busy
constexpr unsigned kIdleConnection = 180 * 1000;  // ms; idle connections are closed

url_string_t* as_url(const std::string& text) {
  // Sofia's interfaces take URLs and strings through one pointer type and tell them apart themselves.
  return reinterpret_cast<url_string_t*>(const_cast<char*>(text.c_str()));
}

std::string without_brackets(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return std::string{host};
}

/// The text of an address, in brackets if it is IPv6.
std::string host_text(const sockaddr* address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address->sa_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, text, sizeof text);
    return text;
  }
  inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, text, sizeof text);
  return fmt::format("[{}]", text);
}

/// Those of this machine, for a listener everywhere. Link-local ones need a zone that no Contact can carry.
std::vector<std::string> own_addresses(int family) {
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return {};
  const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> owner{list, freeifaddrs};
  std::vector<std::string> hosts;
  for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
    if (entry->ifa_addr == nullptr || entry->ifa_addr->sa_family != family || (entry->ifa_flags & IFF_UP) == 0) continue;
    if (family == AF_INET6 && IN6_IS_ADDR_LINKLOCAL(&reinterpret_cast<const sockaddr_in6*>(entry->ifa_addr)->sin6_addr))
      continue;
    hosts.push_back(host_text(entry->ifa_addr));
  }
  return hosts;
}

/// The address that the machine's routes give a packet for `host`; empty if there is no way. Nothing is sent.
std::string routed_from(std::string_view host) {
  sockaddr_storage to{};
  socklen_t size = 0;
  const std::string text = without_brackets(host);
  auto* const v4 = reinterpret_cast<sockaddr_in*>(&to);
  auto* const v6 = reinterpret_cast<sockaddr_in6*>(&to);
  if (inet_pton(AF_INET, text.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(5060);
    size = sizeof *v4;
  } else if (inet_pton(AF_INET6, text.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(5060);
    size = sizeof *v6;
  } else {
    return {};
  }
  const int probe = socket(to.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return {};
  sockaddr_storage from{};
  socklen_t from_size = sizeof from;
  const bool known = connect(probe, reinterpret_cast<sockaddr*>(&to), size) == 0 &&
                     getsockname(probe, reinterpret_cast<sockaddr*>(&from), &from_size) == 0;
  close(probe);
  return known ? host_text(reinterpret_cast<sockaddr*>(&from)) : std::string{};
}

/// Of those we connect to the name is checked, too; those who connect have none that we could know.
unsigned policy_of(TlsVerify verify) {
  const bool servers = verify == TlsVerify::servers || verify == TlsVerify::all;
  const bool clients = verify == TlsVerify::clients || verify == TlsVerify::all;
  unsigned policy = TPTLS_VERIFY_NONE;
  if (servers) policy |= TPTLS_VERIFY_SUBJECTS_OUT;
  if (clients) policy |= TPTLS_VERIFY_IN;
  return policy;
}

}  // namespace

std::optional<Transport> transport_of(const url_t* uri) {
  char name[8] = "";
  if (uri->url_params != nullptr) url_param(uri->url_params, "transport", name, sizeof name);
  if (uri->url_type == url_sips) return Transport::tls;
  return parse_transport(name);
}

std::string Listener::name() const { return fmt::format("{}:{}:{}", to_string(address.transport), host, port); }

tl::expected<void, SipError> Listeners::open(const SipSettings& settings) {
  for (const std::string& text : settings.listen) {
    const std::optional<ListenAddress> address = parse_listen_address(text);
    if (!address) {
      return tl::unexpected{SipError{fmt::format("listen: \"{}\" is not udp:HOST:PORT, tcp:HOST:PORT or tls:HOST:PORT", text)}};
    }
    std::vector<std::string> hosts{address->host};
    if (address->host == "0.0.0.0") hosts = own_addresses(AF_INET);
    if (address->host == "[::]") hosts = own_addresses(AF_INET6);
    if (hosts.empty()) return tl::unexpected{SipError{fmt::format("listen: {}: this machine has no such address", text)}};
    for (std::string& host : hosts) {
      Listener listener{*address, {}, 0, {}, nullptr, nullptr};
      listener.address.host = std::move(host);
      const auto number = std::count_if(listeners_.begin(), listeners_.end(), [&](const Listener& other) {
        return other.address.host == listener.address.host && other.address.transport == listener.address.transport;
      });
      listener.group = fmt::format("{}/{}", listener.address.host, number);
      listeners_.push_back(std::move(listener));
    }
  }
  if (listeners_.empty()) return tl::unexpected{SipError{"listen: at least one address is needed"}};
  std::optional<TlsFiles> tls;
  if (std::any_of(listeners_.begin(), listeners_.end(),
                  [](const Listener& listener) { return listener.address.transport == Transport::tls; })) {
    auto files = TlsFiles::open(settings);
    if (!files) return tl::unexpected{files.error()};
    tls.emplace(std::move(*files));
  }
  // A URI that names no transport goes by the first of a group.
  for (const Transport transport : {Transport::udp, Transport::tcp, Transport::tls}) {
    for (Listener& listener : listeners_) {
      if (listener.address.transport != transport) continue;
      if (auto bound = bind(listener, settings, tls ? tls->folder() : std::string{}); !bound) return bound;
    }
  }
  return {};
}

tl::expected<void, SipError> Listeners::bind(Listener& listener, const SipSettings& settings, const std::string& tls_folder) {
  const ListenAddress& address = listener.address;
  const std::string_view name = to_string(address.transport);
  const std::string port = address.port == 0 ? "*" : std::to_string(address.port);
  const bool secure = address.transport == Transport::tls;
  const std::string url = fmt::format("{}:{}:{};transport={}", secure ? "sips" : "sip", address.host, port, name);
  errno = 0;
  if (nta_agent_add_tport(agent_, as_url(url), TPTAG_IDENT(listener.group.c_str()), TPTAG_UDP_RMEM(kUdpReceiveBuffer),
                          TPTAG_IDLE(kIdleConnection), TPTAG_SERVER(1), TPTAG_LOG(settings.trace ? 1 : 0),
                          TAG_IF(secure, TPTAG_CERTIFICATE(tls_folder.c_str())), TAG_IF(secure, TPTAG_TLS_VERSION(0)),
                          TAG_IF(secure, TPTAG_TLS_VERIFY_POLICY(policy_of(settings.tls_verify))),
                          TAG_IF(secure, TPTAG_TLS_VERIFY_DATE(1)), TAG_END()) < 0) {
    return tl::unexpected{
        SipError{fmt::format("listen: cannot bind {}:{}:{}: {}", name, address.host, address.port, std::strerror(errno))}};
  }
  tport_t* last = tport_primaries(nta_agent_tports(agent_));
  while (tport_next(last) != nullptr) last = tport_next(last);
  listener.transport = last;
  const tp_name_t* const bound = tport_name(last);
  listener.host = bound->tpn_canon;
  const std::string_view digits{bound->tpn_port};
  std::from_chars(digits.data(), digits.data() + digits.size(), listener.port);
  if (listener.host.find(':') != std::string::npos && !listener.host.starts_with('[')) {
    listener.host = "[" + listener.host + "]";
  }
  const std::string parameter = address.transport == Transport::udp ? std::string{} : fmt::format(";transport={}", name);
  listener.contact = sip_contact_make(home_, fmt::format("<sip:{}:{}{}>", listener.host, listener.port, parameter).c_str());
  if (listener.contact == nullptr) return tl::unexpected{SipError{fmt::format("listen: no Contact for {}", url)}};
  return {};
}

const Listener* Listeners::named(std::string_view name) const {
  const auto found =
      std::find_if(listeners_.begin(), listeners_.end(), [&](const Listener& listener) { return listener.name() == name; });
  return found != listeners_.end() ? &*found : nullptr;
}

const Listener& Listeners::of(nta_incoming_t* request) const {
  if (listeners_.size() == 1) return first();
  tport_t* const transport = nta_incoming_transport(agent_, request, nullptr);
  const Listener& listener = of(transport != nullptr ? tport_parent(transport) : nullptr);
  tport_unref(transport);
  return listener;
}

const Listener& Listeners::of(const tport_t* primary) const {
  const auto found = std::find_if(listeners_.begin(), listeners_.end(),
                                  [&](const Listener& listener) { return listener.transport == primary; });
  return found != listeners_.end() ? *found : first();
}

const Listener& Listeners::towards(const url_t* next_hop, const Listener* own) const {
  return towards(transport_of(next_hop), next_hop->url_host != nullptr ? next_hop->url_host : "", own);
}

const Listener& Listeners::towards(std::optional<Transport> transport, std::string_view host, const Listener* own) const {
  if (listeners_.size() == 1) return first();
  const bool ipv6 = host.starts_with('[');
  const Transport wanted = transport.value_or(Transport::udp);
  const auto fit = [&](const Listener& listener) {
    return 4 * static_cast<int>(listener.address.transport == wanted) +
           2 * static_cast<int>(listener.host.starts_with('[') == ipv6) +
           static_cast<int>(own != nullptr && listener.group == own->group);
  };
  const Listener* best = &first();
  bool tie = false;
  for (const Listener& listener : listeners_) {
    if (&listener == best) continue;
    const int difference = fit(listener) - fit(*best);
    tie = difference == 0 || (tie && difference < 0);
    if (difference > 0) best = &listener;
  }
  if (!tie) return *best;
  const std::string from = routed_from(host);
  const auto routed = std::find_if(listeners_.begin(), listeners_.end(), [&](const Listener& listener) {
    return listener.host == from && fit(listener) == fit(*best);
  });
  return routed != listeners_.end() ? *routed : *best;
}

const char* Listeners::group_towards(const url_t* next_hop, const Listener* own) const {
  if (listeners_.size() == 1 || next_hop == nullptr || next_hop->url_host == nullptr) return nullptr;
  const bool number = parse_network(without_brackets(next_hop->url_host)).has_value();
  return number ? towards(next_hop, own).group.c_str() : nullptr;
}

bool Listeners::has(const url_t& uri) const {
  if (uri.url_host == nullptr) return false;
  const std::string_view text = uri.url_port != nullptr ? uri.url_port : "";
  std::uint16_t port = transport_of(&uri) == Transport::tls ? 5061 : 5060;
  if (!text.empty()) std::from_chars(text.data(), text.data() + text.size(), port);
  return std::any_of(listeners_.begin(), listeners_.end(),
                     [&](const Listener& listener) { return listener.port == port && listener.host == uri.url_host; });
}

}  // namespace ringside::sip
