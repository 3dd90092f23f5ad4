#pragma once

#include <limits>
#include <string>
#include <vector>

#include "reports/charts/run_charts.h"

/// How the charts of a run find their numbers.
namespace ringside::report {

inline constexpr double kUnknownValue = std::numeric_limits<double>::quiet_NaN();

inline const Figure* find_figure(const std::vector<Figure>& figures, const std::string& name) {
  for (const Figure& figure : figures) {
    if (figure.name == name) return &figure;
  }
  return nullptr;
}

/// A chart with the run's intervals, or the whole run, as positions.
Chart chart_over_time(const Result& result, const std::string& id, const std::string& title);
/// Whether there is more than one position.
inline bool over_time(const Result& result) { return result.intervals.size() > 1; }

/// A figure of calls at every position; a ratio of nothing is unknown. No values if no position knows it.
ChartSeries figure_over_time(const Result& result, Scope scope, const std::string& figure);
/// The same of a group.
ChartSeries group_over_time(const Result& result, std::size_t group, const std::string& figure);

/// Puts an estimate behind the others of a series; unknown if there is none, or nothing stood below the fraction.
void append(ChartSeries& series, const Figure* figure);
bool knows_anything(const ChartSeries& series);
bool ever_positive(const ChartSeries& series);

Tone tone_of(std::size_t number);

/// "Lowest … at …, highest … at …", or the value if there is one position.
std::string extremes(const Chart& chart, const ChartSeries& series);
/// For every series that is shown, its extremes, behind what the chart is.
void tell_extremes(Chart& chart);

}  // namespace ringside::report
