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
  }
}

std::optional<Action> Engine::next_action() {
  if (taken_ < actions_.size()) return std::move(actions_[taken_++]);
  actions_.clear();
  taken_ = 0;
  return {};
}

/// What the deadline means follows from the state the call is in.
void Engine::call_deadline(Call& call, Time now) {
  switch (call.state) {
    case CallState::welcome:
    case CallState::dissuading1:
    case CallState::dissuading2: message_over(call, now); return;
    case CallState::queued: dissuade(call, DissuadeReason::onhold, now); return;
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

void Engine::reset_statistics() {
  for (FlowState& state : flow_states_) state.statistics = {};
  for (AgentStatistics& statistics : agent_statistics_) statistics = {};
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

Duration Engine::mean_talk(FlowIndex flow) const {
  const FlowState& state = flow_states_[raw(flow)];
  return state.talks == 0 ? Duration{} : state.talk_sum / static_cast<std::int64_t>(state.talks);
}

Duration Engine::estimated_wait(FlowIndex flow, Media media, Time) const {
  const std::uint32_t agents = logged_in(flow);
  if (agents == 0) return kInfiniteEwt;
  if (settings_.internal_call_dispatching && roster_.first(flows_[raw(flow)].skill, media) != kNoAgent) return Duration{};
  return mean_talk(flow) * static_cast<std::int64_t>(queue_.size(flow)) / static_cast<std::int64_t>(agents);
}

}  // namespace ringside::core
