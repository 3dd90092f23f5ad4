#include "engine/sip/leg.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/sip/admission.h"
#include "engine/sip/lost_invite.h"
#include "engine/sip/request_relay.h"
#include "engine/sip/scratch_home.h"
#include "engine/sip/sofia_text.h"

namespace ringside::sip {
namespace {

sip_payload_t payload_of(std::string_view text) {
  sip_payload_t payload[1];
  sip_payload_init(payload);
  payload->pl_data = const_cast<char*>(text.data());  // only read: Sofia copies it
  payload->pl_len = static_cast<usize_t>(text.size());
  return *payload;
}

std::string text_of(const sip_addr_t* address) {
  if (address == nullptr) return {};
  char buffer[1024];
  const issize_t size = sip_header_field_e(buffer, sizeof buffer, reinterpret_cast<const sip_header_t*>(address), 0);
  return size > 0 && size < static_cast<issize_t>(sizeof buffer) ? std::string(buffer, static_cast<std::size_t>(size))
                                                                 : std::string{};
}

/// Its memory too: most of a leg's life it is not needed.
void forget(std::string& text) { std::string{}.swap(text); }

}  // namespace

Leg::Leg(Stack& stack, LegOwner& owner, LegPurpose purpose) : stack_{stack}, owner_{&owner}, purpose_{purpose} {}
Leg::~Leg() = default;

std::unique_ptr<Leg> Leg::incoming(Stack& stack, LegOwner& owner, nta_incoming_t* request, const sip_t* sip,
                                   std::string_view offer) {
  auto leg = std::make_unique<Leg>(stack, owner, LegPurpose{});
  ScratchHome home;
  // The tag must be there from the start, or requests without one would be taken for this dialog's.
  sip_to_t* const local = sip_to_dup(home.get(), sip->sip_to);
  if (local == nullptr || sip_to_tag(home.get(), local, nta_agent_newtag(home.get(), "tag=%s", stack.agent())) < 0)
    return nullptr;
  leg->dialog_.reset(nta_leg_tcreate(stack.agent(), &Leg::request_in_dialog, leg.get(), SIPTAG_FROM(local),
                                     SIPTAG_TO(sip->sip_from), SIPTAG_CALL_ID(sip->sip_call_id),
                                     NTATAG_REMOTE_CSEQ(sip->sip_cseq->cs_seq), TAG_END()));
  if (leg->dialog_ == nullptr) return nullptr;
  nta_leg_server_route(leg->dialog_.get(), sip->sip_record_route, sip->sip_contact);
  nta_incoming_tag(request, nta_leg_get_tag(leg->dialog_.get()));
  leg->known_by(stack.listeners().of(request));
  leg->invited_.reset(request);
  nta_incoming_bind(request, &Leg::ack_or_cancel, leg.get());
  leg->exchange_ = Exchange::invited;
  leg->late_ = offer.empty();
  leg->learn(sip);
  leg->ask_session(sip);
  leg->remote_sdp_ = offer;
  leg->call_id_ = sip->sip_call_id->i_id;
  leg->local_address_ = text_of(sip->sip_to);
  leg->remote_address_ = text_of(sip->sip_from);
  return leg;
}

bool Leg::invite(const Invitation& invitation, std::string_view offer) {
  ScratchHome home;
  sip_to_t* const to = sip_to_make(home.get(), fmt::format("<{}>", invitation.uri).c_str());
  sip_from_t* const from = sip_from_make(home.get(), invitation.from.c_str());
  const bool usable = to != nullptr && from != nullptr && to->a_url->url_host != nullptr &&
                      (to->a_url->url_type == url_sip || to->a_url->url_type == url_sips);
  if (!usable) {
    closed_ = true;
    return false;
  }
  const sip_call_id_t* const id = sip_call_id_create(home.get(), nullptr);
  dialog_.reset(nta_leg_tcreate(stack_.agent(), &Leg::request_in_dialog, this, SIPTAG_FROM(from), SIPTAG_TO(to),
                                SIPTAG_CALL_ID(id), TAG_END()));
  nta_leg_tag(dialog_.get(), nullptr);
  call_id_ = id->i_id;
  local_address_ = invitation.from;
  remote_address_ = fmt::format("<{}>", invitation.uri);
  authorization_.called(to->a_url->url_host);
  const sip_route_t* const route = stack_.outbound_route();
  known_by(stack_.listeners().towards(route != nullptr ? route->r_url : to->a_url));
  send_invite(reinterpret_cast<const url_string_t*>(to->a_url), &invitation, offer);
  if (invite_ != nullptr) return true;
  dialog_.reset();
  closed_ = true;
  return false;
}

void Leg::known_by(const Listener& listener) {
  listener_ = &listener;
  contact_ = listener.contact;
}

/// Which of our addresses the next request leaves by, for TPTAG_IDENT. `uri` is where an INVITE without a dialog goes.
const char* Leg::way_out(const url_t* uri) const {
  const sip_route_t* route = nullptr;
  const sip_contact_t* target = nullptr;
  nta_leg_get_route(dialog_.get(), &route, &target);
  if (uri != nullptr) route = stack_.outbound_route();
  const url_t* const there = uri == nullptr && target != nullptr ? target->m_url : uri;
  return stack_.listeners().group_towards(route != nullptr ? route->r_url : there, listener_);
}

std::string Leg::described(std::string_view sdp, bool answer) {
  const std::string fitted = answer ? fit_sections(sdp, remote_sdp_) : pad_sections(sdp, local_sdp_);
  local_sdp_ = with_origin(fitted, origin_, local_sdp_);
  return local_sdp_;
}

void Leg::send_invite(const url_string_t* uri, const Invitation* invitation, std::string_view offer) {
  late_ = offer.empty();
  cancelled_ = false;
  if (!late_) {
    said_before_ = local_sdp_;
    described(offer, false);
  }
  const sip_payload_t payload = payload_of(local_sdp_);
  sip_max_forwards_t forwards[1];
  sip_max_forwards_init(forwards);
  forwards->mf_count = invitation != nullptr ? invitation->max_forwards : 70;
  const bool first = invitation != nullptr;
  const std::string session = wished_session();
  const std::string least = least_session();
  const char* const headers = first && !invitation->headers.empty() ? invitation->headers.c_str() : nullptr;
  invite_.reset(nta_outgoing_tcreate(
      dialog_.get(), &Leg::response_to_invite, this, nullptr, SIP_METHOD_INVITE, uri,
      TPTAG_IDENT(way_out(uri != nullptr ? uri->us_url : nullptr)),
      TAG_IF(first && stack_.outbound_route() != nullptr, SIPTAG_ROUTE(stack_.outbound_route())), SIPTAG_CONTACT(contact_),
      SIPTAG_MAX_FORWARDS(forwards), SIPTAG_ALLOW(stack_.allow()), SIPTAG_USER_AGENT(stack_.user_agent()),
      TAG_IF(!session.empty(), SIPTAG_SUPPORTED(stack_.supported_timer())),
      TAG_IF(!session.empty(), SIPTAG_SESSION_EXPIRES_STR(session.c_str())),
      TAG_IF(!least.empty(), SIPTAG_MIN_SE_STR(least.c_str())), TAG_IF(headers != nullptr, SIPTAG_HEADER_STR(headers)),
      TAG_IF(!late_, SIPTAG_CONTENT_TYPE(stack_.sdp_type())), TAG_IF(!late_, SIPTAG_PAYLOAD(&payload)), TAG_END()));
  exchange_ = invite_ != nullptr ? Exchange::inviting : Exchange::none;
}

void Leg::trying() {
  if (exchange_ == Exchange::invited) nta_incoming_treply(invited_.get(), SIP_100_TRYING, TAG_END());
}

void Leg::ring() {
  if (rang_ || !unanswered()) return;
  rang_ = true;
  nta_incoming_treply(invited_.get(), SIP_180_RINGING, SIPTAG_CONTACT(contact_), SIPTAG_SERVER(stack_.server()), TAG_END());
}

void Leg::answer(std::string_view sdp) {
  if (exchange_ != Exchange::invited || ended()) return;
  described(sdp, !late_);
  forget(heard_before_);
  const sip_payload_t payload = payload_of(local_sdp_);
  exchange_ = Exchange::answered;
  confirmed_ = true;
  const std::string session = answered_session();
  const bool demanded = !session.empty() && !session_.ours;
  nta_incoming_treply(invited_.get(), SIP_200_OK, SIPTAG_CONTACT(contact_), SIPTAG_ALLOW(stack_.allow()),
                      SIPTAG_SERVER(stack_.server()), TAG_IF(demanded, SIPTAG_REQUIRE_STR("timer")),
                      TAG_IF(!session.empty(), SIPTAG_SUPPORTED(stack_.supported_timer())),
                      TAG_IF(!session.empty(), SIPTAG_SESSION_EXPIRES_STR(session.c_str())),
                      SIPTAG_CONTENT_TYPE(stack_.sdp_type()), SIPTAG_PAYLOAD(&payload), TAG_END());
  if (update_) {
    update_ = false;
    invited_.reset();
    exchange_ = Exchange::none;
  }
  watch();
}

void Leg::refuse(int status, std::uint32_t retry_after) {
  if (exchange_ != Exchange::invited || ended()) return;
  if (!confirmed_) {
    end(status, retry_after);
    return;
  }
  stack_.reply(invited_.get(), status, retry_after);
  invited_.reset();
  update_ = false;
  exchange_ = Exchange::none;
  if (!late_) remote_sdp_ = std::exchange(heard_before_, {});
}

bool Leg::can_offer() const {
  if (ended()) return false;
  if (confirmed_) return exchange_ == Exchange::none && lost_ == nullptr;
  return exchange_ == Exchange::invited && late_;
}

void Leg::offer(std::string_view sdp) {
  if (!can_offer()) return;
  if (!confirmed_) {
    answer(sdp);
    return;
  }
  send_invite(nullptr, nullptr, sdp);
  // Only a dialog whose target cannot be reached at all comes here.
  if (exchange_ == Exchange::none) owner_->leg_lost(*this);
}

void Leg::acknowledge(std::string_view sdp) {
  if (exchange_ != Exchange::ack_owed) return;
  if (late_) {
    send_ack(described(sdp.empty() ? unchanged_answer() : std::string{sdp}, true));
  } else {
    send_ack({});
  }
}

/// To the peer's late offer: what we said last, if there is such a thing and the leg goes on.
std::string Leg::unchanged_answer() const {
  return ended() || local_sdp_.empty() ? declining_answer(remote_sdp_) : within_offer(local_sdp_, remote_sdp_);
}

void Leg::send_ack(std::string_view sdp) {
  const sip_payload_t payload = payload_of(sdp);
  sip_cseq_t cseq[1];
  sip_cseq_init(cseq);
  cseq->cs_seq = nta_outgoing_cseq(invite_.get());
  cseq->cs_method = sip_method_ack;
  cseq->cs_method_name = sip_method_name_ack;
  msg_t* const invite = authorization_.used() ? nta_outgoing_getrequest(invite_.get()) : nullptr;
  const sip_t* const proved = invite != nullptr ? sip_object(invite) : nullptr;
  const sip_authorization_t* const proof = proved != nullptr ? proved->sip_authorization : nullptr;
  const sip_proxy_authorization_t* const proxy_proof = proved != nullptr ? proved->sip_proxy_authorization : nullptr;
  // Sofia sends it again for each retransmitted 2xx.
  OutgoingHandle ack{nta_outgoing_tcreate(
      dialog_.get(), nullptr, nullptr, nullptr, SIP_METHOD_ACK, nullptr, TPTAG_IDENT(way_out()), SIPTAG_CSEQ(cseq),
      SIPTAG_AUTHORIZATION(proof), SIPTAG_PROXY_AUTHORIZATION(proxy_proof),
      TAG_IF(!sdp.empty(), SIPTAG_CONTENT_TYPE(stack_.sdp_type())), TAG_IF(!sdp.empty(), SIPTAG_PAYLOAD(&payload)), TAG_END())};
  msg_unref(invite);
  invite_.reset();
  exchange_ = Exchange::none;
}

void Leg::end(int status, std::uint32_t retry_after) {
  if (ended()) return;
  ending_ = true;
  drop_relays();
  stop_watching();
  switch (exchange_) {
    case Exchange::invited:
      stack_.reply(invited_.get(), confirmed_ ? 487 : status, confirmed_ ? 0 : retry_after);
      invited_.reset();
      exchange_ = Exchange::none;
      break;
    case Exchange::answered: bye_due_ = true; return;
    case Exchange::inviting:
      if (lost_ != nullptr) {
        cancel_lost();
        return;
      }
      if (!confirmed_) {
        cancel_invite();
        return;
      }
      break;
    case Exchange::ack_owed: acknowledge(); break;
    case Exchange::none: break;
  }
  if (confirmed_) {
    send_bye();
  } else {
    close();
  }
}

/// RFC 3261 14.1: who does not own the Call-ID waits less.
core::Duration Leg::backoff() {
  const auto random = stack_.random()();
  return std::chrono::milliseconds{owns_call_id() ? 2100 + random % 1900 : random % 2000};
}

/// Sofia holds the CANCEL back until the first provisional answer, and gives the INVITE 64 * T1 after it.
void Leg::cancel_invite() {
  if (exchange_ != Exchange::inviting || invite_ == nullptr) return;
  cancelled_ = true;
  nta_outgoing_tcancel(invite_.get(), nullptr, nullptr, TAG_END());
}

void Leg::send_bye() {
  bye_due_ = false;
  cancel_invite();
  bye_.reset(nta_outgoing_tcreate(dialog_.get(), &Leg::response_to_bye, this, nullptr, SIP_METHOD_BYE, nullptr,
                                  TPTAG_IDENT(way_out()), SIPTAG_USER_AGENT(stack_.user_agent()), TAG_END()));
  if (bye_ == nullptr) finish();
}

/// After the dialog's end only what is still out keeps the leg: our BYE, or a re-INVITE that a BYE overtook.
void Leg::finish() {
  if (bye_ == nullptr && exchange_ != Exchange::inviting) close();
}

void Leg::close() {
  if (closed_) return;
  closed_ = true;
  ending_ = true;
  drop_relays();
  stop_watching();
  lost_.reset();
  invite_.reset();
  invited_.reset();
  bye_.reset();
  dialog_.reset();
  exchange_ = Exchange::none;
  owner_->leg_closed(*this);
}

void Leg::drop_relays() {
  const std::vector<std::unique_ptr<RequestRelay>> dropped = std::move(relays_);
  relays_.clear();
}

void Leg::relay(IncomingHandle request, const sip_t* sip) {
  std::erase_if(relays_, [](const std::unique_ptr<RequestRelay>& relay) { return relay->done(); });
  auto relay = std::make_unique<RequestRelay>(stack_, *this, std::move(request));
  if (established() && relay->send(dialog_.get(), way_out(), sip)) relays_.push_back(std::move(relay));
}

int Leg::response_to_invite(nta_outgoing_magic_t* self, nta_outgoing_t* request, const sip_t* sip) {
  Leg& leg = *static_cast<Leg*>(self);
  const bool wanted = leg.exchange_ == Exchange::inviting && !leg.ended() && !leg.cancelled_;
  const int status = leg.status_of(request, sip);
  if (!wanted || !leg.repeats(leg.invite_, request, sip, &Leg::response_to_invite)) leg.on_invite_response(status, sip);
  return 0;
}

/// What Sofia says by itself, since nobody could be reached, is in a dialog as good as no answer (RFC 3261 8.1.3.1).
int Leg::status_of(nta_outgoing_t* request, const sip_t* answer) const {
  if (answer == nullptr || answer->sip_status == nullptr) return 408;
  msg_t* const message = confirmed_ ? nta_outgoing_getresponse(request) : nullptr;
  const bool local = message != nullptr && nta_is_internal_msg(message) != 0;
  msg_unref(message);
  return local ? 408 : answer->sip_status->st_status;
}

/// Sends the request again if its answer asks for nothing but who we are.
bool Leg::proves(OutgoingHandle& handle, nta_outgoing_t* request, const sip_t* answer, nta_response_f* callback, void* magic) {
  const url_t* const first = confirmed_ ? nullptr : nta_outgoing_request_uri(request);
  return replaces(handle, authorization_.again(request, answer, dialog_.get(), callback, magic, way_out(first)));
}

/// The same of a request that has a say in how long the session is.
bool Leg::repeats(OutgoingHandle& handle, nta_outgoing_t* request, const sip_t* answer, nta_response_f* callback) {
  if (proves(handle, request, answer, callback, this)) return true;
  const url_t* const first = confirmed_ ? nullptr : nta_outgoing_request_uri(request);
  return replaces(handle, longer_session(request, answer, callback, way_out(first)));
}

bool Leg::replaces(OutgoingHandle& handle, OutgoingHandle again) {
  if (again == nullptr) return false;
  handle = std::move(again);
  if (&handle == &invite_) owner_->leg_changed(*this);
  return true;
}

void Leg::on_invite_response(int status, const sip_t* sip) {
  if (exchange_ != Exchange::inviting) return;
  if (status < 200) {
    if (status > 100 && !rang_ && !confirmed_ && !ended()) {
      rang_ = true;
      owner_->leg_ringing(*this);
    }
  } else if (status < 300) {
    on_success(sip);
  } else {
    on_refusal(status);
  }
}

void Leg::on_success(const sip_t* sip) {
  const bool first = !confirmed_;
  if (first) nta_leg_rtag(dialog_.get(), sip->sip_to->a_tag);
  nta_leg_client_reroute(dialog_.get(), first ? sip->sip_record_route : nullptr, sip->sip_contact, first);
  confirmed_ = true;
  exchange_ = Exchange::ack_owed;
  forget(said_before_);
  learn(sip);
  session_agreed(sip);
  std::string_view sdp = sdp_of(sip);
  if (sdp.size() > kMaxSdpSize || !outline(sdp)) sdp = {};
  if (!sdp.empty()) remote_sdp_ = sdp;
  if (!remote_sdp_.empty() && remote_sdp_.back() != '\n') remote_sdp_ += "\r\n";
  if (!ended() && session_.refreshing) {
    acknowledge();
    refresh_ended(200);
    return;
  }
  if (!ended()) {
    owner_->leg_answered(*this, sdp.empty() ? std::string_view{} : std::string_view{remote_sdp_});
    return;
  }
  acknowledge();
  if (bye_received_ || bye_ != nullptr) {
    finish();
  } else if (first) {
    send_bye();
  } else {
    finish();
  }
}

void Leg::on_refusal(int status) {
  invite_.reset();
  exchange_ = Exchange::none;
  if (confirmed_ && !late_) local_sdp_ = std::exchange(said_before_, {});
  if (confirmed_ && !ending_ && session_.refreshing) {
    refresh_ended(status);
    return;
  }
  if (!confirmed_) {
    const bool wanted = !ending_;
    ending_ = true;
    if (wanted) owner_->leg_refused(*this, status);
    close();
  } else if (ending_) {
    finish();
  } else if (status == 481 || status == 408) {
    // RFC 3261 12.2.1.2: the dialog is dead.
    owner_->leg_lost(*this);
  } else {
    owner_->leg_refused(*this, status);
  }
}

int Leg::response_to_bye(nta_outgoing_magic_t* self, nta_outgoing_t* request, const sip_t* sip) {
  Leg& leg = *static_cast<Leg*>(self);
  if (sip != nullptr && sip->sip_status != nullptr && sip->sip_status->st_status < 200) return 0;
  if (leg.proves(leg.bye_, request, sip, &Leg::response_to_bye, &leg)) return 0;
  leg.bye_.reset();
  leg.finish();
  return 0;
}

LegState Leg::state() const {
  if (closed_) return LegState::closed;
  if (ending_) return LegState::ending;
  if (confirmed_) return LegState::established;
  return purpose_.role == LegRole::caller ? LegState::unanswered : LegState::calling;
}

LegRecord Leg::record() const {
  LegRecord record;
  record.purpose = purpose_;
  record.state = state();
  record.call_id = call_id_;
  if (listener_ != nullptr) record.listener = listener_->name();
  record.local_address = local_address_;
  record.remote_address = remote_address_;
  record.session_seconds = session_.seconds;
  record.we_refresh = session_.ours;
  record.peer_updates = session_.peer_updates;
  record.origin = origin_;
  record.local_sdp = local_sdp_;
  record.remote_sdp = remote_sdp_;
  record_unfinished(record);
  if (dialog_ == nullptr) return record;
  const auto text = [](const char* value) { return value != nullptr ? std::string{value} : std::string{}; };
  record.local_tag = text(nta_leg_get_tag(dialog_.get()));
  record.remote_tag = text(nta_leg_get_rtag(dialog_.get()));
  record.local_cseq = nta_leg_get_seq(dialog_.get());
  record.remote_cseq = nta_leg_get_rseq(dialog_.get());
  const sip_route_t* route = nullptr;
  const sip_contact_t* target = nullptr;
  nta_leg_get_route(dialog_.get(), &route, &target);
  if (target != nullptr) record.target = url_text(target->m_url);
  for (; route != nullptr; route = route->r_next) record.route_set.push_back(url_text(route->r_url));
  return record;
}

}  // namespace ringside::sip
