#include "reports/charts/comparison_charts.h"

#include <fmt/format.h>

#include <cmath>

#include "reports/charts/positions.h"

namespace ringside::report {

Chart differences_chart(const std::string& id, const std::string& title, ChartUnit unit,
                        const std::vector<NamedDifference>& differences, double confidence) {
  Chart chart;
  chart.id = id;
  chart.title = title;
  chart.about =
      fmt::format("Difference to the base, with its interval; all intervals of the comparison hold together with {:g} %.",
                  100 * confidence);
  chart.y_title = "difference";
  chart.unit = unit;
  ChartSeries series{.name = "difference", .look = Look::range};
  for (const NamedDifference& one : differences) {
    const Estimate& e = one.difference;
    const bool sure = e.has_interval();
    chart.labels.push_back(one.name);
    series.values.push_back(e.value);
    series.low.push_back(sure ? e.value - e.half_width : kUnknownValue);
    series.high.push_back(sure ? e.value + e.half_width : kUnknownValue);
    chart.text += fmt::format("{}{}: {}", chart.text.empty() ? "" : "; ", one.name, written(e.value, unit));
    if (sure)
      chart.text += fmt::format(" ± {}{}", written_width(e.half_width, unit),
                                std::abs(e.value) > e.half_width || e.half_width == 0 ? "" : ", which may be chance");
  }
  chart.text += ".";
  chart.spans = chart.labels;
  chart.series.push_back(std::move(series));
  chart.marks.push_back({"no difference", 0});
  return chart;
}

std::optional<Chart> overlay_chart(const std::vector<NamedResult>& runs, const std::string& figure, const std::string& title,
                                   ChartUnit unit) {
  constexpr std::size_t kMostLines = 12;
  if (runs.empty() || !over_time(*runs.front().result)) return {};
  Chart chart = chart_over_time(*runs.front().result, "overlay_" + figure, title);
  chart.about = "The same figure of each run, by interval.";
  chart.unit = unit;
  for (const NamedResult& run : runs) {
    ChartSeries series = figure_over_time(*run.result, {}, figure);
    if (series.values.size() != chart.labels.size() || !knows_anything(series) || chart.series.size() == kMostLines) continue;
    series.name = run.name;
    series.tone = tone_of(chart.series.size());
    chart.series.push_back(std::move(series));
  }
  if (chart.series.empty()) return {};
  tell_extremes(chart);
  return chart;
}

}  // namespace ringside::report
