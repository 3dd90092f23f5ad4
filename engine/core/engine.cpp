#include "engine/core/engine.h"

namespace ringside::core {

/// Every entry point begins here: closed calls whose actions were taken are forgotten, and what was due before happens first.
void Engine::begin(Time now) {
  if (actions_.empty()) calls_.forget_closed();
  while (deadlines_.next() < now) take_deadline(now);
}

void Engine::expire(Time now) {
  begin(now);
  while (deadlines_.next() == now) take_deadline(now);
}

void Engine::take_deadline(Time now) {
  const Deadlines::Owner owner = deadlines_.take();
  switch (owner.kind) {
    case Deadlines::Kind::call_state: call_deadline(calls_.at(owner.index), now); break;
    case Deadlines::Kind::call_retry: retry_declined(calls_.at(owner.index), now); break;
    case Deadlines::Kind::agent: agent_deadline(AgentIndex{owner.index}, now); break;
    case Deadlines::Kind::tick: tick(now); break;
  }
}

/// What the deadline means follows from the state the call is in.
void Engine::call_deadline(Call& call, Time now) {
  switch (call.state) {
    case CallState::welcome:
    case CallState::dissuading1:
    case CallState::dissuading2: message_over(call, now); return;
    case CallState::queued: waited_long(call, now); return;
    case CallState::preagent:
    case CallState::toagent:
      if (call.phase == AgentPhase::ringing) {
        reject(call, true, now);
      } else if (call.phase == AgentPhase::announcing) {
        set_state(call, CallState::toagent);
        start_bridge(call, now);
      } else if (call.phase == AgentPhase::bridging) {
        bridge_failed(call, now);
      }
      return;
    case CallState::none:
    case CallState::ended: return;
  }
}

void Engine::reset_statistics(Time now) {
  begin(now);
  for (FlowState& state : flow_states_) {
    state.statistics = {};
    state.statistics.carried = state.gauges.ongoing;
  }
  for (std::uint32_t slot = 0; slot < calls_.slot_count(); ++slot) {
    const Call& call = calls_.at(slot);
    // A talk that may still turn out to be a rejection (E-LIF-6) may yet be answered.
    if (call.id.valid() && call.talking() && now - call.talk_start >= settings_.min_talk_time)
      ++state_of(call).statistics.carried_talking;
  }
  for (AgentStatistics& statistics : agent_statistics_) statistics = {};
  for (Counted& counted : counted_) counted.since = now;
  refusals_ = {};
}

FlowIndex Engine::find_flow(std::string_view flowid) const {
  const auto found = flow_ids_.find(std::string{flowid});
  return found == flow_ids_.end() || flows_[raw(found->second)].deleted ? kUnknownFlow : found->second;
}

AgentIndex Engine::find_agent(std::string_view agentid) const {
  const auto found = agent_ids_.find(std::string{agentid});
  return found == agent_ids_.end() || agents_[raw(found->second)].deleted ? kNoAgent : found->second;
}

std::vector<CallId> Engine::calls() const {
  std::vector<CallId> ids;
  for (std::uint32_t slot = 0; slot < calls_.slot_count(); ++slot) {
    const Call& call = calls_.at(slot);
    if (call.id.valid() && call.state != CallState::ended) ids.push_back(call.id);
  }
  return ids;
}

Duration Engine::estimated_wait(FlowIndex flow, Media media, Time now) const {
  std::array<Duration, kEwtEstimators> estimates{};
  return estimate(flow, media, false, estimates, now);
}

/// The active estimator's word; the others' too if they are asked for (E-DIS-5).
Duration Engine::estimate(FlowIndex index, Media media, bool all, std::array<Duration, kEwtEstimators>& estimates,
                          Time now) const {
  const auto active = static_cast<std::size_t>(settings_.ewt_estimator);
  const Flow& flow = flows_[raw(index)];
  QueueView queue{.agents = logged_in(index), .queued_in_flow = queue_.size(index)};
  if (queue.agents == 0) {
    estimates.fill(kInfiniteEwt);
    return kInfiniteEwt;
  }
  estimates.fill(Duration{});
  if (settings_.internal_call_dispatching && roster_.first(flow.skill, media) != kNoAgent) return Duration{};
  if (all || settings_.ewt_estimator != EwtEstimator::average) {
    queue.ahead = queue_.ahead_of_new(flow, index, now);
    queue.head_wait = queue_.head_wait(index, now);
  }
  const ServiceHistory& history = flow_states_[raw(index)].history;
  for (std::size_t i = 0; i < kEwtEstimators; ++i) {
    if (all || i == active) estimates[i] = estimate_wait(static_cast<EwtEstimator>(i), history, queue);
  }
  return estimates[active];
}

AgentStatistics Engine::statistics(AgentIndex index, Time now) const {
  AgentStatistics statistics = agent_statistics_[raw(index)];
  add_presence(statistics, counted_[raw(index)], now);
  return statistics;
}

void Engine::add_presence(AgentStatistics& statistics, const Counted& counted, Time now) {
  if (counted.logged_in) statistics.logged_in_time += now - counted.since;
  if (counted.logged_in && !counted.free) statistics.busy_time += now - counted.since;
}

}  // namespace ringside::core
