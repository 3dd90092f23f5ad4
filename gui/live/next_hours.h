#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "reports/charts/chart.h"
#include "scenarios/format/scenario.h"

namespace ringside::gui {

/// A figure of the coming hours: eight of ten of what may come lie between low and high.
struct Outlook {
  double low = 0, median = 0, high = 0;
};

/// What may come from this moment on, by the scenario: its callers, its staff and its settings, and those who are there now.
struct NextHours {
  double from = 0, to = 0;   ///< seconds of the local day
  std::uint64_t played = 0;  ///< how often
  std::optional<Outlook> service_level, mean_wait, abandoned, mean_queue;
  std::vector<std::string> notes;  ///< what of the live centre could not be taken over
  std::vector<report::Chart> charts;
};

struct NextHoursOptions {
  double span = 7200;                 ///< seconds
  std::optional<double> time_of_day;  ///< seconds; none: the snapshot's
  std::uint64_t days = 200;
  unsigned threads = 1;
};

/// Plays the coming hours from what rs_snapshot answered. The error is one line that says what was found and allowed; "" after
/// `stop`.
tl::expected<NextHours, std::string> next_hours(const std::string& snapshot, scenario::Scenario scenario,
                                                const NextHoursOptions& options, const std::atomic<bool>& stop);

}  // namespace ringside::gui
