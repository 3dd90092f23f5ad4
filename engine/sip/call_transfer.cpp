/// L9: the agent hands his caller on by REFER, to another flow or to somebody outside.

#include <fmt/format.h>

#include <algorithm>

#include "engine/sip/call.h"
#include "engine/sip/text.h"

namespace ringside::sip {
namespace {

/// Somebody outside rings no longer than this, which is timer C of RFC 3261.
constexpr core::Duration kLongestRinging = std::chrono::minutes{3};

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool allowed(const url_t& target, const std::vector<std::string>& hosts) {
  const std::string host = lower(target.url_host);
  const std::string with_port = host + ":" + (target.url_port != nullptr ? target.url_port : "");
  return std::any_of(hosts.begin(), hosts.end(), [&](const std::string& entry) {
    const bool has_port = entry.find(':', entry.rfind(']') == std::string::npos ? 0 : entry.rfind(']')) != std::string::npos;
    return glob_matches(lower(entry), has_port ? with_port : host);
  });
}

/// User, host, port and transport; nothing that could lead elsewhere.
std::string outside_uri(const url_t& target) {
  std::string uri = target.url_type == url_sips ? "sips:" : "sip:";
  if (target.url_user != nullptr) uri.append(target.url_user).append("@");
  uri += target.url_host;
  if (target.url_port != nullptr && target.url_port[0] != '\0') uri.append(":").append(target.url_port);
  char transport[8] = "";
  if (target.url_params != nullptr) url_param(target.url_params, "transport", transport, sizeof transport);
  if (is_token(transport)) uri.append(";transport=").append(transport);
  return uri;
}

std::string_view text_of(const char* text) { return text == nullptr ? std::string_view{} : std::string_view{text}; }

}  // namespace

/// The caller's leg still is the old call's; nothing is asked of it before it has moved, since it has its answer.
Call::Call(CallContext& context, const Call& old) : context_{context}, request_{old.request_}, caller_{old.caller_} {
  request_.offer.clear();
}

void Call::take_caller_from(Call& old) {
  const auto slot = std::find_if(old.legs_.begin(), old.legs_.end(), [&](const LegSlot& s) { return s.leg.get() == caller_; });
  if (slot == old.legs_.end()) return;
  old.reinvite_forget(*caller_);
  caller_->refuse(491);
  caller_->move_to(*this);
  legs_.push_back(std::move(*slot));
  old.legs_.erase(slot);
  old.caller_ = nullptr;
  if (caller_->ended()) fail("the caller left while he was transferred");
  advance();
}

void Call::leg_referred(Leg& leg, const url_t& target) {
  const bool talk = &leg == agent_.leg && heard_.leg == &leg && talking_ && move_.step == Move::Step::none;
  if (!talk) {
    leg.answer_referral(403);
  } else if (transfer_.to != nullptr) {
    leg.answer_referral(491);
  } else if (context_.stack.listeners().has(target) ||
             (text_of(target.url_host) == request_.called_host && text_of(target.url_port) == request_.called_port)) {
    transfer_to_flow(leg, flow_named_by(&target, context_.settings));
  } else if (allowed(target, context_.settings.refer_allow)) {
    transfer_outside(leg, target);
  } else {
    leg.answer_referral(403);
  }
}

void Call::transfer_to_flow(Leg& agent, const std::string& flow) {
  agent.answer_referral(202);
  const int status = context_.transfer(*this, flow);
  agent.notify_referral(status);
  if (status >= 300) return;
  feed(core::CallTransferred{id_});
  // A core that knows the call no longer says nothing more about it.
  end(core::CallClass::transferred);
}

void Call::transfer_outside(Leg& agent, const url_t& target) {
  agent.answer_referral(202);
  agent.notify_referral(100);
  Leg& leg = add_leg({.role = LegRole::outside});
  transfer_ = {&leg};
  const std::string from = fmt::format(
      "{} <{}>", quoted_display_name(request_.display_name.empty() ? request_.user : request_.display_name), request_.uri);
  transfer_timer_.start(kLongestRinging);
  if (!leg.invite({outside_uri(target), from, request_.passed_headers, request_.max_forwards}, {})) outside_failed(503);
}

void Call::outside_answered(std::string_view sdp) {
  transfer_timer_.stop();
  if (sdp.empty()) {
    outside_failed(488);
    return;
  }
  wanted_ = {Place::outside};
  move_ = {Move::Step::offer_in_hand, wanted_, transfer_.to, false};
  offer_caller();
}

/// The caller has his new party: the talk with the agent is over, and with it the call.
void Call::outside_connected() {
  transfer_.done = true;
  if (transfer_.orphan) return;
  if (agent_.leg != nullptr) agent_.leg->notify_referral(200);
  feed(core::CallTransferred{id_});
  // A core that knows the call no longer says nothing more about it.
  if (!transfer_.orphan) leave_pair();
}

/// The talk with the agent goes on if he is still there; else nothing is left for the caller.
void Call::outside_failed(int status) {
  Leg* const leg = transfer_.to;
  if (leg == nullptr) return;
  const bool orphan = transfer_.orphan;
  if (move_.party == leg) drop_party();
  transfer_ = {};
  transfer_timer_.stop();
  leg->end();
  if (orphan) {
    end(core::CallClass::failed);
    return;
  }
  wanted_ = {Place::agent};
  if (agent_.leg != nullptr) agent_.leg->notify_referral(status);
}

void Call::outside_gone(Leg& leg) {
  if (transfer_.done) {
    leg.end();
    end(core::CallClass::handled);
  } else {
    outside_failed(487);
  }
}

/// He does not wait for the outcome.
void Call::agent_leaves_transfer() {
  feed(core::CallTransferred{id_});
  if (!transfer_.orphan) leave_pair();
}

/// The call is over for the core; caller and party live on until one of them hangs up.
void Call::leave_pair() {
  transfer_.orphan = true;
  talking_ = false;
  Leg* const agent = agent_.leg;
  if (agent != nullptr) {
    forget_agent();
    agent->end();
  }
  stop_timers();
  if (move_.step == Move::Step::offering) media_timer_.start(context_.settings.bridge_timeout);
  wanted_ = {Place::outside};
}

}  // namespace ringside::sip
