#pragma once

#include <atomic>
#include <vector>

#include "scenarios/format/scenario.h"

namespace ringside::sim {

/// What MSER-5 says of a series: how many of its values to leave out, and whether that is to be believed.
struct Truncation {
  std::size_t values = 0;
  bool settled = false;  ///< the minimum lies before the middle
};

/// MSER-5 (White, Cobb and Spratt, "A comparison of five steady-state truncation heuristics", WSC 2000): means of five, and of
/// all truncations up to the middle the one with the least standard error of what is left.
Truncation mser5(const std::vector<double>& values);

/// For a scenario whose warm-up is to be found: plays pilot runs without one, averages the number of callers in the centre
/// over them slot by slot, and sets `experiment.warmup` by MSER-5 on that average. (On each run alone it is biased: intervals
/// that ought to contain the truth in 95 of 100 cases do so in 74.) For others nothing happens. False if no steady state was
/// found within the first half of the horizon; the warm-up is the best there is, then. When `stop` becomes true it is what
/// the pilots complete until then say. `alone`: by this process, though there be other ranks.
bool settle_warmup(scenario::Scenario& scenario, unsigned threads, const std::atomic<bool>& stop, bool alone = false);

}  // namespace ringside::sim
