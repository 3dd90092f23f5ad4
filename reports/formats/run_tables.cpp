#include "reports/formats/run_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "reports/charts/positions.h"
#include "reports/formats/words.h"

namespace ringside::report {
namespace {

Cell cell(const Figure* figure) {
  if (figure == nullptr || figure->denominator == 0) return Cell::words("–");
  const std::string interval = interval_text(*figure);
  return Cell::number(value_text(*figure) + (interval.empty() ? "" : " " + interval), figure->estimate.value);
}

constexpr std::pair<const char*, const char*> kColumns[] = {
    {"offered", "offered"},        {"answered", "answered"},           {"abandoned", "abandoned"},
    {"dissuaded", "dissuaded"},    {"service_level", "service level"}, {"mean_wait_answered", "wait till answer"},
    {"mean_queue", "in the queue"}};

void add_columns(Table& table) {
  for (const auto& [figure, name] : kColumns) table.head.emplace_back(name);
}

void add_cells(std::vector<Cell>& row, const SeriesResult& series) {
  for (const auto& [figure, name] : kColumns) row.push_back(cell(series.find(figure)));
}

/// What a name of the JSON means; those that are not here stand as they are.
std::string meaning(const std::string& name) {
  constexpr std::pair<const char*, const char*> kMeanings[] = {
      {"arrival_error_ms", "late against the plan"},
      {"post_dial_delay_ms", "post-dial delay: INVITE to the first ringing or answer"},
      {"set_up_ms", "set-up: INVITE to talk, an agent being free, without ringing and messages"},
      {"core_set_up_ms", "set-up by the CDRs"},
      {"dispatch_ms", "agent free to ringing for a waiting call"},
      {"retransmissions", "retransmissions by all SIPps"},
      {"crossed", "callers who hung up while an agent answered"},
      {"engine.cpu_s", "engine: s of CPU"},
      {"engine.cpu_ms_per_call", "engine: ms of CPU a call"},
      {"engine.memory_before", "engine: MiB before"},
      {"engine.memory_peak", "engine: MiB at most"},
      {"engine.memory_after", "engine: MiB afterwards"},
      {"sipp.cpu_s", "SIPps: s of CPU"},
      {"sipp.busiest", "busiest SIPp: share of a core"},
      {"audio.streams", "audio: streams heard by agents"},
      {"audio.packets", "audio: packets heard by agents"},
      {"audio.expected_packets", "audio: packets to come, by how long was talked"},
      {"audio.lost", "audio: packets lost"},
      {"audio.foreign", "audio: datagrams that were no audio"},
      {"audio.jitter_p95_ms", "audio: ms of jitter, P95 of the streams"}};
  for (const auto& [known, means] : kMeanings) {
    if (name == known) return means;
  }
  return name;
}

bool told_in_words(const std::string& name) {
  constexpr const char* kTold[] = {"time_scale", "replication", "seconds", "persons", "attempts", "set_up_scenario_s"};
  return std::any_of(std::begin(kTold), std::end(kTold), [&](const char* one) { return name == one; });
}

std::string about_means(const Result& result) { return fmt::format("Counts are means of a {}.", result.sample_word()); }

}  // namespace

std::vector<Table> interval_tables(const Result& result, Scope scope) {
  if (!over_time(result)) return {};
  Table table{.title = "Intervals", .about = about_means(result), .head = {"from"}};
  add_columns(table);
  const Chart time = chart_over_time(result, "", "");
  for (std::size_t i = 0; i < result.intervals.size(); ++i) {
    for (const SeriesResult& series : result.intervals[i].series) {
      const bool wanted = scope ? series.flow == result.series[*scope].flow && series.media == result.series[*scope].media
                                : series.flow.empty();
      if (!wanted) continue;
      std::vector<Cell> row{{time.labels[i], result.intervals[i].from, Mood::neutral}};
      add_cells(row, series);
      table.rows.push_back(std::move(row));
      break;
    }
  }
  return {table};
}

Table figures_table(const Result& result, const std::string& title, const std::vector<Figure>& figures) {
  const std::string samples = result.samples_word();
  Table table{.title = title,
              .about = fmt::format(
                  "Every figure is a fraction, named in the last two columns; the {}' columns tell how it was {} single {}.",
                  samples, result.in_batches() ? "in" : "on", samples),
              .head = {"figure", "value", "from", "to", "P10 of " + samples, "P90 of " + samples, "counted", "÷ of"},
              .folded = true};
  for (const Figure& f : figures) {
    const ChartUnit unit = unit_of(f.name, f.unit);
    const bool known = f.denominator != 0;
    const bool sure = known && f.estimate.has_interval();
    const auto number = [&](bool there, double value) {
      return there ? Cell::number(written(value, unit), value) : Cell::words("–");
    };
    table.rows.push_back(
        {Cell::words(in_words(f.name)), number(known, f.estimate.value), number(sure, f.estimate.value - f.estimate.half_width),
         number(sure, f.estimate.value + f.estimate.half_width), number(f.days.has_value(), f.days ? f.days->p10 : 0),
         number(f.days.has_value(), f.days ? f.days->p90 : 0), Cell::words(f.numerator_name), Cell::words(f.denominator_name)});
  }
  return table;
}

Table waits_table(const Result& result, Scope scope) {
  const SeriesResult& calls = scope ? result.series[*scope] : result.total;
  Table table{
      .title = "Quantiles of the wait", .head = {"of 100 calls", "accepted wait at most", "from", "to"}, .folded = true};
  const std::pair<const char*, const std::vector<Quantile>*> others[] = {
      {"all", &calls.waits_all}, {"answered", &calls.waits_answered}, {"abandoned", &calls.waits_abandoned}};
  for (const auto& [name, quantiles] : others) {
    if (!quantiles->empty()) table.head.push_back(name);
  }
  const auto seconds = [](double value) {
    return std::isfinite(value) ? Cell::number(written(value, ChartUnit::seconds), value) : Cell::words("–");
  };
  for (std::size_t i = 0; i < calls.waits.size(); ++i) {
    const Quantile& q = calls.waits[i];
    std::vector<Cell> row{Cell::number(fmt::format("{:g}", 100 * q.p), q.p), seconds(q.value), seconds(q.low), seconds(q.high)};
    for (const auto& [name, quantiles] : others) {
      if (!quantiles->empty()) row.push_back(i < quantiles->size() ? seconds((*quantiles)[i].value) : Cell::words("–"));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::vector<Table> flows_table(const Result& result) {
  if (result.series.size() < 2) return {};
  Table table{.title = "Flows", .about = about_means(result), .head = {"flow", "medium"}};
  add_columns(table);
  for (const SeriesResult& series : result.series) {
    std::vector<Cell> row{Cell::words(series.flow), Cell::words(series.media)};
    add_cells(row, series);
    table.rows.push_back(std::move(row));
  }
  return {table};
}

Table groups_table(const Result& result) {
  Table table{.title = "Agents",
              .about = "Shares are of the time in which agents were present.",
              .head = {"group", "agents present", "busy", "in a call", "in chats", "wrap-up", "free",
                       fmt::format("cost a {}", result.sample_word())}};
  const auto add = [&](const std::string& name, const GroupResult& group) {
    std::vector<Cell> row{Cell::words(name)};
    for (const char* figure : {"present", "occupancy", "in_call", "in_chat", "wrap_up", "free", "cost"})
      row.push_back(cell(find_figure(group.figures, figure)));
    table.rows.push_back(std::move(row));
  };
  for (const GroupResult& group : result.groups) add(group.group, group);
  if (result.groups.size() > 1 && !result.all_agents.figures.empty()) add("all together", result.all_agents);
  return table;
}

std::vector<Table> real_calls_tables(const RealCalls& real) {
  const auto plain = [](double value) {
    if (!std::isfinite(value)) return Cell::words("–");
    return Cell::number(value >= 1000 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value), value);
  };
  Table times{.title = "Times of real calls", .about = "Real milliseconds.", .head = {"time", "P50", "P95", "P99", "longest"}};
  for (const NamedPercentiles& one : real.percentiles)
    times.rows.push_back({Cell::words(meaning(one.name)), plain(one.p50), plain(one.p95), plain(one.p99), plain(one.max)});
  Table costs{.title = "Engine and generator", .head = {"what", "found"}};
  for (const auto& [name, value] : real.numbers) {
    constexpr double kMebibyte = 1024 * 1024;
    if (!told_in_words(name))
      costs.rows.push_back(
          {Cell::words(meaning(name)), plain(name.find(".memory_") == std::string::npos ? value : value / kMebibyte)});
  }
  std::vector<Table> tables{std::move(times), std::move(costs)};
  if (real.sip_errors.empty()) return tables;
  Table errors{.title = "SIP errors", .head = {"cause", "calls"}};
  for (const auto& [cause, count] : real.sip_errors)
    errors.rows.push_back({Cell::words(cause), Cell::number(std::to_string(count), static_cast<double>(count))});
  tables.push_back(std::move(errors));
  return tables;
}

}  // namespace ringside::report
