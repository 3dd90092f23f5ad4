#pragma once

#include <optional>
#include <string>
#include <vector>

namespace ringside::report {

/// How the numbers of an axis are written.
enum class ChartUnit : std::uint8_t {
  share,   ///< 0.8 is written 80 %
  points,  ///< differences of shares: 0.02 is written +2 points
  seconds,
  seconds_difference,
  calls,
  calls_difference,
  agents,
  plain,
  plain_difference,
};

enum class Look : std::uint8_t {
  line,
  bar,
  stack,  ///< bars upon each other
  range,  ///< from low to high, with a mark at the value; positions from top to bottom
};

/// What a colour stands for; the renderer has a palette of its own for light and dark, safe for the colour-blind.
enum class Tone : std::uint8_t { first, second, third, fourth, fifth, sixth, seventh, calm, good, bad };

/// One line of the legend.
struct ChartSeries {
  std::string name;
  Tone tone = Tone::first;
  Look look = Look::line;
  std::vector<double> values;  ///< one a position; NaN: nothing is known there
  std::vector<double> low;     ///< the interval of each value; empty: none, NaN: none there
  std::vector<double> high;
  bool shown = true;  ///< else it waits in the legend
};

/// A level to look at, such as a target.
struct ChartMark {
  std::string name;
  double value = 0;
};

/// What a chart shows, without how it is drawn: Chart.js and Qt Charts bind it. All text is plain text, foreign names in it are
/// as hostile as anywhere.
struct Chart {
  std::string id;     ///< unique among the charts of a run: queue_depth
  std::string title;  ///< of a few words
  std::string about;  ///< what is shown, and ÷ what
  std::string x_title;
  std::string y_title;
  ChartUnit unit = ChartUnit::plain;
  std::vector<std::string> labels;  ///< of the positions
  std::vector<std::string> spans;   ///< the same at length, for tooltips and tables: "08:00 – 08:30"
  std::vector<ChartSeries> series;
  std::vector<ChartMark> marks;
  std::string text;  ///< what one would see, told to who does not
};

/// A number with its unit, as people read it: "80.4 %", "12.3 s", "+2.1 points"; "–" if it is not known.
std::string written(double value, ChartUnit unit);
/// A half width in the same unit: "1.2".
std::string written_width(double half_width, ChartUnit unit);

/// One chart as JSON text (an object); what is not finite is null.
std::string to_json(const Chart& chart);
std::string to_json(const std::vector<Chart>& charts);

}  // namespace ringside::report
