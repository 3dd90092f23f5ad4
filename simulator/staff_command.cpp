#include <boost/program_options.hpp>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "scenarios/format/units.h"
#include "simulator/commands.h"
#include "simulator/experiments/staffing.h"
#include "simulator/warmup.h"

namespace ringside::sim {
namespace {

namespace po = boost::program_options;

constexpr const char* kUsage = R"(Usage: ringside-sim staff FILE [OPTIONS]

Finds the cheapest numbers of agents that reach the scenario's service level, by playing rosters with always the same
callers: in every step of the day (or over the day), so surely that the lower bound of the service level meets the target, or
on a share of the days. Numbers are of agents on the roster; those whom shrinkage keeps away are allowed for.

The scenario may say what there is to choose from; without it each group may have any number in any step:

  service_level: {threshold: 20s, target: 0.8}
  staffing:
    step: 30m                  # numbers may differ from step to step (default: interval)
    per: interval              # or day
    days: 0.9                  # the share of days that must meet the target, in place of the mean's lower bound
    groups:
      team:
        at_least: 2
        shifts:                # whole shifts only; cost: of one agent's shift (default: hours x the group's cost)
          early: {from: 0h, to: 8h, breaks: [{from: 4h, to: 4h30m}], cost: 220}
          late:  {from: 2h, to: 10h}

Examples:
  ringside-sim staff scenarios/small.yaml
  ringside-sim staff scenarios/shifts.yaml
  ringside-sim staff scenarios/shifts.yaml --days 0.9 --replications 200 --json plan.json
)";

}  // namespace

int staff_command(int argc, char** argv) {
  CommandLine line{"staff", kUsage};
  auto add = line.add();
  add("per", po::value<std::string>()->value_name("WHAT"), "interval or day (default: the scenario's, or interval)");
  add("days", po::value<std::string>()->value_name("Q"),
      "share of days that must meet the target; 0: the mean's lower bound must");
  add("step", po::value<std::string>()->value_name("TIME"), "numbers may differ from step to step: 30m");
  add("most-rosters", po::value<std::string>()->value_name("N"),
      "so many are played before it goes on without a proof (default 600)");
  line.with_scenario();
  line.with_store();
  const auto options = line.parse(argc, argv);
  if (!options) return kDone;
  if (options->files.size() != 1)
    throw po::error("staff: " + std::to_string(options->files.size()) + " files given, one is allowed");
  auto scenario = scenario::load_scenario(options->files[0], options->overrides());
  if (!scenario) {
    tell(scenario.error());
    return kWrongUse;
  }
  const po::variables_map& values = line.values();
  const auto text = [&](const char* name) { return values[name].as<std::string>(); };
  if (values.count("per") > 0) {
    if (text("per") != "interval" && text("per") != "day")
      throw po::error("--per: found '" + text("per") + "', allowed are interval, day");
    scenario->staffing.per_day = text("per") == "day";
  }
  if (values.count("days") > 0) scenario->staffing.days = number_option("days", text("days"), 0, 1);
  if (values.count("step") > 0) {
    const auto step = scenario::parse_duration(text("step"));
    if (!step || *step <= 0) throw po::error("--step: found '" + text("step") + "', allowed is a duration such as 30m");
    scenario->staffing.step = *step;
  }
  const double step = scenario->staffing.step > 0 ? scenario->staffing.step : scenario->interval;
  if (step > 0 && scenario->horizon / step > 500)
    throw po::error("staff: more than 500 steps; ask for longer ones with --step");

  StaffingOptions search{.replications = options->replications.value_or(scenario->experiment.replications),
                         .seed = options->seed.value_or(scenario->experiment.seed),
                         .threads = options->threads,
                         .progress = {}};
  if (values.count("most-rosters") > 0)
    search.most_evaluations = whole_option("most-rosters", text("most-rosters"), 1, 1000000);
  const std::atomic<bool>& stop = watch_interrupts();
  const Stopwatch watch;
  if (!settle_warmup(*scenario, options->threads, stop)) complain(kNoSteadyState);
  if (scenario->experiment.mser5 && step > 0) {  // the intervals of a roster are whole steps
    const double steps = scenario->experiment.warmup / step;
    scenario->experiment.warmup = step * (std::ceil(steps) * step < scenario->horizon ? std::ceil(steps) : std::floor(steps));
  }
  tl::expected<StaffingResult, std::string> result;
  {
    ProgressLine progress{0, "", options->quiet};
    search.progress = [&](const std::string& done) { progress.say(done); };
    result = find_staffing(*scenario, search, stop);
  }
  if (!result) {
    complain(result.error());
    return kFailed;
  }
  std::optional<report::RunFacts> facts;
  if (!options->deterministic) facts = watch.facts(options->threads);
  const std::string json = to_json(*scenario, *result, search, facts);
  if (!options->json.empty() && !write_file(options->json, json)) return kFailed;
  if (options->json != "-") std::cout << summary(*scenario, *result);
  if (options->store) {
    report::StoredRun kept;
    kept.kind = "staff";
    kept.name = scenario->name;
    kept.started = watch.started();
    kept.seed = search.seed;
    kept.scenario = read_text(options->files[0]).value_or("");
    kept.changes = lines_of(options->overrides());
    kept.result = json;
    if (!keep(options->runs, std::move(kept))) return kFailed;
  }
  return kDone;
}

}  // namespace ringside::sim
