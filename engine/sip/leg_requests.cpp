/// What a leg's peer asks of it inside the dialog.

#include <fmt/format.h>

#include <utility>

#include "engine/sip/admission.h"
#include "engine/sip/leg.h"
#include "engine/sip/request_relay.h"

namespace ringside::sip {

int Leg::request_in_dialog(nta_leg_magic_t* self, nta_leg_t*, nta_incoming_t* request, const sip_t* sip) {
  return static_cast<Leg*>(self)->on_request(request, sip);
}

int Leg::on_request(nta_incoming_t* request, const sip_t* sip) {
  switch (sip->sip_request->rq_method) {
    case sip_method_ack: nta_incoming_destroy(request); return 0;
    case sip_method_bye: on_bye(request); return 0;
    case sip_method_cancel: return 481;
    default: break;
  }
  if (Stack::too_large(request)) return 513;
  return sip->sip_request->rq_method == sip_method_invite ? on_reinvite(request, sip) : on_other(request, sip);
}

/// Has got 420 then.
bool Leg::requires_unknown(nta_incoming_t* request, const sip_t* sip) {
  if (sip->sip_require == nullptr || nta_check_required(request, sip, stack_.supported(), TAG_END()) == 0) return false;
  nta_incoming_destroy(request);
  return true;
}

/// RFC 3261 14.2, RFC 3311 5.2: another request of his waits for its answer.
int Leg::refuse_for_now(nta_incoming_t* request) {
  stack_.reply(request, 500, static_cast<std::uint32_t>(1 + stack_.random()() % 10));
  nta_incoming_destroy(request);
  return 0;
}

void Leg::on_bye(nta_incoming_t* request) {
  stack_.reply(request, 200);
  nta_incoming_destroy(request);
  bye_received_ = true;
  bye_due_ = false;
  const bool told = ending_;
  ending_ = true;
  drop_relays();
  stop_watching();
  if (exchange_ == Exchange::invited) {
    stack_.reply(invited_.get(), update_ ? 481 : 487);
    invited_.reset();
    update_ = false;
    exchange_ = Exchange::none;
  } else if (exchange_ == Exchange::inviting) {
    cancel_invite();
  } else if (exchange_ == Exchange::ack_owed) {
    acknowledge();
  } else if (exchange_ == Exchange::answered) {
    invited_.reset();
    exchange_ = Exchange::none;
  }
  if (!told) owner_->leg_hung_up(*this);
  finish();
}

int Leg::on_reinvite(nta_incoming_t* request, const sip_t* sip) {
  if (ended() || !confirmed_) return 481;
  if (exchange_ == Exchange::invited) return refuse_for_now(request);
  if (exchange_ != Exchange::none) return 491;
  if (requires_unknown(request, sip)) return 0;
  if (too_short(sip)) {
    stack_.refuse_session(request);
    nta_incoming_destroy(request);
    return 0;
  }
  const std::string_view sdp = sdp_of(sip);
  if (sdp.size() > kMaxSdpSize) return 413;
  const bool body = sip->sip_payload != nullptr && sip->sip_payload->pl_len > 0;
  if (body && !outline(sdp)) return 488;
  nta_leg_server_route(dialog_.get(), nullptr, sip->sip_contact);
  invited_.reset(request);
  nta_incoming_bind(request, &Leg::ack_or_cancel, this);
  learn(sip);
  ask_session(sip);
  exchange_ = Exchange::invited;
  late_ = sdp.empty();
  streams_changed_ = !late_ && !same_streams(sdp, remote_sdp_);
  if (!late_) heard_before_ = std::exchange(remote_sdp_, std::string{sdp});
  trying();
  owner_->leg_offered(*this, sdp);
  return 0;
}

/// RFC 3311. One without SDP refreshes the session; one with it is as good as a re-INVITE, but for its ACK.
int Leg::on_update(nta_incoming_t* request, const sip_t* sip) {
  if (too_short(sip)) {
    stack_.refuse_session(request);
    nta_incoming_destroy(request);
    return 0;
  }
  const std::string_view sdp = sdp_of(sip);
  if (sdp.size() > kMaxSdpSize) return 413;
  const bool body = sip->sip_payload != nullptr && sip->sip_payload->pl_len > 0;
  if (body && !outline(sdp)) return 488;
  if (update_ || (body && exchange_ == Exchange::invited)) return refuse_for_now(request);
  if (body && (exchange_ != Exchange::none || !confirmed_)) return 491;
  nta_leg_server_route(dialog_.get(), nullptr, sip->sip_contact);
  learn(sip);
  if (confirmed_) ask_session(sip);
  if (!body) {
    const std::string session = confirmed_ ? answered_session() : std::string{};
    nta_incoming_treply(request, SIP_200_OK, SIPTAG_CONTACT(contact_), SIPTAG_ALLOW(stack_.allow()),
                        TAG_IF(!session.empty() && !session_.ours, SIPTAG_REQUIRE_STR("timer")),
                        TAG_IF(!session.empty(), SIPTAG_SESSION_EXPIRES_STR(session.c_str())), SIPTAG_SERVER(stack_.server()),
                        TAG_END());
    nta_incoming_destroy(request);
    if (confirmed_) watch();
    return 0;
  }
  invited_.reset(request);
  exchange_ = Exchange::invited;
  update_ = true;
  late_ = false;
  streams_changed_ = !same_streams(sdp, remote_sdp_);
  heard_before_ = std::exchange(remote_sdp_, std::string{sdp});
  owner_->leg_offered(*this, sdp);
  return 0;
}

int Leg::on_other(nta_incoming_t* request, const sip_t* sip) {
  if (ended()) return 481;
  const sip_request_t* const line = sip->sip_request;
  const bool allowed = sip_is_allowed(stack_.allow(), line->rq_method, line->rq_method_name) != 0;
  if (allowed && requires_unknown(request, sip)) return 0;
  switch (line->rq_method) {
    case sip_method_options: {
      IncomingHandle handle{request};
      if (owner_->leg_requested(*this, handle, sip)) return 0;
      nta_incoming_treply(request, SIP_200_OK, SIPTAG_ALLOW(stack_.allow()), SIPTAG_ACCEPT(stack_.accept()),
                          SIPTAG_SUPPORTED(stack_.supported()), SIPTAG_SERVER(stack_.server()), TAG_END());
      return 0;
    }
    case sip_method_update: return on_update(request, sip);
    case sip_method_info:
    case sip_method_message:
    case sip_method_notify: {
      IncomingHandle handle{request};
      if (owner_->leg_requested(*this, handle, sip)) return 0;
      stack_.reply(request, 200);
      return 0;
    }
    case sip_method_refer: return on_refer(request, sip);
    default:
      stack_.reply(request, 405);
      nta_incoming_destroy(request);
      return 0;
  }
}

int Leg::ack_or_cancel(nta_incoming_magic_t* self, nta_incoming_t*, const sip_t* sip) {
  Leg& leg = *static_cast<Leg*>(self);
  if (sip == nullptr) {
    leg.on_no_ack();
  } else if (sip->sip_request->rq_method == sip_method_ack) {
    leg.on_ack(sip);
  } else if (sip->sip_request->rq_method == sip_method_cancel) {
    leg.on_cancel();
  }
  return 0;
}

void Leg::on_ack(const sip_t* sip) {
  if (exchange_ != Exchange::answered) return;
  invited_.reset();
  exchange_ = Exchange::none;
  if (bye_due_) {
    send_bye();
    return;
  }
  std::string_view sdp = sdp_of(sip);
  if (sdp.size() > kMaxSdpSize || !outline(sdp)) sdp = {};
  if (late_ && !sdp.empty()) remote_sdp_ = sdp;
  if (!ended()) owner_->leg_acknowledged(*this, late_ ? sdp : std::string_view{});
}

/// Timer H.
void Leg::on_no_ack() {
  if (exchange_ != Exchange::answered) return;
  invited_.reset();
  exchange_ = Exchange::none;
  if (bye_due_) {
    send_bye();
  } else if (!ended()) {
    owner_->leg_lost(*this);
  }
}

void Leg::on_cancel() {
  if (exchange_ != Exchange::invited) return;
  stack_.reply(invited_.get(), 487);
  invited_.reset();
  exchange_ = Exchange::none;
  if (confirmed_) {
    if (!late_) remote_sdp_ = std::exchange(heard_before_, {});
    owner_->leg_withdrew(*this);
    return;
  }
  ending_ = true;
  owner_->leg_hung_up(*this);
  close();
}

/// RFC 3515. Whatever the target's URI brings along, no more than where it leads and by which transport goes on from here.
int Leg::on_refer(nta_incoming_t* request, const sip_t* sip) {
  if (sip->sip_refer_to == nullptr) return 400;
  const url_t* const target = sip->sip_refer_to->r_url;
  const bool usable = (target->url_type == url_sip || target->url_type == url_sips) && target->url_host != nullptr &&
                      target->url_headers == nullptr && url_has_param(target, "method") == 0;
  if (!usable) return 403;
  referred_.reset(request);
  referred_cseq_ = sip->sip_cseq->cs_seq;
  owner_->leg_referred(*this, *target);
  if (referred_ != nullptr) answer_referral(403);
  return 0;
}

void Leg::answer_referral(int status) {
  if (referred_ == nullptr) return;
  if (status == 202) {
    refer_event_ = refer_event_.empty() ? std::string{"refer"} : fmt::format("refer;id={}", referred_cseq_);
    nta_incoming_treply(referred_.get(), SIP_202_ACCEPTED, SIPTAG_CONTACT(contact_), SIPTAG_SERVER(stack_.server()), TAG_END());
  } else {
    stack_.reply(referred_.get(), status);
  }
  referred_.reset();
}

void Leg::notify_referral(int status) {
  if (!established()) return;
  const bool last = status >= 200;
  const std::string text = fmt::format("SIP/2.0 {} {}\r\n", status, phrase_of(status));
  sip_payload_t payload[1];
  sip_payload_init(payload);
  payload->pl_data = const_cast<char*>(text.data());  // only read: Sofia copies it
  payload->pl_len = static_cast<usize_t>(text.size());
  // Sent and forgotten: Sofia repeats it by itself, and an agent who does not want it has lost nothing.
  const OutgoingHandle notify{
      nta_outgoing_tcreate(dialog_.get(), nullptr, nullptr, nullptr, SIP_METHOD_NOTIFY, nullptr, TPTAG_IDENT(way_out()),
                           SIPTAG_CONTACT(contact_), SIPTAG_EVENT_STR(refer_event_.c_str()),
                           SIPTAG_SUBSCRIPTION_STATE_STR(last ? "terminated;reason=noresource" : "active;expires=180"),
                           SIPTAG_USER_AGENT(stack_.user_agent()), SIPTAG_CONTENT_TYPE_STR("message/sipfrag;version=2.0"),
                           SIPTAG_PAYLOAD(payload), TAG_END())};
}

}  // namespace ringside::sip
