#pragma once

#include <atomic>
#include <vector>

#include "scenarios/format/scenario.h"

namespace ringside::gui {

/// What the scenario says of single days, by intervals from the start of its day: half of all days lie below p50, eight of ten
/// between p10 and p90. Not how well a mean is known: that would be far too narrow for one day.
struct Prediction {
  double day_starts = 0;  ///< seconds of the local day
  double interval = 0;
  std::vector<double> p10, p50, p90;  ///< of the mean queue of an interval
};

/// Plays so many days. Empty vectors if `stop` became true before the first was complete.
Prediction predict_queue(scenario::Scenario scenario, double interval, std::uint64_t days, unsigned threads,
                         const std::atomic<bool>& stop);

}  // namespace ringside::gui
