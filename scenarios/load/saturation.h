#pragma once

#include <string>
#include <vector>

#include "scenarios/load/plan.h"
#include "scenarios/load/run.h"

namespace ringside::load {

/// Why the load generator, and not the engine, may have set the figures: a SIPp near the whole of a core, or calls that came
/// slower than asked. Empty: the figures are the engine's.
std::vector<std::string> saturation(const Plan& plan, const RunResult& run);

}  // namespace ringside::load
