#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "simulator/experiments/comparison.h"
#include "simulator/recorded/recorded_day.h"
#include "simulator/recorded/retelling.h"

namespace ringside::sim {

struct RecordedVariant {
  std::string name;
  std::vector<scenario::Override> changes;
};

struct RecordedOptions {
  std::string name;       ///< of the day, for people
  double interval = 0;    ///< of reports, seconds; 0: the day is one
  double threshold = 20;  ///< of the service level, seconds
  double target = 0.8;
  std::uint64_t replications = 30;
  std::uint64_t seed = 1;
  std::vector<JudgedMetric> metrics;
  std::function<void(std::uint64_t)> progress;
};

/// The recorded day, and what would have become of it.
struct RecordedComparison {
  Comparison comparison;         ///< the day as it was first
  std::vector<Decided> decided;  ///< by variant, over all replications
  /// Where the day, played with nothing changed, differs from its recording; empty: row by row it is the same.
  std::string unlike;
  std::size_t rows = 0;  ///< CDRs that were compared
};

/// Checks that the day unchanged is the recorded one, then plays it and each variant so often as asked; what was not seen is
/// drawn anew in each replication, and alike for all variants. Interrupted: what all have is judged; nothing if that is
/// nothing. The error is a line.
tl::expected<RecordedComparison, std::string> compare_recorded(const RecordedDay& day,
                                                               const std::vector<RecordedVariant>& variants,
                                                               const RecordedOptions& options, const std::atomic<bool>& stop);

}  // namespace ringside::sim
