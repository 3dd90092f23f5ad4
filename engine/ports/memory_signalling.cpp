#include "engine/ports/memory_signalling.h"

#include <algorithm>

namespace ringside::ports {
namespace {

using Hears = CallLegs::Hears;
using Phone = CallLegs::Phone;

/// What a caller hears of a message; nothing for the one that is for agents.
Hears hearing(core::Message message) {
  switch (message) {
    case core::Message::welcome: return Hears::welcome;
    case core::Message::dissuading: return Hears::dissuading;
    case core::Message::queue: return Hears::queue;
    case core::Message::flow_id: break;
  }
  return Hears::nothing;
}

void forget_agent(CallLegs& legs) {
  legs.phone = Phone::none;
  legs.agent = core::kNoAgent;
  if (legs.caller_hears == Hears::agent) legs.caller_hears = Hears::nothing;
}

std::uint32_t count_legs(const CallLegs& legs) {
  const bool media = legs.caller_hears != Hears::nothing && legs.caller_hears != Hears::agent;
  return 1U + (media ? 1 : 0) + (legs.phone != Phone::none ? 1 : 0) + (legs.phone == Phone::flow_id ? 1 : 0);
}

}  // namespace

MemorySignalling::MemorySignalling(Host& host, Listener& listener) : host_{host}, listener_{listener} { host.attach(*this); }

/// Sequence numbers only rise: an unknown one that is higher than all before is the call being admitted.
CallLegs* MemorySignalling::find(core::CallId call) {
  if (!call.valid()) return nullptr;
  const std::uint32_t slot = call.slot();
  if (slot < slots_.size() && slots_[slot].call == call) return &slots_[slot];
  return admitting_ && call.cid() > last_cid_ ? &open(call) : nullptr;
}

const CallLegs* MemorySignalling::legs(core::CallId call) const {
  const std::uint32_t slot = call.slot();
  return call.valid() && slot < slots_.size() && slots_[slot].call == call ? &slots_[slot] : nullptr;
}

/// For what the agent can do while his phone is so.
CallLegs* MemorySignalling::find_party(core::CallId call, Phone phone) {
  CallLegs* const legs = find(call);
  return legs != nullptr && !legs->over && legs->phone == phone ? legs : nullptr;
}

/// For verbs about the agent's leg of this attempt.
CallLegs* MemorySignalling::find_attempt(core::CallId call, core::Attempt attempt) {
  CallLegs* const legs = find(call);
  return legs != nullptr && legs->attempt == attempt && legs->phone != Phone::none ? legs : nullptr;
}

CallLegs& MemorySignalling::open(core::CallId call) {
  last_cid_ = call.cid();
  admitting_ = false;
  if (call.slot() >= slots_.size()) slots_.resize(call.slot() + std::size_t{1});
  CallLegs& legs = slots_[call.slot()];
  legs = {};
  legs.call = call;
  return legs;
}

void MemorySignalling::play_message(const core::PlayMessage& action) {
  CallLegs* const legs = find(action.call);
  if (legs == nullptr) return;
  legs->caller_hears = hearing(action.message);
  listener_.message_starts(action);
}

void MemorySignalling::play_queue(const core::PlayQueue& action) {
  CallLegs* const legs = find(action.call);
  if (legs == nullptr || legs->caller_hears == Hears::queue) return;
  legs->caller_hears = Hears::queue;
  listener_.queue_starts(action);
}

void MemorySignalling::ring_agent(const core::RingAgent& action) {
  CallLegs* legs = find(action.call);
  if (legs == nullptr) return;
  drop_agent(*legs);
  legs = find(action.call);
  if (legs == nullptr) return;
  legs->attempt = action.attempt;
  legs->agent = action.agent;
  legs->phone = Phone::ringing;
  listener_.phone_rings(action);
}

void MemorySignalling::play_flow_id(const core::PlayFlowId& action) {
  CallLegs* const legs = find_attempt(action.call, action.attempt);
  if (legs == nullptr || legs->phone != Phone::answered) return;
  legs->phone = Phone::flow_id;
  listener_.flow_id_starts(action);
}

void MemorySignalling::bridge(const core::Bridge& action) {
  CallLegs* const legs = find_attempt(action.call, action.attempt);
  if (legs == nullptr || (legs->phone != Phone::answered && legs->phone != Phone::flow_id)) return;
  legs->phone = Phone::bridging;
  listener_.bridge_asked(action);
}

void MemorySignalling::end_agent_leg(const core::EndAgentLeg& action) {
  if (CallLegs* const legs = find_attempt(action.call, action.attempt)) drop_agent(*legs);
}

void MemorySignalling::end_call(const core::EndCall& action) {
  CallLegs* const legs = find(action.call);
  if (legs == nullptr) return;
  CallLegs ended = *legs;
  *legs = {};
  drop_agent(ended);
  listener_.call_ends(action);
}

void MemorySignalling::drop_agent(CallLegs& legs) {
  if (legs.phone == Phone::none) return;
  const core::EndAgentLeg leg{legs.call, legs.attempt, legs.agent};
  const bool ringing = legs.phone == Phone::ringing;
  forget_agent(legs);
  if (!ringing) {
    listener_.agent_leg_ends(leg);
    return;
  }
  ringing_on_.push_back(leg);
  if (listener_.phone_stops(leg)) quiet(leg.call, leg.attempt);
}

core::Admission MemorySignalling::caller_calls(const core::CallArrived& event) {
  admitting_ = true;
  const core::Admission admission = host_.admit(event);
  // Nothing has been asked for him yet while the host is still carrying out what was before.
  if (admission.code == core::AdmissionCode::admitted && admission.call.cid() > last_cid_) open(admission.call);
  admitting_ = false;
  return admission;
}

bool MemorySignalling::caller_hangs_up(core::CallId call, std::optional<core::Duration> wrapup) {
  CallLegs* const legs = find(call);
  if (legs == nullptr || legs->over) return false;
  legs->over = true;
  host_.feed(core::CallerHungUp{call, wrapup});
  return true;
}

bool MemorySignalling::caller_fails(core::CallId call) {
  CallLegs* const legs = find(call);
  if (legs == nullptr || legs->over || legs->phone == Phone::bridged) return false;
  legs->over = true;
  host_.feed(core::CallFailed{call});
  return true;
}

bool MemorySignalling::leg_lost(core::CallId call) {
  CallLegs* const legs = find_party(call, Phone::bridged);
  if (legs == nullptr) return false;
  forget_agent(*legs);
  host_.feed(core::LegLost{call});
  return true;
}

bool MemorySignalling::message_ends(core::CallId call, core::Message message) {
  CallLegs* const legs = find(call);
  const bool can_end = message == core::Message::welcome || message == core::Message::dissuading;
  if (legs == nullptr || legs->over || !can_end || legs->caller_hears != hearing(message)) return false;
  legs->caller_hears = Hears::nothing;
  host_.feed(core::MessageEnded{call, message});
  return true;
}

bool MemorySignalling::agent_answers(core::CallId call) {
  CallLegs* const legs = find_party(call, Phone::ringing);
  if (legs == nullptr) return false;
  legs->phone = Phone::answered;
  host_.feed(core::AgentAnswered{call, legs->attempt});
  return true;
}

bool MemorySignalling::agent_refuses(core::CallId call) {
  CallLegs* const legs = find_party(call, Phone::ringing);
  if (legs == nullptr) return false;
  forget_agent(*legs);
  host_.feed(core::AgentRefused{call, legs->attempt});
  return true;
}

bool MemorySignalling::agent_hangs_up(core::CallId call, std::optional<core::Duration> wrapup) {
  CallLegs* const legs = find(call);
  if (legs == nullptr || legs->over || legs->phone == Phone::none || legs->phone == Phone::ringing) return false;
  forget_agent(*legs);
  host_.feed(core::AgentHungUp{call, legs->attempt, wrapup});
  return true;
}

bool MemorySignalling::flow_id_ends(core::CallId call) {
  CallLegs* const legs = find_party(call, Phone::flow_id);
  if (legs == nullptr) return false;
  legs->phone = Phone::answered;
  host_.feed(core::FlowIdEnded{call, legs->attempt});
  return true;
}

bool MemorySignalling::bridge_completes(core::CallId call) {
  CallLegs* const legs = find_party(call, Phone::bridging);
  if (legs == nullptr) return false;
  legs->phone = Phone::bridged;
  legs->caller_hears = Hears::agent;
  host_.feed(core::BridgeCompleted{call, legs->attempt});
  return true;
}

bool MemorySignalling::bridge_fails(core::CallId call) {
  CallLegs* const legs = find_party(call, Phone::bridging);
  if (legs == nullptr) return false;
  legs->phone = Phone::answered;
  host_.feed(core::BridgeFailed{call, legs->attempt});
  return true;
}

bool MemorySignalling::quiet(core::CallId call, core::Attempt attempt) {
  const auto leg = std::find_if(ringing_on_.begin(), ringing_on_.end(), [&](const core::EndAgentLeg& ringing) {
    return ringing.call == call && ringing.attempt == attempt;
  });
  if (leg == ringing_on_.end()) return false;
  const core::AgentLegReleased released{call, attempt, leg->agent};
  *leg = ringing_on_.back();
  ringing_on_.pop_back();
  host_.feed(released);
  return true;
}

std::uint32_t MemorySignalling::call_count() const {
  const auto open = [](const CallLegs& legs) { return legs.call.valid(); };
  return static_cast<std::uint32_t>(std::count_if(slots_.begin(), slots_.end(), open));
}

std::uint32_t MemorySignalling::leg_count() const {
  std::uint32_t count = static_cast<std::uint32_t>(ringing_on_.size());
  for (const CallLegs& legs : slots_) {
    if (legs.call.valid()) count += count_legs(legs);
  }
  return count;
}

}  // namespace ringside::ports
