#include "reports/charts/run_charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/charts/positions.h"

namespace ringside::report {
namespace {

const SeriesResult& calls_of(const Result& result, Scope scope) { return scope ? result.series[*scope] : result.total; }

/// A figure of the scope; for all together beside it those of the flows, if there are several.
std::vector<ChartSeries> with_flows(const Result& result, Scope scope, const std::string& figure) {
  std::vector<ChartSeries> all;
  const auto add = [&](Scope of) {
    ChartSeries series = figure_over_time(result, of, figure);
    if (!knows_anything(series)) return;
    series.name = scope_name(result, of);
    series.tone = tone_of(all.size());
    all.push_back(std::move(series));
  };
  add(scope);
  constexpr std::size_t kMostFlows = 12;
  if (scope || result.series.size() < 2) return all;
  for (std::size_t s = 0; s < result.series.size() && s < kMostFlows; ++s) add(s);
  return all;
}

std::string in_words(const std::string& estimator) {
  std::string words = estimator;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

/// The estimators of a run, from the names of their figures; the one in use first.
std::vector<std::string> estimators(const SeriesResult& series) {
  constexpr std::string_view kBegin = "ewt_";
  constexpr std::string_view kEnd = "_announced";
  std::vector<std::string> names;
  for (const Figure& figure : series.figures) {
    if (figure.name.starts_with(kBegin) && figure.name.ends_with(kEnd))
      names.push_back(figure.name.substr(kBegin.size(), figure.name.size() - kBegin.size() - kEnd.size()));
  }
  return names;
}

std::string missed_target(const Chart& chart, const ChartSeries& series, double target) {
  std::string where;
  std::size_t missed = 0;
  std::size_t known = 0;
  for (std::size_t i = 0; i < series.values.size(); ++i) {
    if (!std::isfinite(series.values[i])) continue;
    ++known;
    if (series.values[i] >= target) continue;
    if (++missed <= 6) where += (where.empty() ? "" : ", ") + chart.labels[i];
  }
  const std::string what = written(target, ChartUnit::share);
  if (known < 2) return fmt::format(" The target is {}.", what);
  if (missed == 0) return fmt::format(" The target of {} is met in all {} intervals.", what, known);
  return fmt::format(" The target of {} is missed in {} of {} intervals: {}{}.", what, missed, known, where,
                     missed > 6 ? ", …" : "");
}

}  // namespace

std::optional<Chart> queue_depth_chart(const Result& result, Scope scope) {
  Chart chart = chart_over_time(result, "queue_depth", "Calls in the queue");
  chart.about = fmt::format("Calls that wait for an agent, averaged over the time of each interval and over all {}.",
                            result.samples_word());
  chart.y_title = "calls";
  chart.unit = ChartUnit::calls;
  chart.series = with_flows(result, scope, "mean_queue");
  if (chart.series.empty()) return {};
  tell_extremes(chart);
  const Estimate& deepest = calls_of(result, scope).deepest_queue;
  if (deepest.value > 0)
    chart.text += fmt::format(" The deepest queue of a {} holds {:.1f} calls on average.", result.sample_word(), deepest.value);
  return chart;
}

std::optional<Chart> announced_wait_chart(const Result& result, Scope scope) {
  Chart chart = chart_over_time(result, "announced_wait", "Announced and experienced wait");
  chart.about = "Mean wait announced to callers who had to wait and were answered, beside what the same callers then waited.";
  chart.y_title = "seconds";
  chart.unit = ChartUnit::seconds;
  const std::vector<std::string> names = estimators(calls_of(result, scope));
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i == 0) {
      ChartSeries waited = figure_over_time(result, scope, "ewt_" + names[i] + "_experienced");
      if (!knows_anything(waited)) return {};
      waited.name = "experienced";
      waited.tone = Tone::calm;
      chart.series.push_back(std::move(waited));
    }
    ChartSeries announced = figure_over_time(result, scope, "ewt_" + names[i] + "_announced");
    announced.name = in_words(names[i]) + (i == 0 ? " (in use)" : "");
    announced.tone = tone_of(i);
    if (knows_anything(announced)) chart.series.push_back(std::move(announced));
  }
  if (chart.series.empty()) return {};
  tell_extremes(chart);
  return chart;
}

