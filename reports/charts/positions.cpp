#include "reports/charts/positions.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ringside::report {
namespace {

constexpr double kDay = 86400;

/// Absurd numbers may stand in a file; a clock shows them anyhow.
double bounded(double seconds) { return std::isfinite(seconds) ? std::clamp(seconds, 0.0, 1e9) : 0; }

std::string day_text(const Result& result, int day) {
  int year = 0;
  unsigned month = 0;
  unsigned of_month = 0;
  if (result.date.size() == 10 && std::sscanf(result.date.c_str(), "%4d-%2u-%2u", &year, &month, &of_month) == 3) {
    const std::chrono::year_month_day first{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{of_month}};
    if (first.ok()) {
      const std::chrono::year_month_day date{std::chrono::sys_days{first} + std::chrono::days{day}};
      return fmt::format("{:04}-{:02}-{:02} ", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                         static_cast<unsigned>(date.day()));
    }
  }
  return fmt::format("day {} ", day + 1);
}

template <class Find>  // the figures of a position
ChartSeries series_over_time(const Result& result, const std::string& name, Find figures_at) {
  ChartSeries series;
  const std::size_t positions = std::max<std::size_t>(1, result.intervals.size());
  for (std::size_t i = 0; i < positions; ++i) {
    const std::vector<Figure>* const figures = figures_at(i);
    append(series, figures == nullptr ? nullptr : find_figure(*figures, name));
  }
  series.look = over_time(result) ? Look::line : Look::bar;
  return series;
}

}  // namespace

std::string scope_name(const Result& result, Scope scope) {
  if (!scope || *scope >= result.series.size()) return "all calls";
  const SeriesResult& series = result.series[*scope];
  return series.media == "chats" ? series.flow + " chats" : series.flow;
}

std::string clock_text(const Result& result, double at) {
  const auto clock = static_cast<long>(std::lround(bounded(at + bounded(result.day_starts))));
  const long day = clock / 86400;
  const long second = clock % 86400;
  std::string text = day > 0 || bounded(result.horizon) + bounded(result.day_starts) > kDay + 1
                         ? day_text(result, static_cast<int>(day))
                         : std::string{};
  text += fmt::format("{:02}:{:02}", second / 3600, second / 60 % 60);
  if (second % 60 != 0) text += fmt::format(":{:02}", second % 60);
  return text;
}

Chart chart_over_time(const Result& result, const std::string& id, const std::string& title) {
  Chart chart;
  chart.id = id;
  chart.title = title;
  if (!over_time(result)) {
    chart.labels = {"whole run"};
    chart.spans = chart.labels;
    return chart;
  }
  chart.x_title = "time of day";
  for (const IntervalResult& interval : result.intervals) {
    chart.labels.push_back(clock_text(result, interval.from));
    chart.spans.push_back(chart.labels.back() + " – " + clock_text(result, interval.to));
  }
  return chart;
}

void append(ChartSeries& series, const Figure* figure) {
  const bool known = figure != nullptr && figure->denominator != 0 && std::isfinite(figure->estimate.value);
  const bool sure = known && figure->estimate.has_interval();
  series.values.push_back(known ? figure->estimate.value : kUnknownValue);
  series.low.push_back(sure ? figure->estimate.value - figure->estimate.half_width : kUnknownValue);
  series.high.push_back(sure ? figure->estimate.value + figure->estimate.half_width : kUnknownValue);
}

ChartSeries figure_over_time(const Result& result, Scope scope, const std::string& figure) {
  return series_over_time(result, figure, [&](std::size_t i) -> const std::vector<Figure>* {
    if (result.intervals.empty()) return scope ? &result.series[*scope].figures : &result.total.figures;
    for (const SeriesResult& series : result.intervals[i].series) {
      const bool wanted = scope ? series.flow == result.series[*scope].flow && series.media == result.series[*scope].media
                                : series.flow.empty() && series.media.empty();
      if (wanted) return &series.figures;
    }
    return nullptr;
  });
}

ChartSeries group_over_time(const Result& result, std::size_t group, const std::string& figure) {
  ChartSeries series = series_over_time(result, figure, [&](std::size_t i) -> const std::vector<Figure>* {
    if (result.intervals.empty()) return &result.groups[group].figures;
    for (const GroupResult& one : result.intervals[i].groups) {
      if (one.group == result.groups[group].group) return &one.figures;
    }
    return nullptr;
  });
  series.name = result.groups[group].group;
  return series;
}

bool knows_anything(const ChartSeries& series) {
  return std::any_of(series.values.begin(), series.values.end(), [](double value) { return std::isfinite(value); });
}

bool ever_positive(const ChartSeries& series) {
  return std::any_of(series.values.begin(), series.values.end(), [](double value) { return value > 0; });
}

Tone tone_of(std::size_t number) { return static_cast<Tone>(number % 7); }

std::string extremes(const Chart& chart, const ChartSeries& series) {
  std::optional<std::size_t> least;
  std::optional<std::size_t> most;
  for (std::size_t i = 0; i < series.values.size() && i < chart.labels.size(); ++i) {
    if (!std::isfinite(series.values[i])) continue;
    if (!least || series.values[i] < series.values[*least]) least = i;
    if (!most || series.values[i] > series.values[*most]) most = i;
  }
  if (!least) return "nothing is known";
  if (*least == *most) return written(series.values[*least], chart.unit);
  return fmt::format("lowest {} at {}, highest {} at {}", written(series.values[*least], chart.unit), chart.labels[*least],
                     written(series.values[*most], chart.unit), chart.labels[*most]);
}

void tell_extremes(Chart& chart) {
  for (const ChartSeries& series : chart.series) {
    if (!series.shown) continue;
    chart.text += fmt::format("{}{}: {}.", chart.text.empty() ? "" : " ", series.name, extremes(chart, series));
  }
}

}  // namespace ringside::report
