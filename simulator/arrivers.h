#pragma once

#include <vector>

#include "simulator/arrival_process.h"
#include "simulator/plan.h"

namespace ringside::sim {

/// Who calls in one run, process by process in the order of the plan's sources, which outlive it as the plan does.
struct Arrivers {
  Arrivers(const Plan& plan, const ReplicationKey& key);

  std::vector<Modulation> modulations;  ///< of the whole centre, then by law; the processes point to them
  std::vector<ArrivalProcess> processes;
};

}  // namespace ringside::sim
