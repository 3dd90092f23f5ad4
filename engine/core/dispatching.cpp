#include <algorithm>

#include "engine/core/engine.h"

namespace ringside::core {

void Engine::enqueue(Call& call, QueueEnd end, Time now) {
  switch (end) {
    case QueueEnd::back: queue_.push_back(call); break;
    case QueueEnd::top: queue_.push_top(call); break;
    case QueueEnd::former_place: queue_.push_again(call); break;
  }
  // The clock starts anew on entering, but not on a return (E-QUE-3).
  if (end != QueueEnd::top || !call.on_hold_clock) call.queue_entry = now;
  call.on_hold_clock = true;
  set_state(call, CallState::queued);
  watch_on_hold(call);
  arm_retry(call, now);
  const std::uint32_t position =
      settings_.queue_positions ? queue_.ahead_of(call, settings_.queue_pos_scope == Scope::flow) : 0;
  actions_.push_back(PlayQueue{call.id, position});
  actions_.push_back(JournalCall{call.id, call.state});
}

/// E-DIS-3.
void Engine::watch_on_hold(Call& call) {
  const Flow& flow = flow_of(call);
  if (flow.dissuading_onhold_th > Duration{} && !flow.message_dissuading.empty()) {
    deadlines_.arm(state_deadline(call), call.queue_entry + flow.dissuading_onhold_th);
  } else {
    deadlines_.disarm(state_deadline(call));
  }
}

void Engine::leave_queue(Call& call) {
  queue_.remove(call);
  deadlines_.disarm(state_deadline(call));
  deadlines_.disarm(retry_deadline(call));
}

bool Engine::declined_by(const Call& call, AgentIndex agent, Time now) const {
  return std::any_of(call.declined.begin(), call.declined.end(),
                     [&](const Declined& declined) { return declined.agent == agent && declined.until > now; });
}

AgentIndex Engine::suitable_agent(const Call& call, Time now) const {
  const SkillIndex skill = flow_of(call).skill;
  AgentIndex agent = roster_.first(skill, call.media);
  while (agent != kNoAgent && declined_by(call, agent, now)) agent = roster_.next(skill, call.media, agent);
  return agent;
}

bool Engine::assign_if_possible(Call& call, Time now) {
  if (!settings_.internal_call_dispatching) return false;
  const AgentIndex agent = suitable_agent(call, now);
  if (agent == kNoAgent) return false;
  assign(call, agent, now);
  return true;
}

/// From here on the agent is taken: he rings, or hears the flow-id message first (E-LIF-5).
void Engine::assign(Call& call, AgentIndex agent, Time now) {
  const Flow& flow = flow_of(call);
  const bool announced = !flow.message_flow_id.empty();
  if (call.state == CallState::queued) {
    leave_queue(call);
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
  occupy(agent, call);
}

/// What waits for the agent and he could take: audio before chat, then queue order (E-DSP-2).
Call* Engine::first_call_for(AgentIndex agent, Time now) {
  const auto excluded = [&](const Call& call) { return !call.declined.empty() && declined_by(call, agent, now); };
  const std::vector<SkillIndex>& skills = agents_[raw(agent)].skills;
  Call* call = nullptr;
  if (roster_.available(agent, Media::rtp)) call = queue_.first_for(skills, Media::rtp, excluded);
  if (call == nullptr && roster_.available(agent, Media::msrp)) call = queue_.first_for(skills, Media::msrp, excluded);
  return call;
}

/// The agent has become available, or more so.
void Engine::serve(AgentIndex agent, Time now) {
  if (!settings_.internal_call_dispatching) return;
  while (Call* const call = first_call_for(agent, now)) assign(*call, agent, now);
}

/// Several matches at once (E-DSP-2): the first agent in order who has a call takes one, and again, until none.
void Engine::serve_all(Time now) {
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

/// Sets the alarm for the first agent who may have the declined call again; forgets those who may have it now.
void Engine::arm_retry(Call& call, Time now) {
  std::erase_if(call.declined, [now](const Declined& declined) { return declined.until <= now; });
  Time next = kNever;
  for (const Declined& declined : call.declined) next = std::min(next, declined.until);
  if (next != kNever) deadlines_.arm(retry_deadline(call), next);
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