std::optional<Chart> dissuading_chart(const Result& result, Scope scope) {
  Chart chart = chart_over_time(result, "dissuading", "Dissuading rate by reason");
  chart.about = "Calls that were dissuaded, whatever came of them, ÷ offered calls of the interval.";
  chart.y_title = "of offered calls";
  chart.unit = ChartUnit::share;
  constexpr std::pair<const char*, const char*> kReasons[] = {{"ewt", "expected wait too long"},
                                                              {"qsize", "queue too long"},
                                                              {"onhold", "too many waiting per agent"},
                                                              {"max_wait", "had waited too long"},
                                                              {"queue_limit", "queue full"}};
  for (std::size_t i = 0; i < std::size(kReasons); ++i) {
    ChartSeries series = figure_over_time(result, scope, std::string{"dissuasion_rate_by_"} + kReasons[i].first);
    if (!ever_positive(series)) continue;
    series.name = kReasons[i].second;
    series.tone = tone_of(i);
    series.look = Look::stack;
    chart.series.push_back(std::move(series));
  }
  if (chart.series.empty()) return {};
  tell_extremes(chart);
  return chart;
}

std::optional<Chart> service_level_chart(const Result& result, Scope scope) {
  Chart chart = chart_over_time(result, "service_level", fmt::format("Answered within {:g} s", result.threshold));
  chart.about = fmt::format("Service level: {}; the threshold is {:g} s.", result.formula, result.threshold);
  chart.y_title = "service level";
  chart.unit = ChartUnit::share;
  chart.series = with_flows(result, scope, "service_level");
  if (chart.series.empty()) return {};
  if (std::isfinite(result.target)) chart.marks.push_back({"target", result.target});
  tell_extremes(chart);
  chart.text += missed_target(chart, chart.series.front(), result.target);
  return chart;
}

std::optional<Chart> fates_chart(const Result& result, Scope scope) {
  Chart chart = chart_over_time(result, "fates", "What became of the calls");
  chart.about =
      fmt::format("Calls a {} by how they ended; dissuaded: those who hung up after dissuading or were turned away by a limit.",
                  result.sample_word());
  chart.y_title = fmt::format("calls a {}", result.sample_word());
  chart.unit = ChartUnit::calls;
  constexpr std::tuple<const char*, const char*, Tone> kFates[] = {
      {"answered", "answered", Tone::good}, {"abandoned", "abandoned", Tone::bad}, {"dissuaded", "dissuaded", Tone::fifth}};
  for (const auto& [figure, name, tone] : kFates) {
    ChartSeries series = figure_over_time(result, scope, figure);
    if (!ever_positive(series)) continue;
    series.name = name;
    series.tone = tone;
    series.look = Look::stack;
    chart.series.push_back(std::move(series));
  }
  if (chart.series.empty()) return {};
  tell_extremes(chart);
  return chart;
}

std::optional<Chart> wait_chart(const Result& result, Scope scope) {
  std::vector<Bar> bars = calls_of(result, scope).histogram;
  while (!bars.empty() && !(bars.back().share > 0)) bars.pop_back();
  if (bars.empty()) return {};
  Chart chart;
  chart.id = "waits";
  chart.title = "How long they waited";
  chart.about = "Shares of accepted calls, by the time from arrival until an agent took the call or the caller left.";
  chart.x_title = "waited";
  chart.y_title = "of accepted calls";
  chart.unit = ChartUnit::share;
  ChartSeries series;
  series.name = "accepted calls";
  series.look = Look::bar;
  double upto = 0;
  for (const Bar& bar : bars) {
    const std::string label = bar.to == 0             ? std::string{"not at all"}
                              : std::isfinite(bar.to) ? fmt::format("≤ {:g} s", bar.to)
                                                      : fmt::format("> {:g} s", bar.from);
    chart.labels.push_back(label);
    chart.spans.push_back(bar.to == 0 || !std::isfinite(bar.to) ? label : fmt::format("{:g} – {:g} s", bar.from, bar.to));
    series.values.push_back(bar.share);
    const bool sure = std::isfinite(bar.half_width) && result.samples > 1;
    series.low.push_back(sure ? std::max(0.0, bar.share - bar.half_width) : kUnknownValue);
    series.high.push_back(sure ? bar.share + bar.half_width : kUnknownValue);
    upto += bar.share;
    if (bar.share > 0) chart.text += fmt::format("{}{}: {}", chart.text.empty() ? "" : "; ", label, written(upto, chart.unit));
  }
  chart.text = "Shares added up: " + chart.text + ".";
  chart.series.push_back(std::move(series));
  return chart;
}

std::vector<Chart> run_charts(const Result& result, Scope scope) {
  std::vector<Chart> charts;
  const auto add = [&](std::optional<Chart> chart) {
    if (chart) charts.push_back(std::move(*chart));
  };
  add(service_level_chart(result, scope));
  add(queue_depth_chart(result, scope));
  add(fates_chart(result, scope));
  add(wait_chart(result, scope));
  add(announced_wait_chart(result, scope));
  add(dissuading_chart(result, scope));
  if (scope) return charts;
  add(occupancy_chart(result));
  add(agents_time_chart(result));
  for (std::size_t g = 0; g < result.groups.size() && over_time(result); ++g) add(activity_chart(result, g));
  add(concurrency_chart(result));
  return charts;
}

}  // namespace ringside::report
