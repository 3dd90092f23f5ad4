#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <tl/expected.hpp>

#include "engine/sip/gateway.h"
#include "engine/sip/listeners.h"
#include "engine/sip/settings.h"
#include "engine/sip/sofia.h"

namespace ringside::sip {

struct LegRecord;

/// Sofia's agent with its listeners, and what every message of ours has in common: Contact, Allow, Supported, Server.
/// Requests outside of dialogs go to the handler given at the start; those inside to the leg that made the dialog.
class Stack {
 public:
  using RequestHandler = std::function<int(nta_incoming_t*, const sip_t*)>;

  static tl::expected<std::unique_ptr<Stack>, SipError> create(su_root_t* root, const SipSettings& settings,
                                                               RequestHandler handler);
  ~Stack();

  nta_agent_t* agent() { return agent_.get(); }
  su_root_t* root() { return root_; }

  const Listeners& listeners() const { return *listeners_; }
  std::vector<std::string> local_uris() const;
  std::string_view local_host() const { return listeners_->first().host; }

  const sip_allow_t* allow() const { return allow_; }
  const sip_accept_t* accept() const { return accept_; }
  /// What a caller may require.
  const sip_supported_t* supported() const { return supported_; }
  /// What we offer by ourselves: 100rel never is in it.
  const sip_supported_t* supported_timer() const { return supported_timer_; }
  struct Sessions {
    core::Duration expires{};  ///< 0: no session timers
    core::Duration least{};
    core::Duration probe_interval{};  ///< 0: no probes
  };
  const Sessions& sessions() const { return sessions_; }
  /// How long a peer may take for a final answer that counts: timer B and H of RFC 3261.
  core::Duration longest_transaction() const { return longest_transaction_; }
  std::minstd_rand& random() { return random_; }
  const sip_content_type_t* sdp_type() const { return sdp_type_; }
  const sip_server_t* server() const { return server_; }
  const sip_user_agent_t* user_agent() const { return user_agent_; }
  const sip_route_t* outbound_route() const { return outbound_route_; }
  /// Null if the configuration has none for that host.
  const Credentials* credentials_for(std::string_view host) const;

  /// Final answer without a body; the transaction may be destroyed at once after it.
  void reply(nta_incoming_t* request, int status, std::uint32_t retry_after = 0);

  /// A copy of a request of ours, to be changed and then sent as the next one of its dialog. Null without memory.
  static msg_t* copied(nta_outgoing_t* request);
  /// Takes `message` over.
  OutgoingHandle send_again(msg_t* message, nta_leg_t* dialog, nta_response_f* callback, nta_outgoing_magic_t* magic,
                            const char* way_out);

  /// Above 64 KiB.
  static bool too_large(nta_incoming_t* request);

  /// Session-Expires below what we accept, from one who can take a 422 (RFC 4028 9).
  bool session_too_short(const sip_t* sip) const;
  void refuse_session(nta_incoming_t* request);

  /// Answers to INVITEs that an earlier process sent, by Call-ID.
  using LostAnswer = std::function<void(const sip_t*)>;
  void await_lost(const std::string& call_id, LostAnswer handler) { lost_[call_id] = std::move(handler); }
  void forget_lost(const std::string& call_id) { lost_.erase(call_id); }
  /// Final answer to a caller's INVITE that came to an earlier process. False if the record does not suffice for one.
  bool refuse_lost(const LegRecord& record, int status, std::uint32_t retry_after);

  /// Reads Sofia's own counts: transactions, messages, retransmissions, bad messages.
  void count(Counters& counters) const;

 private:
  Stack(su_root_t* root, RequestHandler handler) : root_{root}, handler_{std::move(handler)} {}
  tl::expected<void, SipError> start(const SipSettings& settings);
  static int stray_received(nta_agent_magic_t* self, nta_agent_t*, msg_t* message, sip_t* sip);
  static int request_received(nta_leg_magic_t* self, nta_leg_t*, nta_incoming_t* request, const sip_t* sip);

  su_root_t* root_;
  RequestHandler handler_;
  std::unordered_map<std::string, LostAnswer> lost_;
  std::unique_ptr<su_home_t, void (*)(su_home_t*)> home_{nullptr, nullptr};
  AgentHandle agent_;
  DialogHandle default_leg_;
  std::optional<Listeners> listeners_;
  sip_allow_t* allow_ = nullptr;
  sip_accept_t* accept_ = nullptr;
  sip_supported_t* supported_ = nullptr;
  sip_supported_t* supported_timer_ = nullptr;
  Sessions sessions_;
  core::Duration longest_transaction_{};
  std::minstd_rand random_{std::random_device{}()};
  sip_content_type_t* sdp_type_ = nullptr;
  sip_server_t* server_ = nullptr;
  sip_user_agent_t* user_agent_ = nullptr;
  sip_route_t* outbound_route_ = nullptr;
  std::vector<Credentials> credentials_;
};

/// Sofia keeps phrases: only static ones will do.
const char* phrase_of(int status);

}  // namespace ringside::sip
