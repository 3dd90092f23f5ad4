#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "reports/results/result.h"

namespace ringside::report {
namespace {

using Out = std::back_insert_iterator<std::string>;

std::string percent(const Estimate& e) {
  if (!e.has_interval()) return fmt::format("{:.1f} %", 100 * e.value);
  return fmt::format("{:.1f} % ±{:.1f}", 100 * e.value, 100 * e.half_width);
}

std::string plain(const Estimate& e, const char* unit) {
  if (!e.has_interval()) return fmt::format("{:.1f}{}", e.value, unit);
  return fmt::format("{:.1f}{} ±{:.1f}", e.value, unit, e.half_width);
}

const Estimate& of(const SeriesResult& series, const char* name) {
  static const Estimate kNothing{};
  const Figure* const figure = series.find(name);
  return figure == nullptr ? kNothing : figure->estimate;
}

/// Quantity and, where it exists, its interval; words before numbers.
void line(Out out, const std::string& what, const std::string& value, const std::string& remark = {}) {
  fmt::format_to(out, "  {:<28}{:<22}{}\n", what, value, remark);
}

void days_line(Out out, const SeriesResult& series) {
  const Figure* const level = series.find("service_level");
  if (level == nullptr || !level->days) return;
  fmt::format_to(out, "  {:<28}{:.1f} % … {:.1f} %\n", "  8 days of 10 lie between", 100 * level->days->p10,
                 100 * level->days->p90);
}

void bars(Out out, const SeriesResult& series) {
  if (series.histogram.empty()) return;
  fmt::format_to(out, "  how long they waited\n");
  constexpr double kWidth = 50;
  for (const Bar& bar : series.histogram) {
    if (bar.share <= 0) continue;
    const std::string label = bar.to == 0             ? std::string{"not at all"}
                              : std::isfinite(bar.to) ? fmt::format("up to {:.0f} s", bar.to)
                                                      : fmt::format("over {:.0f} s", bar.from);
    const auto length = static_cast<std::size_t>(std::lround(kWidth * bar.share));
    std::string drawn;
    for (std::size_t i = 0; i < length; ++i) drawn += "▇";
    fmt::format_to(out, "    {:>12} {:5.1f} % {}\n", label, 100 * bar.share, drawn);
  }
}

void series_text(Out out, const SeriesResult& series, const Result& result) {
  fmt::format_to(out, "\n{}\n",
                 series.flow.empty() ? std::string{"All together"} : fmt::format("{} ({})", series.flow, series.media));
  const Estimate& offered = of(series, "offered");
  line(out, "offered a day", plain(offered, ""));
  line(out, fmt::format("answered within {:g} s", result.threshold), percent(of(series, "service_level")),
       "= " + result.formula);
  days_line(out, series);
  if (result.samples > 1) {
    const Estimate risk{1 - series.days_on_target.value, series.days_on_target.half_width, series.days_on_target.samples};
    line(out, fmt::format("risk: days below {:g} %", 100 * result.target), percent(risk), "of the days");
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
  line(out, "calls in the queue", plain(of(series, "mean_queue"), ""),
       fmt::format("on average; at most {:.1f} on a day", series.deepest_queue.value));
  if (of(series, "redials").value > 0) line(out, "dials a caller", plain(of(series, "attempts_per_first_attempt"), ""));
  bars(out, series);
}

}  // namespace

std::string summary(const Result& result) {
  std::string text;
  const Out out{text};
  fmt::format_to(out, "{}\n", result.scenario.empty() ? "Scenario" : result.scenario);
  fmt::format_to(out, "{} of {} replications, seed {}; ± is the half width of the {:g} % interval{}\n", result.replications,
                 result.asked, result.seed, 100 * result.confidence,
                 result.samples < 2 ? " (which needs two samples at least)" : "");
  if (result.interrupted) fmt::format_to(out, "INTERRUPTED: what was complete until then\n");
  if (result.series.size() > 1) {
    for (const SeriesResult& series : result.series) series_text(out, series, result);
  }
  series_text(out, result.total, result);
  fmt::format_to(out, "\nAgents\n");
  for (const GroupResult& group : result.groups) {
    const auto find = [&](const char* name) {
      const auto at = std::find_if(group.figures.begin(), group.figures.end(), [&](const Figure& f) { return f.name == name; });
      return at == group.figures.end() ? Estimate{} : at->estimate;
    };
    fmt::format_to(out, "  {:<28}{:<22}busy, of the time of {}\n", group.group, percent(find("occupancy")),
                   plain(find("present"), " agents"));
  }
  return text;
}

}  // namespace ringside::report
