#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "engine/sip/gateway.h"
#include "engine/sip/listen_address.h"
#include "engine/sip/settings.h"
#include "engine/sip/sofia.h"

namespace ringside::sip {

/// One of our addresses, bound.
struct Listener {
  ListenAddress address;
  std::string host;  ///< as in a URI: an IPv6 address in brackets
  std::uint16_t port = 0;
  /// What Sofia knows it by. The n-th listeners of one address for each transport share it, so that a request too large for
  /// UDP goes by TCP from the same address (RFC 3261 18.1.1).
  std::string group;
  sip_contact_t* contact = nullptr;
  tport_t* transport = nullptr;

  /// As `listen` has it, with the port that was really bound.
  std::string name() const;
};

/// Our addresses, in the order of `listen`, and which of them a message leaves by: Sofia alone would take the first that knows
/// the transport, whatever the dialog has told the peer. Belongs to the stack's thread.
class Listeners {
 public:
  Listeners(nta_agent_t* agent, su_home_t* home) : agent_{agent}, home_{home} {}

  /// Binds all of `listen`; 0.0.0.0 and [::] stand for every address of this machine. The error names option and value.
  tl::expected<void, SipError> open(const SipSettings& settings);

  /// Never empty once open.
  const std::vector<Listener>& all() const { return listeners_; }
  const Listener& first() const { return listeners_.front(); }

  /// Null if there is none of that name (any more).
  const Listener* named(std::string_view name) const;
  /// Where the request came in.
  const Listener& of(nta_incoming_t* request) const;
  const Listener& of(const tport_t* primary) const;
  /// The best for a peer: by transport, address family, `own` (what the dialog has used so far), and the machine's routes.
  const Listener& towards(const url_t* next_hop, const Listener* own = nullptr) const;
  const Listener& towards(std::optional<Transport> transport, std::string_view host, const Listener* own = nullptr) const;
  /// For TPTAG_IDENT; null where there is no choice, or only a resolver can know.
  const char* group_towards(const url_t* next_hop, const Listener* own) const;
  /// Whether host and port are those of a listener.
  bool has(const url_t& uri) const;

 private:
  tl::expected<void, SipError> bind(Listener& listener, const SipSettings& settings, const std::string& tls_folder);

  nta_agent_t* agent_;
  su_home_t* home_;
  std::vector<Listener> listeners_;
};

/// Of a SIP URI: its parameter, or what its scheme means; nothing if it leaves the choice.
std::optional<Transport> transport_of(const url_t* uri);

}  // namespace ringside::sip
