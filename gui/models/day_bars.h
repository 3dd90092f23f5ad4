#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gui/models/scenario_document.h"

namespace ringside::gui {

/// A span of the day, and where it is written.
struct DayBar {
  double from = 0;  ///< seconds of the run; of a calendar's day if there is one
  double to = 0;
  YamlPath path;
  bool from_clock = false;  ///< written as 08:30, not as 90m
  bool to_clock = false;
  std::string days;  ///< the types of days it is for; empty: all
};

/// A list of spans: a schedule, breaks, opening hours.
struct DayBars {
  YamlPath path;
  std::vector<DayBar> bars;  ///< in the order of the file; empty: always, or never a break
  bool drawn = true;         ///< false: what stands there is no list of {from, to}
  bool one_line = true;      ///< false: bars can be moved, but none added or taken away without touching the layout
  double day_starts = 0;
  double end = 86400;  ///< of the axis; nothing is moved beyond
  double grain = 900;  ///< seconds that bars are moved by, and the shortest they may be
};

DayBars day_bars(const ScenarioDocument& document, const YamlPath& list);

/// Where a bar would lie that somebody pulls there: whole grains within the day, no shorter than a grain. A pulled edge does
/// not move the other one.
struct Span {
  double from = 0;
  double to = 0;
};
enum class Grip : std::uint8_t { begin, end, whole };
Span pulled(const DayBars& day, const Span& bar, Grip grip, double by);

/// The lines of this bar, each time in the form it had.
std::vector<ValueChange> moved(const DayBars& day, std::size_t bar, const Span& to);
/// One bar more, or one less; without any the key goes. Only if `one_line`.
ValueChange with_bar(const ScenarioDocument& document, const DayBars& day, const Span& bar);
ValueChange without_bar(const ScenarioDocument& document, const DayBars& day, std::size_t bar);

/// Each bar's row, so that none covers another: as few rows as it takes.
std::vector<std::size_t> rows_of(const std::vector<DayBar>& bars);

}  // namespace ringside::gui
