#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "reports/results/tally.h"
#include "simulator/plan.h"

namespace ringside::sim {

struct RunOptions {
  std::uint64_t first = 0;  ///< number of the first replication
  std::uint64_t replications = 30;
  std::uint64_t seed = 1;
  unsigned threads = 1;
  /// Called now and then with how many are done, by one thread at a time; may be empty.
  std::function<void(std::uint64_t)> progress;
};

/// Plays replications over threads and adds them to the tally in the order of their numbers, so that the result does not
/// depend on how many threads there are. When `stop` becomes true, what is complete up to then stays in the tally.
/// Returns how many replications were added.
std::uint64_t run_replications(const Plan& plan, const RunOptions& options, report::Tally& tally, const std::atomic<bool>& stop);

}  // namespace ringside::sim
