#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/load/plan.h"
#include "scenarios/load/run.h"

namespace ringside::load {

/// What became of one kind of callers, by SIPp and by the CDRs.
struct CallerTally {
  std::string name;
  std::string flow;
  std::string story;
  long sent = 0;
  long as_expected = 0;  ///< ended as the plan says, by SIPp
  long failed = 0;
  long handled = 0;
  long abandoned = 0;
  long dissuaded = 0;
  long errors = 0;  ///< CDR -1
  long rejections = 0;
  long refused = 0;  ///< not admitted
};

struct Verdict {
  std::vector<CallerTally> callers;
  std::vector<std::string> faults;  ///< empty: passed

  bool passed() const { return faults.empty(); }
};

/// Holds the plan, SIPp's figures, the CDRs and the engine's own statistics against each other.
Verdict judge(const Plan& plan, const RunResult& run);

}  // namespace ringside::load
