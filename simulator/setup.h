#pragma once

#include "reports/results/tally.h"
#include "simulator/plan.h"

namespace ringside::sim {

/// What the reports must know of a plan.
report::TallySetup tally_setup(const Plan& plan);

}  // namespace ringside::sim
