#pragma once

#include <cstdint>
#include <vector>

#include "reports/results/histogram.h"
#include "reports/results/layout.h"

namespace ringside::report {

/// What one day (one replication, or one batch of a long run) has come to: a row of sums for each interval, in the order of
/// the Layout, and for each series, and behind them for all together, waits and the depth of the queue.
struct Sample {
  double time = 0;                             ///< seconds that the gauges cover
  std::vector<std::vector<double>> intervals;  ///< at least one
  std::vector<Histogram> waits;                ///< of accepted calls
  std::vector<Histogram> answered;             ///< likewise, of those that were answered; may be empty, as the next two
  std::vector<Histogram> abandoned;
  std::vector<Histogram> turned_away;           ///< dissuaded; refused and balked with a wait of 0
  std::vector<double> deepest;                  ///< most calls in the queue at once
  std::vector<std::vector<double>> deepest_in;  ///< the same by interval, then series; may be empty
  std::vector<std::vector<double>> depth_at;    ///< at each of the instants asked for

  std::vector<double> sums() const {
    std::vector<double> sum = intervals.front();
    for (std::size_t i = 1; i < intervals.size(); ++i) {
      for (std::size_t c = 0; c < sum.size(); ++c) sum[c] += intervals[i][c];
    }
    return sum;
  }
};

}  // namespace ringside::report
