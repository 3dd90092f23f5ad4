#include <algorithm>
#include <cassert>

#include "engine/core/engine.h"

namespace ringside::core {

void Engine::enqueue(Call& call, QueueEnd end, Time now) {
  if (const DissuadeReason limit = limit_reached(call, end, now); limit != DissuadeReason::none) {
    overflow(call, limit, now);
    return;
  }
  switch (end) {
    case QueueEnd::back: queue_.push_back(call, now); break;
    case QueueEnd::top: queue_.push_top(call); break;
    case QueueEnd::former_place: queue_.push_again(call); break;
  }
  // The clock starts anew on entering, but not on a return (E-QUE-3).
  if (end != QueueEnd::top || !call.on_hold_clock) call.queue_entry = now;
  call.on_hold_clock = true;
  call.queued_since = now;
  set_state(call, CallState::queued);
  watch_waiting(call);
  arm_retry(call, now);
  const std::uint32_t position =
      settings_.queue_positions ? queue_.ahead_of(call, settings_.queue_pos_scope == Scope::flow, now) : 0;
  actions_.push_back(PlayQueue{call.id, position});
  actions_.push_back(JournalCall{call.id, call.state});
}

/// The on-hold threshold (E-DIS-3; on ticks, if there are any) and the flow's max_wait.
void Engine::watch_waiting(Call& call) {
  const Flow& flow = flow_of(call);
  Time next = kNever;
  if (!ticking() && flow.watches_on_hold()) next = call.queue_entry + flow.dissuading_onhold_th;
  if (flow.max_wait > Duration{}) next = std::min(next, call.flow_entry + flow.max_wait);
  if (next == kNever) {
    deadlines_.disarm(state_deadline(call));
  } else {
    deadlines_.arm(state_deadline(call), next);
  }
}

void Engine::waited_long(Call& call, Time now) {
  const Flow& flow = flow_of(call);
  if (flow.max_wait > Duration{} && now - call.flow_entry >= flow.max_wait) {
    overflow(call, DissuadeReason::max_wait, now);
  } else {
    dissuade(call, DissuadeReason::onhold, now);
  }
}

void Engine::leave_queue(Call& call, Time now) {
  queue_.remove(call);
  deadlines_.disarm(state_deadline(call));
  deadlines_.disarm(retry_deadline(call));
  state_of(call).history.queue_time += now - call.queued_since;
}

AgentIndex Engine::suitable_agent(const Call& call, Time now) const {
  const DeclinedBy declined{call.declined, agents_, now};
  const Flow& flow = flow_of(call);
  if (AgentStrategy* const strategy = strategies_.of(flow, call.media)) return strategy->choose(declined);
  AgentIndex agent = roster_.first(flow.skill, call.media);
  while (agent != kNoAgent && declined(agent)) agent = roster_.next(flow.skill, call.media, agent);
  return agent;
}

bool Engine::assign_if_possible(Call& call, Time now) {
  if (!settings_.internal_call_dispatching) return false;
  if (ticking() && !flow_of(call).message_flow_id.empty()) return false;  // E-DSP-2
  const AgentIndex agent = suitable_agent(call, now);
  if (agent == kNoAgent) return false;
  assign(call, agent, now);
  return true;
}

/// From here on the agent is taken: he rings, or hears the flow-id message first (E-LIF-5).
void Engine::assign(Call& call, AgentIndex agent, Time now) {
  assert(roster_.available(agent, call.media));
  const Flow& flow = flow_of(call);
  const bool announced = !flow.message_flow_id.empty();
  if (call.state == CallState::queued) {
    leave_queue(call, now);
  } else if (announced) {
    actions_.push_back(PlayQueue{call.id, 0});
  }
  ++call.attempt;
  call.agent = agent;
  call.phase = AgentPhase::ringing;
  call.ring_start = now;
  call.pickup = Duration{};
  call.fstats |= kFstatDistributed;
  ++state_of(call).statistics.dist_incalls;
  ++agent_statistics_[raw(agent)].dist_incalls;
  set_state(call, announced ? CallState::preagent : CallState::toagent);
  if (settings_.agent_ring_timeout > Duration{}) deadlines_.arm(state_deadline(call), now + settings_.agent_ring_timeout);
  actions_.push_back(RingAgent{call.id, call.attempt, agent, call.media});
  actions_.push_back(JournalCall{call.id, call.state});
  strategies_.taken(flow.skill, call.media, agent);
  occupy(agent, call, now);
}

/// What waits for the agent and he could take: audio before chat, then queue order (E-DSP-2).
Call* Engine::first_call_for(AgentIndex agent, Time now) {
  const auto excluded = [&](const Call& call) { return DeclinedBy{call.declined, agents_, now}(agent); };
  const std::vector<SkillIndex>& skills = agents_[raw(agent)].skills;
  Call* call = nullptr;
  if (roster_.available(agent, Media::rtp)) call = queue_.first_for(skills, Media::rtp, now, excluded);
  if (call == nullptr && roster_.available(agent, Media::msrp)) call = queue_.first_for(skills, Media::msrp, now, excluded);
  return call;
}

/// The agent has become available, or more so.
void Engine::serve(AgentIndex agent, Time now) {
  if (!settings_.internal_call_dispatching || ticking()) return;
  while (Call* const call = first_call_for(agent, now)) assign(*call, agent, now);
}

/// Several matches at once (E-DSP-2): the first agent in order who has a call takes one, and again, until none.
void Engine::serve_all(Time now) {
  if (!ticking()) match_all(now);
}

void Engine::match_all(Time now) {
  if (!settings_.internal_call_dispatching) return;
  for (bool again = true; again && queue_.size() > 0;) {
    again = false;
    for (const AgentIndex agent : roster_.in_order()) {
      Call* const call = first_call_for(agent, now);
      if (call == nullptr) continue;
      assign(*call, agent, now);
      again = true;
      // Only an agent who can take another chat may be the first again.
      if (roster_.available(agent, Media::msrp)) break;
    }
  }
}

/// Sets the alarm for the first delay that ends; forgets who may have the declined call now. Whose wrap-up ends later is served
/// then (settle).
void Engine::arm_retry(Call& call, Time now) {
  std::erase_if(call.declined, [&](const Declined& declined) { return !declined.holds(agents_, now); });
  Time next = kNever;
  for (const Declined& declined : call.declined) {
    if (declined.until > now) next = std::min(next, declined.until);
  }
  if (next != kNever && !ticking()) deadlines_.arm(retry_deadline(call), next);
}

void Engine::retry_declined(Call& call, Time now) {
  if (call.state != CallState::queued) return;
  arm_retry(call, now);
  assign_if_possible(call, now);
}

void Engine::set_internal_dispatching(bool on, Time now) {
  begin(now);
  settings_.internal_call_dispatching = on;
  serve_all(now);
}

DispatchAnswer Engine::dispatch_call_to_agent(CallId id, AgentIndex agent, Time now) {
  begin(now);
  if (settings_.internal_call_dispatching) return DispatchAnswer::internal_dispatching_enabled;
  if (raw(agent) >= agent_count()) return DispatchAnswer::agent_unknown;
  const Agent& him = agents_[raw(agent)];
  if (!him.logged_in) return DispatchAnswer::agent_not_logged_in;
  Call* const call = calls_.find(id);
  if (call == nullptr || call->state != CallState::queued) return DispatchAnswer::call_not_queued;
  const SkillIndex skill = flow_of(*call).skill;
  if (std::find(him.skills.begin(), him.skills.end(), skill) == him.skills.end()) return DispatchAnswer::no_skill;
  if (!roster_.available(agent, call->media)) {
    return call->media == Media::rtp ? DispatchAnswer::not_free_for_audio : DispatchAnswer::not_free_for_chat;
  }
  assign(*call, agent, now);
  return DispatchAnswer::ok;
}

}  // namespace ringside::core
