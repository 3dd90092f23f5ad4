#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "scenarios/load/capacity.h"
#include "scenarios/load/scenario/scenario_run.h"

namespace ringside::load {

/// The beginning of a scenario's day, as much of it as some real seconds hold: at a greater time scale it is longer, and more
/// is called in each of them. Not the whole day's rate but that of this part is what a run offers.
class DayPace {
 public:
  /// A faster one is no day any more.
  static constexpr double kFastest = 1'000;

  /// `calls_at` in the order of time; it and `horizon` are seconds of the scenario, `seconds` real ones.
  DayPace(std::vector<double> calls_at, double horizon, double seconds)
      : calls_at_{std::move(calls_at)}, horizon_{horizon}, seconds_{seconds} {}

  /// So many seconds of the scenario.
  double played(double scale) const { return std::min(horizon_, seconds_ * scale); }
  /// Calls a real second in that part, redials apart. It never falls as the scale grows.
  double rate(double scale) const;
  /// The smallest scale, from 1 to the fastest, at which so many call.
  double scale(double rate) const;

 private:
  std::vector<double> calls_at_;
  double horizon_;
  double seconds_;
};

/// What a run in which people called for so many real seconds says of its rate.
Probe probe_of(const RealRun& run, double seconds);

}  // namespace ringside::load
