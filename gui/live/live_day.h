#pragma once

#include <string>
#include <vector>

#include "gui/live/live_state.h"
#include "gui/live/prediction.h"
#include "reports/charts/chart.h"

namespace ringside::gui {

/// What is looked at of a live centre while the day goes by, averaged over time into the intervals of a prediction (or of five
/// minutes), with a trace of the last minutes at full rate beside it. Times are seconds of the local day.
class LiveDay {
 public:
  /// A state holds until the next one, but no longer than `kLongestHold`: a lost connection is a gap.
  void add(double second_of_day, const LiveState& state);
  void clear();

  static constexpr double kLongestHold = 10;
  static constexpr double kInterval = 300;
  static constexpr std::size_t kMostRecent = 6000;  ///< ten minutes at 10 Hz

  /// The queue of today over what the scenario predicts; without a prediction, today alone.
  report::Chart queue_chart(const Prediction* prediction) const;
  report::Chart agents_chart() const;
  /// The last minutes, each state that came.
  report::Chart recent_chart() const;

 private:
  struct Sums {
    double seconds = 0, queue = 0, busy = 0, logged_in = 0;
  };
  struct Moment {
    double at = 0;
    double queue = 0, busy = 0, logged_in = 0;
  };

  std::vector<Sums> intervals_;  ///< of the day, by kInterval
  std::vector<Moment> recent_;
};

/// Beyond which numbers somebody should look; 0: never.
struct AlarmLimits {
  std::int64_t queue = 10;
  std::int64_t wait = 120;       ///< seconds, of the first caller
  std::int64_t free_agents = 0;  ///< fewer than these are free
};

enum class Alarm : std::uint8_t { queue, wait, free_agents };

std::vector<Alarm> alarms_of(const LiveState& state, const AlarmLimits& limits);

/// "08:05" of a second of the day.
std::string day_time(double second);

}  // namespace ringside::gui
