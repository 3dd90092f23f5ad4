#pragma once

#include <string>
#include <vector>

#include "scenarios/load/scenario/cross_check.h"
#include "scenarios/load/scenario/scenario_run.h"

namespace ringside::load {

RealFigures real_figures(const sim::Plan& plan, const std::vector<SippAttempt>& attempts, const CrossCheck& check,
                         const RunResult& run, const ScenarioPlay& play);

/// Why the run says nothing of the call centre: the generator was late, or at its limit. Empty: it was not.
std::vector<std::string> saturated(const RealFigures& real);

}  // namespace ringside::load
