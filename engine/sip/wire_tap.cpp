#include "engine/sip/wire_tap.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace ringside::sip {
namespace {

thread_local WireTap* listening = nullptr;

constexpr const char* kDump = "/dev/null";
constexpr const char* kNoDump = "/dev/null/none";  // cannot be opened, and that is what ends a dump

WireEnd end_of(msg_t* message) {
  const su_sockaddr_t& address = *msg_addr(message);
  std::array<char, INET6_ADDRSTRLEN> host{};
  if (address.su_family == AF_INET) {
    inet_ntop(AF_INET, &address.su_sin.sin_addr, host.data(), host.size());
  } else if (address.su_family == AF_INET6) {
    inet_ntop(AF_INET6, &address.su_sin6.sin6_addr, host.data(), host.size());
  }
  return {host.data(), ntohs(address.su_port)};
}

}  // namespace

WireTap::WireTap(Stack& stack, std::function<core::Time()> now) : stack_{stack}, now_{std::move(now)} {
  listening = this;
  tport_set_params(nta_agent_tports(stack_.agent()), TPTAG_DUMP(kDump), TAG_END());
}

WireTap::~WireTap() {
  tport_set_params(nta_agent_tports(stack_.agent()), TPTAG_DUMP(kNoDump), TAG_END());
  listening = nullptr;
}

void WireTap::pass(const tport_t* transport, msg_t* message, bool sent, std::string bytes) {
  const Listener& ours = stack_.listeners().of(tport_parent(transport));
  const std::string protocol{to_string(ours.address.transport)};
  passed_.push_back({now_(), sent, protocol, {ours.host, ours.port}, end_of(message), std::move(bytes)});
}

}  // namespace ringside::sip

extern "C" __attribute__((visibility("default"))) void tport_dump_iovec(const tport_t* self, msg_t* message, size_t size,
                                                                        const su_iovec_t parts[], size_t count,
                                                                        const char* what, const char* /*how*/) {
  using ringside::sip::listening;
  if (listening == nullptr) return;
  std::string bytes;
  for (size_t i = 0; i < count && bytes.size() < size; ++i) {
    bytes.append(static_cast<const char*>(parts[i].siv_base), std::min<size_t>(parts[i].siv_len, size - bytes.size()));
  }
  listening->pass(self, message, std::strcmp(what, "sent") == 0, std::move(bytes));
}
