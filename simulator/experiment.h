#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "reports/results/tally.h"
#include "simulator/plan.h"

namespace ringside::sim {

struct RunOptions {
  std::uint64_t first = 0;  ///< number of the first replication
  std::uint64_t step = 1;   ///< from one number to the next
  std::uint64_t replications = 30;
  std::uint64_t seed = 1;
  unsigned threads = 1;
  /// Called now and then with how many are done, by one thread at a time; may be empty.
  std::function<void(std::uint64_t)> progress;
  bool alone = false;  ///< by this process, though there be other ranks
};

/// Takes the samples of one replication after the other, in the order of their numbers; by one thread at a time.
using SampleSink = std::function<void(std::vector<report::Sample>&&)>;

/// Plays replications over threads and hands their samples on in the order of their numbers, so that what comes of them does
/// not depend on how many threads there are. When `stop` becomes true, what is complete up to then has been handed on.
/// Returns how many replications that were. With other ranks (simulator/ranks.h) each plays its share, and all samples are
/// handed on by each of them.
std::uint64_t run_replications(const Plan& plan, const RunOptions& options, const SampleSink& sink,
                               const std::atomic<bool>& stop);
/// The same into a tally.
std::uint64_t run_replications(const Plan& plan, const RunOptions& options, report::Tally& tally,
                               const std::atomic<bool>& stop);

}  // namespace ringside::sim
