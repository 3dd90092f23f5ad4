#include "simulator/start_state.h"

namespace ringside::sim {

core::Snapshot core_snapshot(const StartState& start, const Plan& plan) {
  const Time now = plan.begin;
  core::Snapshot snapshot{.next_cid = start.calls.size() + 1};
  for (std::size_t i = 0; i < start.agents.size(); ++i) {
    const AgentThere& agent = start.agents[i];
    core::AgentSnapshot saved{.agentid = plan.tables.agents[i].agentid,
                              .logged_in = agent.logged_in,
                              .loaded_logstate = plan.tables.agents[i].logstate != 0,
                              .in_chat = agent.wrapup_of_chat,
                              .wrapping_up = agent.wrapup.has_value(),
                              .last_change = now};
    saved.wrapup_end = now + agent.wrapup.value_or(Duration{});
    snapshot.agents.push_back(std::move(saved));
  }
  for (std::uint32_t i = 0; i < start.calls.size(); ++i) {
    const CallThere& call = start.calls[i];
    const SeriesPlan& series = plan.series[call.series];
    const core::FlowRow& flow = plan.tables.flows[raw(series.flow)];
    core::CallSnapshot saved;
    saved.id = {i + 1, i};
    saved.state = call.state;
    saved.media = series.media;
    saved.flowid = flow.flowid;
    saved.on_hold_clock = call.state == core::CallState::queued;
    saved.received = saved.flow_entry = now - call.age;
    saved.queue_entry = saved.place_since = now - call.waited;
    saved.ewt = call.ewt;
    saved.attempt = 1;
    if (call.state == core::CallState::toagent) {
      saved.phase = core::AgentPhase::talking;
      saved.agentid = plan.tables.agents[raw(call.agent)].agentid;
      saved.talk_start = now - call.talked;
    }
    const std::uint64_t rank = call.returned ? 0 : (static_cast<std::uint64_t>(flow.priority) + 1) * core::QueueKey::kStep;
    saved.queue_key = {rank, i + 1};
    snapshot.calls.push_back(std::move(saved));
  }
  for (std::size_t i = 0; i < start.flows.size(); ++i) {
    const FlowThere& flow = start.flows[i];
    core::FlowSnapshot saved{plan.tables.flows[i].flowid, {}};
    saved.history.talks = flow.talks;
    saved.history.talk_sum = saved.history.service_sum = flow.mean_talk * static_cast<std::int64_t>(flow.talks);
    snapshot.flows.push_back(std::move(saved));
  }
  return snapshot;
}

}  // namespace ringside::sim
