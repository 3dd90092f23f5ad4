#include "gui/models/chart_csv.h"

#include <fmt/format.h>

#include <cmath>

#include "reports/results/csv.h"

namespace ringside::gui {
namespace {

std::string number_at(const std::vector<double>& values, std::size_t i) {
  return i < values.size() && std::isfinite(values[i]) ? fmt::format("{}", values[i]) : std::string{};
}

}  // namespace

std::string chart_csv(const report::Chart& chart) {
  std::string text = report::csv_cell(chart.x_title.empty() ? "position" : chart.x_title);
  for (const report::ChartSeries& series : chart.series) {
    text += "," + report::csv_cell(series.name);
    if (!series.low.empty())
      text += "," + report::csv_cell(series.name + " low") + "," + report::csv_cell(series.name + " high");
  }
  text += "\r\n";
  for (std::size_t i = 0; i < chart.labels.size(); ++i) {
    text += report::csv_cell(i < chart.spans.size() ? chart.spans[i] : chart.labels[i]);
    for (const report::ChartSeries& series : chart.series) {
      text += "," + number_at(series.values, i);
      if (!series.low.empty()) text += "," + number_at(series.low, i) + "," + number_at(series.high, i);
    }
    text += "\r\n";
  }
  return text;
}

}  // namespace ringside::gui
