#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "reports/results/result.h"

namespace ringside::report {
namespace {

using Out = std::back_insert_iterator<std::string>;

std::string percent(const Estimate& e) {
  if (!std::isfinite(e.value)) return "–";
  if (!e.has_interval()) return fmt::format("{:.1f} %", 100 * e.value);
  return fmt::format("{:.1f} % ±{:.1f}", 100 * e.value, 100 * e.half_width);
}

std::string plain(const Estimate& e, const char* unit, int digits = 1) {
  if (!std::isfinite(e.value)) return "–";
  if (!e.has_interval()) return fmt::format("{:.{}f}{}", e.value, digits, unit);
  return fmt::format("{:.{}f}{} ±{:.{}f}", e.value, digits, unit, e.half_width, digits);
}

/// "08:30" on a day that starts at some time of day, else "30m" or "1h30m" from the start.
std::string instant(const Result& result, double seconds) {
  const auto minutes = std::lround((seconds + result.day_starts) / 60);
  if (result.day_starts > 0) return fmt::format("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
  if (minutes % 60 == 0) return fmt::format("{}h", minutes / 60);
  return minutes < 60 ? fmt::format("{}m", minutes) : fmt::format("{}h{:02}m", minutes / 60, minutes % 60);
}

std::string length_text(double seconds) {
  return seconds < 600 ? fmt::format("{:.0f} s", seconds) : fmt::format("{:.0f} minutes", seconds / 60);
}

/// Not a number if it is a ratio of nothing: where no call came there is no service level. What never happened is 0.
template <class Place>
Estimate of(const Place& place, const char* name) {
  const Figure* const figure = place.find(name);
  if (figure == nullptr) return {};
  return figure->denominator == 0 ? Estimate{std::numeric_limits<double>::quiet_NaN(), 0, 0} : figure->estimate;
}

/// Quantity and, where it exists, its interval; words before numbers.
void line(Out out, const std::string& what, const std::string& value, const std::string& remark = {}) {
  if (remark.empty()) {
    fmt::format_to(out, "  {:<28}{}\n", what, value);
  } else {
    fmt::format_to(out, "  {:<28}{:<22}{}\n", what, value, remark);
  }
}

void days_line(Out out, const SeriesResult& series, const std::string& days) {
  const Figure* const level = series.find("service_level");
  if (level == nullptr || !level->days) return;
  fmt::format_to(out, "  {:<28}{:.1f} % … {:.1f} %\n", fmt::format("  8 {} of 10 lie between", days), 100 * level->days->p10,
                 100 * level->days->p90);
}

void bars(Out out, const SeriesResult& series) {
  if (series.histogram.empty()) return;
  fmt::format_to(out, "  how long they waited\n");
  constexpr double kWidth = 50;
  for (const Bar& bar : series.histogram) {
    if (!(bar.share > 0)) continue;
    const std::string label = bar.to == 0             ? std::string{"not at all"}
                              : std::isfinite(bar.to) ? fmt::format("{:.0f} … {:.0f} s", bar.from, bar.to)
                                                      : fmt::format("over {:.0f} s", bar.from);
    const auto length = static_cast<std::size_t>(std::lround(kWidth * std::min(1.0, bar.share)));
    std::string drawn;
    for (std::size_t i = 0; i < length; ++i) drawn += "▇";
    fmt::format_to(out, "    {:>12} {:5.1f} % {}\n", label, 100 * bar.share, drawn);
  }
}

void series_text(Out out, const SeriesResult& series, const Result& result) {
  fmt::format_to(out, "\n{}\n",
                 series.flow.empty() ? std::string{"All together"} : fmt::format("{} ({})", series.flow, series.media));
  const std::string day = result.sample_word();
  line(out, "offered a " + day, plain(of(series, "offered"), ""));
  line(out, fmt::format("answered within {:g} s", result.threshold), percent(of(series, "service_level")),
       "= " + result.formula);
  days_line(out, series, result.samples_are);
  if (result.samples > 1) {
    const Estimate risk{1 - series.days_on_target.value, series.days_on_target.half_width, series.days_on_target.samples};
    line(out, fmt::format("risk: {} below {:g} %", result.samples_are, 100 * result.target), percent(risk),
         "of the " + result.samples_are);
  }
  line(out, "abandoned", percent(of(series, "abandonment_rate")), "of accepted calls");
  if (of(series, "turned_away_rate").value > 0)
    line(out, "turned away", percent(of(series, "turned_away_rate")), "refused, balked or dissuaded, of offered calls");
  line(out, "had to wait", percent(of(series, "no_agent_at_once")), "of accepted calls");
  line(out, "mean wait", plain(of(series, "mean_wait"), " s"), "of accepted calls");
  line(out, "mean wait till answer", plain(of(series, "mean_wait_answered"), " s"), "of answered calls");
  for (const Quantile& q : series.waits) {
    if (q.p != 0.5 && q.p != 0.9 && q.p != 0.99) continue;
    line(out, fmt::format("{:g} % waited at most", 100 * q.p), fmt::format("{:.1f} s", q.value),
         std::isfinite(q.high) ? fmt::format("{:.1f} … {:.1f} s", q.low, q.high) : "");
  }
  line(out, "in the queue", plain(of(series, "mean_queue"), "", 2),
       fmt::format("on average; at its longest {:.1f} in a mean {}", series.deepest_queue.value, day));
  for (const auto& [at, depth] : series.queue_at) line(out, "in the queue at " + instant(result, at), plain(depth, ""));
  if (of(series, "redials").value > 0) line(out, "dials a caller", plain(of(series, "attempts_per_first_attempt"), "", 2));
  bars(out, series);
}

void agents_line(Out out, const std::string& name, const GroupResult& group) {
  const Figure* const present = group.find("present");
  fmt::format_to(out, "  {:<28}{:<22}busy; {:.1f} agents there on average\n", name, percent(of(group, "occupancy")),
                 present == nullptr ? 0 : present->estimate.value);
}

/// A look at the day; all of it is in the JSON and the CSV.
void intervals_text(Out out, const Result& result) {
  constexpr std::size_t kMost = 100;
  if (result.intervals.empty()) return;
  if (result.intervals.size() > kMost) {
    fmt::format_to(out, "\nIntervals: {}, in --json and --csv\n", result.intervals.size());
    return;
  }
  // Characters, not bytes: ± is one column wide.
  const auto right = [](const std::string& text, std::size_t width) {
    const auto columns =
        static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
    return std::string(width > columns ? width - columns : 0, ' ') + text;
  };
  fmt::format_to(out, "\nIntervals, all together\n  {:<8}{:>15}{:>20}{:>17}{:>18}{:>14}\n", "from", "offered",
                 "answered in time", "abandoned", "mean wait", "agents there");
  for (const IntervalResult& interval : result.intervals) {
    const auto found = std::find_if(interval.series.begin(), interval.series.end(),
                                    [](const SeriesResult& series) { return series.flow.empty(); });
    if (found == interval.series.end()) continue;
    const SeriesResult& all = *found;
    const Figure* const present = interval.all_agents.find("present");
    fmt::format_to(out, "  {:<8}{}{}{}{}{:>14.1f}\n", instant(result, interval.from), right(plain(of(all, "offered"), ""), 15),
                   right(percent(of(all, "service_level")), 20), right(percent(of(all, "abandonment_rate")), 17),
                   right(plain(of(all, "mean_wait"), " s"), 18), present == nullptr ? 0 : present->estimate.value);
  }
}

}  // namespace

std::string summary(const Result& result) {
  std::string text;
  const Out out{text};
  fmt::format_to(out, "{}\n", result.scenario.empty() ? "Scenario" : result.scenario);
  fmt::format_to(out, "{} of {} replications, seed {}; ± is the half width of the {:g} % interval{}\n", result.replications,
                 result.asked, result.seed, 100 * result.confidence,
                 result.samples < 2 ? " (which needs two samples at least)" : "");
  if (result.warmup > 0) {
    fmt::format_to(out, "the first {} of each are not counted{}\n", length_text(result.warmup),
                   result.warmup_by.empty() ? "" : " (found by " + result.warmup_by + ")");
  }
  if (result.precision && !result.precision->reached) {
    fmt::format_to(out, "NOT AS PRECISE AS ASKED: {} is known to ±{:.3g}, asked was ±{:.3g}\n", result.precision->figure,
                   result.precision->half_width, result.precision->asked);
  }
  if (result.interrupted) fmt::format_to(out, "INTERRUPTED: what was complete until then\n");
  if (result.series.size() > 1) {
    for (const SeriesResult& series : result.series) series_text(out, series, result);
  }
  series_text(out, result.total, result);
  fmt::format_to(out, "\nAgents\n");
  for (const GroupResult& group : result.groups) agents_line(out, group.group, group);
  if (result.groups.size() > 1) agents_line(out, "all together", result.all_agents);
  intervals_text(out, result);
  return text;
}

}  // namespace ringside::report
