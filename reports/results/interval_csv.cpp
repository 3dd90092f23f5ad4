#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <optional>

#include "reports/results/csv.h"
#include "reports/results/result.h"

namespace ringside::report {
namespace {

constexpr double kDay = 86400;

std::string date_of(const Result& result, int day) {
  if (result.date.size() != 10) return fmt::format("{}", day + 1);
  const int year = std::atoi(result.date.c_str());
  const auto month = static_cast<unsigned>(std::atoi(result.date.c_str() + 5));
  const auto day_of_month = static_cast<unsigned>(std::atoi(result.date.c_str() + 8));
  const std::chrono::year_month_day first{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day_of_month}};
  if (!first.ok()) return fmt::format("{}", day + 1);
  const std::chrono::year_month_day date{std::chrono::sys_days{first} + std::chrono::days{day}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

void row(std::string& out, const Result& result, double from, const SeriesResult& series) {
  const double clock = from + result.day_starts;
  const int day = static_cast<int>(std::floor(clock / kDay + 1e-9));
  const auto second = static_cast<int>(std::lround(clock - day * kDay));
  std::string time = fmt::format("{:02}:{:02}", second / 3600, second / 60 % 60);
  if (second % 60 != 0) time += fmt::format(":{:02}", second % 60);
  // What never happened anywhere is left out of intervals and is 0; a ratio of nothing is not known.
  const auto estimate = [&](const char* name) -> std::optional<Estimate> {
    const Figure* const figure = series.find(name);
    if (figure == nullptr) return Estimate{};
    return figure->denominator == 0 ? std::nullopt : std::optional{figure->estimate};
  };
  const std::string queue = series.media == "chats" ? series.flow + " chats" : series.flow;
  fmt::format_to(std::back_inserter(out), "{},{},{},{:.3f},", csv_cell(queue), date_of(result, day), time,
                 estimate("offered").value_or(Estimate{}).value);
  if (const auto handled = estimate("mean_handle_time")) fmt::format_to(std::back_inserter(out), "{:.1f}", handled->value);
  for (const char* name :
       {"answered", "abandoned", "dissuaded", "service_level", "mean_wait_answered", "mean_wait", "mean_queue"}) {
    const std::optional<Estimate> e = estimate(name);
    fmt::format_to(std::back_inserter(out), ",{},", e ? fmt::format("{:.5g}", e->value) : "");
    if (e && e->has_interval()) fmt::format_to(std::back_inserter(out), "{:.3g}", e->half_width);
  }
  out += '\n';
}

}  // namespace

std::string to_interval_csv(const Result& result) {
  std::string out =
      "queue,date,time,volume,AHT,answered,answered_half_width,abandoned,abandoned_half_width,dissuaded,dissuaded_half_width,"
      "service_level,service_level_half_width,ASA,ASA_half_width,mean_wait,mean_wait_half_width,mean_queue,mean_queue_half_"
      "width\n";
  for (std::size_t s = 0; s < result.series.size(); ++s) {
    if (result.intervals.empty()) row(out, result, result.warmup, result.series[s]);
    for (const IntervalResult& interval : result.intervals) row(out, result, interval.from, interval.series[s]);
  }
  return out;
}

}  // namespace ringside::report
