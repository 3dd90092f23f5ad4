#pragma once

#include <optional>
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
  static constexpr double kSetBack = 3660;  ///< the end of summer sets a clock back by an hour; what is more is a new day
  static constexpr double kInterval = 300;
  static constexpr std::size_t kMostRecent = 6000;  ///< ten minutes at 10 Hz

  /// The queue of today over what the scenario predicts; without a prediction, today alone.
  report::Chart queue_chart(const Prediction* prediction) const;
  report::Chart agents_chart() const;
  /// What those who wait were told, and how long they have waited.
  report::Chart wait_chart() const;
  /// What became of the calls, by what the statistics have counted from one state to the next.
  report::Chart fate_chart() const;
  /// The last minutes, each state that came.
  report::Chart recent_chart() const;

 private:
  struct Fates {
    double answered = 0, abandoned = 0, dissuaded = 0;
  };
  struct Sums {
    double seconds = 0, queue = 0, busy = 0, logged_in = 0;
    double waiting_seconds = 0, longest = 0;      ///< while somebody waited
    double estimated_seconds = 0, estimated = 0;  ///< while an estimate was known
    Fates fates;
  };
  struct Moment {
    double at = 0;
    double queue = 0, busy = 0, logged_in = 0;
    double longest = 0;
    std::optional<double> estimated;
    Fates counted;  ///< since the centre was started
  };

  static Fates fates_of(const LiveState& state);
  /// A value of each interval from the first one that was heard of on.
  template <class Value>
  void add_series(report::Chart& chart, const char* name, report::Tone tone, report::Look look, Value value) const;
  void label(report::Chart& chart) const;
  std::size_t first_heard() const;

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
