#include "engine/sip/call.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/display_name.h"
#include "engine/sip/text.h"

namespace ringside::sip {
namespace {

/// What a caller without an answer gets when his call ends otherwise than by himself.
int final_answer(core::CallClass ended_as) {
  switch (ended_as) {
    case core::CallClass::dissuaded: return 480;
    case core::CallClass::abandoned: return 487;
    default: return 503;
  }
}

}  // namespace

bool Call::take_caller(nta_incoming_t* invite, const sip_t* sip) {
  std::unique_ptr<Leg> leg = Leg::incoming(context_.stack, *this, invite, sip, request_.offer);
  if (leg == nullptr) return false;
  caller_ = leg.get();
  legs_.push_back({std::move(leg)});
  return true;
}

void Call::admitted(core::CallId id) {
  id_ = id;
  if (context_.settings.max_unanswered > core::Duration{}) unanswered_timer_.start(context_.settings.max_unanswered);
}

void Call::play_message(core::Message message) {
  wanted_ = announcement(Place::message, message);
  pursue();
}

void Call::play_queue(std::uint32_t position) {
  wanted_ = announcement(Place::queue);
  queue_position_ = position;
  pursue();
}

void Call::ring_agent(core::Attempt attempt, core::AgentIndex agent, core::Media media) {
  // The message that was still being connected is over for the core.
  if (wanted_.place == Place::message && move_.step != Move::Step::none && abandon_move()) wanted_ = {};
  if (agent_.leg != nullptr) end_agent_leg(agent_.attempt);
  const core::Agent& him = context_.host.engine().agent(agent);
  const bool early = offer_from_caller_open() && move_.step == Move::Step::none;
  Leg& leg = add_leg({.role = LegRole::agent, .attempt = attempt, .agent = agent});
  agent_ = {&leg, attempt, false, early};
  const std::string& uri = media == core::Media::rtp ? him.location : him.msrp_location;
  if (!leg.invite(invitation(uri, true), early ? std::string_view{request_.offer} : std::string_view{})) {
    log(LogLevel::warning, fmt::format("agent {}: \"{}\" cannot be called", him.agentid, uri));
    agent_refused();
    return;
  }
  const bool silence = caller_->established() && heard_.leg == nullptr && move_.step == Move::Step::none;
  if (silence) ring_media_timer_.start(context_.settings.ring_media_delay);
}

void Call::bridge(core::Attempt attempt) {
  if (attempt != agent_.attempt || agent_.leg == nullptr) return;
  if (flow_id_ != nullptr) flow_id_->end();
  flow_id_ = nullptr;
  flow_id_timer_.stop();
  wanted_ = {Place::agent};
  pursue();
}

void Call::end_agent_leg(core::Attempt attempt) {
  if (attempt != agent_.attempt || agent_.leg == nullptr) return;
  Leg& leg = *agent_.leg;
  const bool ringing = leg.calling();
  forget_agent();
  for (LegSlot& slot : legs_) {
    if (slot.leg.get() == &leg) slot.report_release = ringing;
  }
  leg.end();
  advance();
}

void Call::end(core::CallClass ended_as, int answer) {
  if (ended_) return;
  if (ended_as == core::CallClass::transferred && transfer_.to != nullptr) {
    leave_pair();
    return;
  }
  ended_ = true;
  stop_timers();
  transfer_timer_.stop();
  move_ = {};
  heard_ = {};
  reinvite_ = {};
  transfer_ = {};
  answer_ = answer != 0 ? answer : final_answer(ended_as);
  const std::uint32_t retry_after = answer_ == 503 ? context_.settings.retry_after : 0;
  for (std::size_t i = 0; i < legs_.size(); ++i) {
    Leg& leg = *legs_[i].leg;
    legs_[i].report_release = legs_[i].report_release || (&leg == agent_.leg && leg.calling());
    leg.end(answer_, retry_after);
  }
  agent_ = {};
  flow_id_ = nullptr;
  context_.leg_closed(*this);
}

void Call::fail(std::string_view why) {
  if (ended_) return;
  log(LogLevel::warning, why);
  feed(core::CallFailed{id_});
  // A core that knows the call no longer says nothing more about it.
  end(core::CallClass::failed);
}

bool Call::sweep() {
  std::erase_if(legs_, [](const LegSlot& slot) { return slot.leg->closed(); });
  return !legs_.empty() || !ended_;
}

std::uint32_t Call::dialog_count() const {
  return static_cast<std::uint32_t>(
      std::count_if(legs_.begin(), legs_.end(), [](const LegSlot& slot) { return slot.leg->established(); }));
}

void Call::advance() {
  if (ended_) return;
  touch();
  undo_reinvite();
  offer_caller();
  pursue();
  watch_silence();
}

std::vector<std::string> Call::sip_ids() const {
  std::vector<std::string> ids;
  for (const LegSlot& slot : legs_) ids.push_back(slot.leg->call_id());
  return ids;
}

Leg& Call::add_leg(LegPurpose purpose) {
  touch();
  legs_.push_back({std::make_unique<Leg>(context_.stack, *this, purpose)});
  return *legs_.back().leg;
}

Invitation Call::invitation(std::string uri, bool agent) {
  const core::Engine& engine = context_.host.engine();
  const core::Call* const call = engine.call(id_);
  const std::string_view flow = call != nullptr ? std::string_view{engine.flow(call->flow).flowid} : std::string_view{};
  if (call != nullptr || from_.empty()) {  // its flow may be another one by now, or have another prefix
    const std::string_view prefix = call != nullptr ? std::string_view{engine.flow(call->flow).prependcid} : std::string_view{};
    const std::string name = core::agent_display_name(prefix, request_.display_name, request_.user);
    from_ = fmt::format("{} <{}>", quoted_display_name(name), request_.uri);
  }
  std::string headers = request_.passed_headers;
  fmt::format_to(std::back_inserter(headers), "X-CC-Call-ID: {}\r\nX-CC-Flow: {}", core::to_string(id_), flow);
  if (context_.settings.state_header && call != nullptr)
    fmt::format_to(std::back_inserter(headers), "\r\nX-CC-State: {}", core::to_string(call->state));
  const std::string& context_param = context_.settings.b2b_logic_ctx_param;
  if (agent && !request_.param.empty() && !context_param.empty()) {
    fmt::format_to(std::back_inserter(headers), "\r\nX-CC-Ctx-{}: {}", context_param, request_.param);
  }
  return {std::move(uri), from_, std::move(headers), request_.max_forwards};
}

Call::Destination Call::announcement(Place place, core::Message message) const {
  const core::Call* const call = context_.host.engine().call(id_);
  return {place, message, call != nullptr ? call->flow : core::FlowIndex{}};
}

std::string Call::uri_of(Destination to) const {
  const core::Engine& engine = context_.host.engine();
  const core::Call* const call = engine.call(id_);
  if (call == nullptr) return {};
  const core::Message message = to.place == Place::queue ? core::Message::queue : to.message;
  std::string uri = engine.flow(call->flow).uri(message);
  if (to.place != Place::queue) return uri;
  if (const std::string& param = context_.settings.queue_pos_param; !param.empty())
    uri = with_uri_param(uri, param, std::to_string(queue_position_));
  if (const std::string& param = context_.settings.queue_ewt_param; !param.empty())
    uri = with_uri_param(uri, param, std::to_string(core::ewt_seconds(call->ewt)));
  return uri;
}

void Call::stop_timers() {
  media_timer_.stop();
  flow_id_timer_.stop();
  backoff_timer_.stop();
  queue_timer_.stop();
  ring_media_timer_.stop();
  unanswered_timer_.stop();
}

void Call::log(LogLevel level, std::string_view text) const {
  if (context_.log) context_.log(level, id_, text);
}

}  // namespace ringside::sip
