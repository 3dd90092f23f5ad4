#include "reports/formats/contents.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/charts/comparison_charts.h"
#include "reports/charts/positions.h"
#include "reports/compare/quantities.h"
#include "reports/formats/run_tables.h"
#include "reports/formats/words.h"

namespace ringside::report {
namespace {

std::string title_of(const Subject& run) {
  const std::string& scenario = run.result->result.scenario;
  return scenario.empty() ? run.name : scenario;
}

Section calls_section(const Result& result, std::size_t s) {
  Section section{.id = fmt::format("flow-{}", s), .title = "Flow " + scope_name(result, s), .folded = true};
  section.key = key_figures(result, s);
  section.charts = run_charts(result, s);
  for (Chart& chart : section.charts) chart.id += fmt::format("_flow{}", s);
  section.tables = interval_tables(result, s);
  section.tables.push_back(waits_table(result, s));
  section.tables.push_back(figures_table(result, "All figures", result.series[s].figures));
  return section;
}

Section real_section(const RealCalls& real) {
  Section section{.id = "real", .title = "Real calls", .tables = real_calls_tables(real)};
  section.words.push_back(fmt::format("{:.0f} calls by {:.0f} persons in {:.0f} s, {:g} seconds of the scenario in a real one.",
                                      real.number("attempts"), real.number("persons"), real.number("seconds"),
                                      real.number("time_scale")));
  if (const double set_up = real.number("set_up_scenario_s"); set_up > 0)
    section.words.push_back(fmt::format(
        "Half of the calls took {:.2f} s of the scenario or more to be set up; by so much waits look longer.", set_up));
  section.words.push_back(real.disagreements.empty() ? "What SIPp saw and what the engine told do not contradict each other."
                                                     : "What SIPp saw and what the engine told differ; see the warnings.");
  for (const std::string& what : real.approximations) section.words.push_back("Played otherwise than simulated: " + what + ".");
  return section;
}

/// How to get the same once more.
Section again_section(const Subject& run) {
  const Result& result = run.result->result;
  Section section{.id = "again", .title = "How to run it again"};
  if (run.result->real) {
    section.words.push_back(fmt::format("Scenario “{}”, seed {}: the same callers call again; how long SIP takes is chance.",
                                        result.scenario, result.seed));
  } else {
    section.words.push_back(fmt::format("Scenario “{}”, seed {}, {} replications: the same program gives the same figures.",
                                        result.scenario, result.seed, result.replications));
  }
  std::string changes;
  for (std::size_t begin = 0; begin < run.changes.size();) {
    const std::size_t end = std::min(run.changes.find('\n', begin), run.changes.size());
    if (end > begin) {
      std::string quoted;
      for (const char c : run.changes.substr(begin, end - begin)) quoted += c == '\'' ? std::string{"'\\''"} : std::string{c};
      changes += " --set '" + quoted + "'";
    }
    begin = end + 1;
  }
  section.commands.push_back(
      run.result->real
          ? fmt::format("ringside-load run SCENARIO.yaml --seed {} --replication {:.0f} --time-scale {:g}{}", result.seed,
                        run.result->real->number("replication"), run.result->real->number("time_scale"), changes)
          : fmt::format("ringside-sim run SCENARIO.yaml --seed {} --replications {}{}", result.seed, result.replications,
                        changes));
  if (run.result->facts) {
    const RunFacts& facts = *run.result->facts;
    section.words.push_back(fmt::format("It was run by {} on {} on {}, with {} thread{}, in {:.2f} s ({:.2f} s of CPU time).",
                                        facts.version, facts.host, facts.started, facts.threads, facts.threads == 1 ? "" : "s",
                                        facts.seconds, facts.cpu_seconds));
  }
  section.listing = run.scenario;
  return section;
}

void add_run(Document& document, const Subject& run) {
  const Result& result = run.result->result;
  document.sections.push_back(
      {.id = "summary", .title = "In words", .words = summary_in_words(result), .key = key_figures(result)});
  document.sections.push_back({.id = "charts", .title = "Charts", .charts = run_charts(result)});
  if (run.result->real) document.sections.push_back(real_section(*run.result->real));
  Section tables{.id = "tables", .title = "Tables"};
  for (Table& table : flows_table(result)) tables.tables.push_back(std::move(table));
  for (Table& table : interval_tables(result)) tables.tables.push_back(std::move(table));
  tables.tables.push_back(groups_table(result));
  tables.tables.push_back(waits_table(result));
  tables.tables.push_back(figures_table(result, "All figures of all calls", result.total.figures));
  for (const GroupResult& group : result.groups)
    tables.tables.push_back(figures_table(result, "All figures of " + group.group, group.figures));
  if (result.groups.size() > 1 && !result.all_agents.figures.empty())
    tables.tables.push_back(figures_table(result, "All figures of all agents together", result.all_agents.figures));
  document.sections.push_back(std::move(tables));
  constexpr std::size_t kMostFlows = 40;
  for (std::size_t s = 0; result.series.size() > 1 && s < result.series.size() && s < kMostFlows; ++s)
    document.sections.push_back(calls_section(result, s));
  document.sections.push_back(again_section(run));
}

constexpr const char* kCompared[] = {"service_level",      "abandonment_rate", "turned_away_rate", "mean_wait",
                                     "mean_wait_answered", "mean_queue",       "answered"};

struct ComparedFigure {
  std::string name;
  ChartUnit unit;
  std::vector<NamedDifference> differences;
};

/// Base, other, difference, and what the interval says.
std::vector<Cell> difference_row(const Quantity& q, const Estimate& difference) {
  const ChartUnit unit = unit_of(q.name, q.unit);
  const ChartUnit of_difference = unit_of_difference(unit);
  const auto number = [](const std::string& text, double value) {
    return std::isfinite(value) ? Cell::number(text, value) : Cell::words(text);
  };
  std::string text = written(difference.value, of_difference);
  if (difference.has_interval()) text += " ± " + written_width(difference.half_width, of_difference);
  const std::string said = !std::isfinite(difference.value)                      ? "unknown"
                           : !difference.has_interval()                          ? "no interval"
                           : difference.value == 0 && difference.half_width == 0 ? "the same"
                           : std::abs(difference.value) <= difference.half_width ? "may be chance"
                           : difference.value > 0                                ? "more"
                                                                                 : "less";
  return {Cell::words(in_words(q.name)), number(written(q.base.value, unit), q.base.value),
          number(written(q.other.value, unit), q.other.value), number(text, difference.value), Cell::words(said)};
}

bool is_compared(const std::string& name) {
  return std::any_of(std::begin(kCompared), std::end(kCompared), [&](const char* one) { return name == one; }) ||
         (name.starts_with("group.") && name.ends_with(".occupancy"));
}

Section comparison_section(const std::vector<Subject>& runs) {
  Section section{.id = "comparison", .title = "Differences"};
  const double confidence = std::clamp(runs.front().result->result.confidence, 0.5, 0.9999);
  std::vector<std::vector<Quantity>> all;
  std::size_t count = 0;
  for (std::size_t r = 1; r < runs.size(); ++r) {
    std::vector<Quantity>& kept = all.emplace_back();
    for (Quantity& q : quantities({&runs.front(), 1}, {&runs[r], 1})) {
      if (!q.repeated() && is_compared(q.name)) kept.push_back(std::move(q));
    }
    count += kept.size();
  }
  const double each = 1 - (1 - confidence) / static_cast<double>(std::max<std::size_t>(1, count));
  std::vector<ComparedFigure> figures;
  bool paired = true;
  for (std::size_t r = 1; r < runs.size(); ++r) {
    Table table{.title = runs[r].name, .about = runs[r].changes, .head = {"figure", "base", "this run", "difference", "says"}};
    for (const Quantity& q : all[r - 1]) {
      const Estimate difference = q.difference(each);
      paired = paired && (q.paired() || q.name.starts_with("group."));
      table.rows.push_back(difference_row(q, difference));
      if (!std::isfinite(difference.value)) continue;
      auto found = std::find_if(figures.begin(), figures.end(), [&](const ComparedFigure& f) { return f.name == q.name; });
      if (found == figures.end())
        found = figures.insert(figures.end(), {q.name, unit_of_difference(unit_of(q.name, q.unit)), {}});
      found->differences.push_back({runs[r].name, difference});
    }
    section.tables.push_back(std::move(table));
  }
  section.words.push_back(fmt::format("The base is “{}”. {} The {} intervals hold together with {:g} %.", runs.front().name,
                                      paired
                                          ? "All runs have the same callers, so that differences are surer than their figures."
                                          : "The runs have callers of their own, so that chance lies in every difference.",
                                      count, 100 * confidence));
  for (const ComparedFigure& f : figures) {
    const bool differs = std::any_of(f.differences.begin(), f.differences.end(), [](const NamedDifference& d) {
      return d.difference.value != 0 || d.difference.half_width != 0;
    });
    if (!differs) continue;
    section.charts.push_back(differences_chart("difference_" + f.name, in_words(f.name), f.unit, f.differences, confidence));
  }
  std::vector<NamedResult> named;
  for (const Subject& run : runs) named.push_back({run.name, &run.result->result});
  for (auto& chart : {overlay_chart(named, "service_level", "Service level of each run", ChartUnit::share),
                      overlay_chart(named, "mean_queue", "Calls in the queue of each run", ChartUnit::calls)}) {
    if (chart) section.charts.push_back(*chart);
  }
  return section;
}

/// A run among others: folded, without the many tables it has when it stands alone.
Section short_section(const Subject& run, std::size_t number) {
  const Result& result = run.result->result;
  Section section{.id = fmt::format("run-{}", number), .title = run.name, .words = summary_in_words(result), .folded = true};
  section.key = key_figures(result);
  section.charts = run_charts(result);
  for (Chart& chart : section.charts) chart.id += fmt::format("_run{}", number);
  section.tables = interval_tables(result);
  section.tables.push_back(groups_table(result));
  section.tables.push_back(figures_table(result, "All figures", result.total.figures));
  return section;
}

}  // namespace

Document report_of(const std::vector<Subject>& runs) {
  const Subject& first = runs.front();
  if (first.twin) return twin_report(*first.twin);
  if (std::all_of(runs.begin(), runs.end(), [](const Subject& run) { return run.of_sweep; })) return sweep_report(runs);
  Document document{.title = title_of(first), .subtitle = run_in_a_line(first.result->result)};
  for (const Subject& run : runs) {
    for (const std::string& warning : warnings_of(run.result->result))
      document.warnings.push_back(runs.size() > 1 ? run.name + ": " + warning : warning);
    if (!run.result->real) continue;
    for (const std::string& what : run.result->real->disagreements)
      document.warnings.push_back((runs.size() > 1 ? run.name + ": " : std::string{}) + "SIPp and engine disagree: " + what);
  }
  if (runs.size() == 1) {
    add_run(document, first);
  } else {
    document.sections.push_back(comparison_section(runs));
    for (std::size_t r = 0; r < runs.size(); ++r) document.sections.push_back(short_section(runs[r], r));
    document.sections.push_back(again_section(first));
  }
  document.footer = "Made by ringside-report " RINGSIDE_VERSION ".";
  return document;
}

}  // namespace ringside::report
