#include "engine/sip/stack.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "engine/sip/text.h"

namespace ringside::sip {
namespace {

constexpr unsigned kMaxMessage = 64 * 1024;
constexpr unsigned kMaxRead = 4 * kMaxMessage;  // above it Sofia does not even read on
/// 185 s: longer than the three minutes that RFC 3261 grants a proxy, and that we grant somebody outside.
constexpr int kTimerC = 370;  // * T1

unsigned milliseconds(core::Duration duration) {
  return static_cast<unsigned>(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count());
}

void set_sofia_log_level(bool trace) {
  su_log_set_level(nullptr, trace ? 3 : 0);
  su_log_set_level(su_log_default, trace ? 3 : 0);
}

}  // namespace

const char* phrase_of(int status) {
  const char* const phrase = sip_status_phrase(status);
  return phrase != nullptr ? phrase : "Refused";
}

tl::expected<std::unique_ptr<Stack>, SipError> Stack::create(su_root_t* root, const SipSettings& settings,
                                                             RequestHandler handler) {
  std::unique_ptr<Stack> stack{new Stack{root, std::move(handler)}};
  if (auto started = stack->start(settings); !started) return tl::unexpected{started.error()};
  return stack;
}

Stack::~Stack() = default;

tl::expected<void, SipError> Stack::start(const SipSettings& settings) {
  set_sofia_log_level(settings.trace);
  home_ = {static_cast<su_home_t*>(su_home_new(sizeof(su_home_t))), [](su_home_t* home) { su_home_unref(home); }};
  su_home_t* const home = home_.get();
  allow_ = sip_allow_make(home, "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, MESSAGE, NOTIFY, REFER, UPDATE");
  accept_ = sip_accept_make(home, "application/sdp, multipart/mixed");
  supported_ = sip_supported_make(home, "100rel, timer");
  supported_timer_ = sip_supported_make(home, "timer");
  longest_transaction_ = 64 * settings.sip_t1;
  credentials_ = settings.credentials;
  sessions_ = {settings.session_expires, settings.min_se, settings.dialog_probe_interval};
  sdp_type_ = sip_content_type_make(home, "application/sdp");
  server_ = sip_server_make(home, settings.user_agent.c_str());
  user_agent_ = sip_user_agent_make(home, settings.user_agent.c_str());
  // Sofia's word for "listen nowhere yet". NOLINTNEXTLINE(performance-no-int-to-ptr)
  agent_.reset(nta_agent_create(root_, reinterpret_cast<url_string_t*>(-1), &Stack::stray_received, this, NTATAG_UA(1),
                                NTATAG_MERGE_482(1), NTATAG_CANCEL_487(1), NTATAG_REL100(0), NTATAG_MAXSIZE(kMaxRead),
                                NTATAG_SIP_T1(milliseconds(settings.sip_t1)),
                                NTATAG_SIP_T1X64(milliseconds(64 * settings.sip_t1)),
                                // Unless told so, Sofia lets a user agent wait for ever behind a provisional answer.
                                NTATAG_TIMER_C(milliseconds(kTimerC * settings.sip_t1)), TAG_END()));
  if (agent_ == nullptr) return tl::unexpected{SipError{fmt::format("cannot start the SIP stack: {}", std::strerror(errno))}};
  listeners_.emplace(agent_.get(), home);
  if (auto opened = listeners_->open(settings); !opened) return opened;
  if (!settings.outbound_proxy.empty()) {
    outbound_route_ = sip_route_make(home, fmt::format("<{};lr>", settings.outbound_proxy).c_str());
    if (outbound_route_ == nullptr || outbound_route_->r_url->url_type != url_sip) {
      return tl::unexpected{SipError{fmt::format("outbound_proxy: \"{}\" is no SIP URI", settings.outbound_proxy)}};
    }
  }
  default_leg_.reset(nta_leg_tcreate(agent_.get(), &Stack::request_received, this, NTATAG_NO_DIALOG(1), TAG_END()));
  return {};
}

const Credentials* Stack::credentials_for(std::string_view host) const {
  std::string name{host};
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  const auto found = std::find_if(credentials_.begin(), credentials_.end(),
                                  [&](const Credentials& credentials) { return glob_matches(credentials.host, name); });
  return found != credentials_.end() ? &*found : nullptr;
}

int Stack::request_received(nta_leg_magic_t* self, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) {
  return static_cast<Stack*>(self)->handler_(request, sip);
}

std::vector<std::string> Stack::local_uris() const {
  std::vector<std::string> uris;
  for (const Listener& listener : listeners_->all()) {
    uris.push_back(fmt::format("sip:{}:{};transport={}", listener.host, listener.port, to_string(listener.address.transport)));
  }
  return uris;
}

void Stack::reply(nta_incoming_t* request, int status, std::uint32_t retry_after) {
  sip_retry_after_t after[1];
  sip_retry_after_init(after);
  after->af_delta = retry_after;
  const bool method_refused = status == 405;
  const bool body_refused = status == 415 || status == 488;
  nta_incoming_treply(request, status, phrase_of(status), TAG_IF(retry_after > 0, SIPTAG_RETRY_AFTER(after)),
                      TAG_IF(method_refused, SIPTAG_ALLOW(allow_)), TAG_IF(body_refused, SIPTAG_ACCEPT(accept_)),
                      SIPTAG_SERVER(server_), TAG_END());
}

msg_t* Stack::copied(nta_outgoing_t* request) {
  msg_t* const sent = nta_outgoing_getrequest(request);
  if (sent == nullptr) return nullptr;
  msg_t* const message = msg_dup(sent);
  msg_unref(sent);
  sip_t* const sip = message != nullptr ? sip_object(message) : nullptr;
  if (sip == nullptr) return nullptr;
  while (sip->sip_via != nullptr) sip_header_remove(message, sip, reinterpret_cast<sip_header_t*>(sip->sip_via));
  sip_header_remove(message, sip, reinterpret_cast<sip_header_t*>(sip->sip_cseq));
  return message;
}

OutgoingHandle Stack::send_again(msg_t* message, nta_leg_t* dialog, nta_response_f* callback, nta_outgoing_magic_t* magic,
                                 const char* way_out) {
  const sip_request_t* const line = sip_object(message)->sip_request;
  if (nta_msg_request_complete(message, dialog, line->rq_method, line->rq_method_name, nullptr) < 0) {
    msg_destroy(message);
    return {};
  }
  return OutgoingHandle{nta_outgoing_mcreate(agent(), callback, magic, nullptr, message, TPTAG_IDENT(way_out), TAG_END())};
}

bool Stack::too_large(nta_incoming_t* request) {
  msg_t* const message = nta_incoming_getrequest(request);
  const bool large = message != nullptr && msg_size(message) > kMaxMessage;
  msg_unref(message);
  return large;
}

bool Stack::session_too_short(const sip_t* sip) const {
  if (sip->sip_session_expires == nullptr || sessions_.expires == core::Duration{}) return false;
  if (sip_has_supported(sip->sip_supported, "timer") == 0) return false;
  return std::chrono::seconds{std::min(sip->sip_session_expires->x_delta, 86'400UL)} < sessions_.least;
}

void Stack::refuse_session(nta_incoming_t* request) {
  const std::string least = std::to_string(std::chrono::ceil<std::chrono::seconds>(sessions_.least).count());
  nta_incoming_treply(request, SIP_422_SESSION_TIMER_TOO_SMALL, SIPTAG_MIN_SE_STR(least.c_str()), SIPTAG_SERVER(server_),
                      TAG_END());
}

void Stack::count(Counters& counters) const {
  usize_t incoming = 0, outgoing = 0, received = 0, sent = 0, retried = 0, answered_again = 0, bad = 0;
  nta_agent_get_stats(agent_.get(), NTATAG_S_IRQ_HASH_USED_REF(incoming), NTATAG_S_ORQ_HASH_USED_REF(outgoing),
                      NTATAG_S_RECV_MSG_REF(received), NTATAG_S_SENT_MSG_REF(sent), NTATAG_S_RETRY_REQUEST_REF(retried),
                      NTATAG_S_RETRY_RESPONSE_REF(answered_again), NTATAG_S_BAD_MESSAGE_REF(bad), TAG_END());
  counters.transactions = static_cast<std::uint32_t>(incoming + outgoing);
  counters.messages_in = received;
  counters.messages_out = sent;
  counters.retransmissions = retried + answered_again;
  counters.bad_messages = bad;
}

}  // namespace ringside::sip
