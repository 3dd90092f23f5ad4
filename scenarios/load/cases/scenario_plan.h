#pragma once

#include <string>

#include "scenarios/format/scenario.h"
#include "scenarios/load/error.h"
#include "scenarios/load/plan.h"

namespace ringside::load {

struct ScenarioPlay {
  double time_scale = 1;  ///< so many seconds of the scenario in one
  double duration = 0;    ///< real seconds of calls; 0: the scenario's horizon
};

/// A scenario as real calls: its flows and agents, and callers who come evenly at the flow's rate, each with the patience and
/// the talk that the simulator gives the same caller. What real SIP cannot play, or this program does not yet, is an error
/// that names it: rates that change, chats, staffing that changes, phones that reject, and more than 1,000 calls/s.
Result<Plan> plan_of(const scenario::Scenario& scenario, const ScenarioPlay& play);

}  // namespace ringside::load
