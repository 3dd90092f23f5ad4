#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/types.h"
#include "reports/results/result.h"
#include "scenarios/load/event_listener.h"
#include "scenarios/load/scenario/cross_check.h"
#include "scenarios/load/scenario/staffing.h"
#include "simulator/plan.h"

namespace ringside::load {

/// Seconds of wrap-up after a call of this series, as the engine has it.
double wrapup_of(const sim::Plan& plan, std::uint32_t agent, std::uint32_t series);

/// From then on an agent is so.
struct AgentChange {
  double at;  ///< seconds of the scenario
  std::uint32_t agent;
  core::AgentStatus status;
  std::uint32_t chats = 0;
};

/// How each agent passed the day, as the engine's events tell it; `there_at_first` are free at time 0. In the order of time.
std::vector<AgentChange> agent_changes(const sim::Plan& plan, const Staffing& there_at_first, const EventLog& events,
                                       double t0_ms, double time_scale);

/// The day's accounts, kept by the simulator's own ledger: the figures have the same names and the same meaning as those of a
/// simulated day. What nobody outside of the engine knows (errors of estimates, offered waits) stays out. `agents` is empty
/// where nobody tells of them; then their figures stay out, too.
report::Result account(const sim::Plan& plan, const std::vector<PlayedCall>& calls, const std::vector<AgentChange>& agents);

}  // namespace ringside::load
