#include "simulator/commands.h"

#include <fmt/format.h>

#include <iostream>
#include <iterator>

#include "simulator/experiment.h"
#include "simulator/program.h"
#include "simulator/ranks.h"
#include "simulator/setup.h"
#include "simulator/until_precise.h"
#include "simulator/warmup.h"

namespace ringside::sim {

int check(const std::vector<std::string>& files) {
  int code = kDone;
  for (const std::string& file : files) {
    const auto scenario = scenario::load_scenario(file);
    if (!scenario) {
      tell(scenario.error());
      code = kWrongUse;
      continue;
    }
    std::uint32_t agents = 0;
    for (const auto& group : scenario->agents) agents += group.most();
    std::cout << fmt::format("{}: good: {} flows, {} agents, {:g} h\n", file, scenario->flows.size(), agents,
                             scenario->horizon / 3600);
  }
  return code;
}

namespace {

/// The text of a file, or of standard input; nothing: it has been complained about.
std::optional<std::string> snapshot_text(const std::string& path) {
  if (path != "-") {
    auto text = text_of(path);
    if (!text) complain(path + ": cannot be read");
    return text;
  }
  if (!Ranks::all().alone()) {
    complain("--from-snapshot -: standard input reaches one rank only, allowed is a file");
    return {};
  }
  return std::string{std::istreambuf_iterator<char>{std::cin}, {}};
}

/// Where the scenario goes on from; nothing: it has been complained about.
std::optional<StartState> start_of(const RunCommand& command, scenario::Scenario& scenario) {
  const auto text = snapshot_text(command.from_snapshot);
  if (!text) return {};
  auto start = start_from_snapshot(*text, command.start, scenario);
  if (!start) {
    complain((command.from_snapshot == "-" ? "standard input" : command.from_snapshot) + ": " + start.error());
    return {};
  }
  for (const std::string& note : start->notes) complain("note: " + note);
  return std::move(*start);
}

}  // namespace

int run(const RunCommand& command) {
  auto scenario = scenario::load_scenario(command.file, command.overrides);
  if (!scenario) {
    tell(scenario.error());
    return kWrongUse;
  }
  if (command.replications) scenario->experiment.replications = static_cast<std::uint32_t>(*command.replications);
  if (command.seed) scenario->experiment.seed = *command.seed;
  std::optional<StartState> start;
  if (!command.from_snapshot.empty()) {
    start = start_of(command, *scenario);
    if (!start) return kWrongUse;
  }
  const unsigned threads = command.threads > 0 ? command.threads : usual_threads();
  const std::atomic<bool>& interrupted = watch_interrupts();
  if (!settle_warmup(*scenario, threads, interrupted)) complain(kNoSteadyState);
  const Plan plan{*scenario, start ? &*start : nullptr};
  const std::optional<scenario::Precision>& precision = scenario->experiment.precision;
  if (precision) {
    if (const auto wrong = wrong_precision(plan, *precision)) {
      complain(command.file + ": experiment.precision: found " + *wrong);
      return kWrongUse;
    }
  }
  report::Tally tally{tally_setup(plan)};
  const Stopwatch watch;
  std::uint64_t done = 0;
  {
    ProgressLine line{scenario->experiment.replications, "replications", command.quiet};
    const RunOptions options{.replications = scenario->experiment.replications,
                             .seed = scenario->experiment.seed,
                             .threads = threads,
                             .progress = [&](std::uint64_t n) { line.done(n); }};
    done = precision
               ? run_until_precise(plan, options, *precision, tally, interrupted, [&](std::uint64_t n) { line.expect(n); })
               : run_replications(plan, options, tally, interrupted);
  }
  if (done == 0) {
    complain("interrupted before the first replication was complete");
    return kFailed;
  }
  report::Result result = tally.result();
  result.scenario = scenario->name;
  if (start) {
    result.scenario += ", from a live centre on";
    result.warmup = 0;
  }
  result.seed = scenario->experiment.seed;
  result.replications = done;
  result.asked = precision && !interrupted ? done : scenario->experiment.replications;
  result.interrupted = interrupted || done < result.asked;
  if (precision) result.precision = reached_precision(result, *precision);
  std::optional<report::RunFacts> facts;
  if (!command.deterministic) facts = watch.facts(threads);
  const std::string json = report::to_json(result, facts);
  if (!command.json.empty() && !write_file(command.json, json)) return kFailed;
  if (!command.csv.empty() && !write_file(command.csv, report::to_interval_csv(result))) return kFailed;
  if (command.store) {
    const auto text = read_text(command.file);
    report::StoredRun kept;
    kept.kind = "run";
    kept.name = result.scenario;
    kept.started = watch.started();
    kept.seed = result.seed;
    kept.scenario = text.value_or("");
    kept.changes = lines_of(command.overrides);
    kept.result = json;
    if (!text || !keep(*command.store, std::move(kept))) return kFailed;
  }
  if (command.json != "-" && command.csv != "-") std::cout << report::summary(result);
  if (result.interrupted) return kFailed;
  if (!result.precision || result.precision->reached) return kDone;
  complain(
      fmt::format("{} replications do not make {} as precise as asked; more could (experiment.precision."
                  "most_replications)",
                  done, result.precision->figure));
  return kNotPrecise;
}

}  // namespace ringside::sim
