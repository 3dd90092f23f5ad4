#include "gui/live/next_hours.h"

#include <algorithm>
#include <cmath>

#include "gui/live/live_day.h"
#include "simulator/experiments/prediction.h"
#include "simulator/start_state.h"

namespace ringside::gui {
namespace {

constexpr double kConfidence = 0.8;
constexpr double kFinest = 300;     ///< seconds; of an interval
constexpr double kMostPoints = 48;  ///< of a chart

std::size_t place_of(const sim::Prediction& prediction, const char* figure) {
  const auto found =
      std::find_if(prediction.figures.begin(), prediction.figures.end(), [&](const auto& f) { return f.name == figure; });
  return static_cast<std::size_t>(found - prediction.figures.begin());
}

std::optional<Outlook> outlook(const sim::Prediction& prediction, const char* figure) {
  const std::size_t f = place_of(prediction, figure);
  if (f == prediction.figures.size() || prediction.totals[f].low.empty()) return {};
  const Outlook found{prediction.totals[f].low[0], prediction.totals[f].median[0], prediction.totals[f].high[0]};
  if (std::isnan(found.median)) return {};
  return found;
}

report::Chart chart_of(const sim::Prediction& prediction, double day_starts, const char* figure, report::Chart chart) {
  chart.about = "From what is there now, by the scenario that is open. The band holds eight of ten of what may come.";
  chart.x_title = "time of day";
  const std::size_t f = place_of(prediction, figure);
  report::ChartSeries series{.name = "predicted", .tone = report::Tone::first};
  if (f < prediction.figures.size()) {
    series.values = prediction.bands[f].median;
    series.low = prediction.bands[f].low;
    series.high = prediction.bands[f].high;
  }
  for (std::size_t i = 0; i + 1 < prediction.borders.size(); ++i) {
    chart.labels.push_back(day_time(day_starts + prediction.borders[i]));
    chart.spans.push_back(chart.labels.back() + " – " + day_time(day_starts + prediction.borders[i + 1]));
  }
  chart.series.push_back(std::move(series));
  return chart;
}

}  // namespace

tl::expected<NextHours, std::string> next_hours(const std::string& snapshot, scenario::Scenario scenario,
                                                const NextHoursOptions& options, const std::atomic<bool>& stop) {
  const auto start = sim::start_from_snapshot(snapshot, {options.span, options.time_of_day}, scenario);
  if (!start) return tl::unexpected{start.error()};
  scenario.interval = std::max(kFinest, kFinest * std::ceil(options.span / kMostPoints / kFinest));
  const sim::Prediction prediction = sim::predict(
      scenario, {.days = options.days, .threads = options.threads, .confidence = kConfidence, .progress = {}, .start = &*start},
      stop);
  if (stop || prediction.days.empty()) return tl::unexpected{std::string{}};
  NextHours next{.from = scenario.day_starts + start->at,
                 .to = scenario.day_starts + scenario.horizon,
                 .played = prediction.days.size(),
                 .service_level = outlook(prediction, "service_level"),
                 .mean_wait = outlook(prediction, "mean_wait"),
                 .abandoned = outlook(prediction, "abandoned"),
                 .mean_queue = outlook(prediction, "mean_queue"),
                 .notes = start->notes,
                 .charts = {}};
  const auto add = [&](const char* figure, const char* id, const char* title, const char* axis, report::ChartUnit unit) {
    report::Chart chart;
    chart.id = id;
    chart.title = title;
    chart.y_title = axis;
    chart.unit = unit;
    next.charts.push_back(chart_of(prediction, scenario.day_starts, figure, std::move(chart)));
  };
  add("mean_queue", "next_queue", "Calls in the queue, the next hours", "calls", report::ChartUnit::calls);
  add("mean_wait", "next_wait", "Wait, the next hours", "seconds", report::ChartUnit::seconds);
  return next;
}

}  // namespace ringside::gui
