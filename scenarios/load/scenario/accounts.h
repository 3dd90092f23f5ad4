#pragma once

#include <cstdint>
#include <vector>

#include "reports/results/result.h"
#include "scenarios/load/scenario/cross_check.h"
#include "scenarios/load/scenario/staffing.h"
#include "simulator/plan.h"

namespace ringside::load {

/// Seconds of wrap-up after a call of this series, as the engine has it.
double wrapup_of(const sim::Plan& plan, std::uint32_t agent, std::uint32_t series);

/// The day's accounts, kept by the simulator's own ledger: the figures have the same names and the same meaning as those of a
/// simulated day. What nobody outside of the engine knows (errors of estimates, offered waits) stays out. `staffing` is
/// empty where agents are not ours; then their figures stay out, too.
report::Result account(const sim::Plan& plan, const std::vector<PlayedCall>& calls,
                       const std::vector<Staffing::Change>& staffing);

}  // namespace ringside::load
