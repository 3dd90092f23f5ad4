#include <fmt/format.h>

#include <boost/program_options.hpp>
#include <iostream>
#include <limits>
#include <tuple>

#include "simulator/commands.h"
#include "simulator/experiments/judged_metric.h"
#include "simulator/experiments/sweep.h"
#include "simulator/ranks.h"
#include "simulator/setup.h"

namespace ringside::sim {
namespace {

namespace po = boost::program_options;
using Texts = std::vector<std::string>;

constexpr const char* kSweepUsage = R"(Usage: ringside-sim sweep FILE --vary KEY=VALUES... [OPTIONS]

Plays a scenario with many values of some keys: all combinations, or with --latin as many points spread evenly over the
ranges. Every point meets the same callers. Each result is kept in the file of runs as it comes: a sweep that was stopped,
or killed, goes on where it was when the same command is given again. Several machines share the work with --shard 1/3, 2/3,
3/3, each with a file of its own (--runs), and `ringside-sim runs merge` puts them together; the same command then shows all.
With mpirun its ranks share it, and the first one keeps the file of runs.

Examples:
  ringside-sim sweep scenarios/small.yaml --vary agents.team.count=4..8 --vary settings.wrapup_time=0s,15s,30s
  ringside-sim sweep scenarios/small.yaml --vary flows.support.calls.arrivals=40/h..90/h/10 --csv load.csv
  ringside-sim sweep scenarios/dissuading.yaml --latin 40 --vary flows.hotline.dissuading_qsize_th=1..20 \
      --vary flows.hotline.dissuading_ewt_th=30s..300s --shard 1/2 --runs first.db
)";

constexpr const char* kTuneUsage = R"(Usage: ringside-sim tune FILE [--vary KEY=VALUES...] [OPTIONS]

Looks for good settings: plays many, on the same callers, and keeps those of which none is beaten in every goal (the Pareto
front). Few callers turned away, few who give up, and short waits cannot all be had; the front shows what can, and the choice
is yours. Without --vary it tries the threshold of dissuading of each flow, how long wrap-up may last, and the chat policy.
Results are kept in the file of runs as they come, so it goes on where it was stopped.

Examples:
  ringside-sim tune scenarios/dissuading.yaml
  ringside-sim tune scenarios/dissuading.yaml --vary flows.hotline.dissuading_qsize_th=1..20 --goal turned_away_rate --goal mean_wait
  ringside-sim tune scenarios/audio_and_chat.yaml --vary settings.chat_dispatch_policy=balancing,full-load --vary flows.orders.max_wrapup_time=5s..30s/5s
)";

constexpr std::uint64_t kMostPoints = 100000;

std::pair<std::uint64_t, std::uint64_t> shard_option(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) throw po::error("--shard: found '" + text + "', allowed is I/N such as 1/4");
  const std::uint64_t shards = whole_option("shard", text.substr(slash + 1), 1, 100000);
  return {whole_option("shard", text.substr(0, slash), 1, shards), shards};
}

/// What is worth trying in this scenario, if nobody says.
std::vector<SweepAxis> usual_axes(const scenario::Scenario& scenario) {
  std::vector<SweepAxis> axes;
  const auto add = [&](const std::string& text) { axes.push_back(*parse_axis(text)); };
  for (const scenario::Flow& flow : scenario.flows) {
    const core::FlowRow& row = flow.row;
    const std::string path = "flows." + row.flowid + ".";
    if (!row.message_dissuading.empty() && flow.calls) add(path + "dissuading_qsize_th=0,2,4,6,8,12,16,24");
    if (scenario.settings.wrapup_time.count() > 0 && row.max_wrapup_time > 0) add(path + "max_wrapup_time=5s,10s,20s,30s");
  }
  for (const scenario::AgentGroup& group : scenario.agents) {
    if (group.sessions < 2) continue;
    add("settings.chat_dispatch_policy=balancing,full-load");
    break;
  }
  return axes;
}

struct Asked {
  CommonOptions common;
  Sweep sweep;
  SweepOptions options;
  std::vector<std::string> figures;
  std::string csv;
};

std::vector<SweepPoint> points_of(const po::variables_map& values, std::vector<SweepAxis> axes, std::uint64_t seed) {
  if (values.count("vary") > 0) {
    axes.clear();
    for (const std::string& text : values["vary"].as<Texts>()) {
      const auto axis = parse_axis(text);
      if (!axis) throw po::error("--vary: " + axis.error());
      axes.push_back(*axis);
    }
  }
  if (axes.empty()) throw po::error("found nothing to vary, allowed is --vary KEY=VALUES, at least once");
  if (values.count("latin") > 0)
    return latin_hypercube(axes, whole_option("latin", values["latin"].as<std::string>(), 1, kMostPoints), seed);
  const auto all = grid(axes, kMostPoints);
  if (!all)
    throw po::error(fmt::format("--vary: found more than {} combinations; ask for some of them with --latin N", kMostPoints));
  return *all;
}

double value_of(const PlayedPoint& point, const std::string& name) {
  const report::Figure* const figure = point.result.find(name);
  return figure == nullptr || figure->denominator == 0 ? std::numeric_limits<double>::infinity() : figure->estimate.value;
}

int perform(const Asked& asked, bool tune) {
  const std::atomic<bool>& stop = watch_interrupts();
  const Stopwatch watch;
  const bool leads = Ranks::all().leads();
  std::optional<report::RunStore> store;
  if (leads) {
    auto opened = report::RunStore::open(asked.common.runs);
    if (!opened) {
      complain(opened.error().message);
      return kFailed;
    }
    store.emplace(std::move(*opened));
  }
  tl::expected<SweepProgress, SweepError> progress;
  {
    ProgressLine line{(asked.sweep.points.size() + asked.options.shards - asked.options.shard) / asked.options.shards, "points",
                      asked.common.quiet};
    SweepOptions options = asked.options;
    options.started = watch.started();
    options.progress = [&](std::uint64_t done, std::uint64_t before, std::uint64_t) { line.done(done, before); };
    progress = play_sweep(asked.sweep, options, store ? &*store : nullptr, stop);
  }
  if (!progress) {
    tell(progress.error().faults);
    if (!progress.error().message.empty()) complain(progress.error().message);
    return progress.error().faults.empty() ? kFailed : kWrongUse;
  }
  std::optional<report::RunFacts> facts;
  if (!asked.common.deterministic) facts = watch.facts(asked.common.threads);
  if (!leads) return kDone;
  if (!asked.common.quiet) {
    fmt::print(stderr, "{} points: {} were there, {} played; sweep {} in {}\n", progress->all, progress->before,
               progress->played, asked.sweep.key(), asked.common.runs.string());
  }
  const bool whole = progress->before + progress->played == progress->all;
  const auto points = played_points(asked.sweep, *store);
  if (!points) {
    complain(points.error());
    return kFailed;
  }
  const std::vector<std::size_t> front = tune ? pareto_front(*points, asked.figures) : std::vector<std::size_t>{};
  if (!asked.common.json.empty() && !write_file(asked.common.json, sweep_json(asked.sweep, *points, front, facts)))
    return kFailed;
  if (!asked.csv.empty() && !write_file(asked.csv, sweep_csv(*points, asked.figures))) return kFailed;
  if (asked.common.json != "-" && asked.csv != "-") {
    constexpr std::size_t kMostLines = 60;
    std::vector<PlayedPoint> shown;
    for (const std::size_t i : front) shown.push_back((*points)[i]);
    std::stable_sort(shown.begin(), shown.end(), [&](const PlayedPoint& a, const PlayedPoint& b) {
      return value_of(a, asked.figures[0]) < value_of(b, asked.figures[0]);
    });
    if (tune) fmt::print("{} settings played, of {} none is beaten in every goal:\n", points->size(), front.size());
    std::cout << sweep_table(tune ? shown : *points, asked.figures, kMostLines);
  }
  if (!whole) complain("interrupted; the same command goes on from here");
  return whole ? kDone : kFailed;
}

int sweep_or_tune(int argc, char** argv, bool tune) {
  CommandLine line{tune ? "tune" : "sweep", tune ? kTuneUsage : kSweepUsage};
  auto add = line.add();
  add("vary", po::value<Texts>()->value_name("KEY=VALUES"), "A,B,C or LOW..HIGH or LOW..HIGH/STEP; repeat for more keys");
  add("latin", po::value<std::string>()->value_name("N"),
      "so many points of a Latin hypercube instead of all combinations; equal ones are played once");
  add("shard", po::value<std::string>()->value_name("I/N"), "play only every N-th point, from the I-th on");
  add("csv", po::value<std::string>()->value_name("PATH"), "write the points as a table; - for standard output");
  add(tune ? "goal" : "figure", po::value<Texts>()->value_name("FIGURE"),
      tune ? "judge by this figure: cost, mean_wait, FLOW.calls.mean_wait, GROUP.past_shift, ...; repeat for more (default: "
             "turned_away_rate, abandonment_rate, mean_wait)"
           : "show this figure: mean_wait, cost, FLOW.calls.mean_wait, GROUP.occupancy, ...; repeat for more");
  line.with_scenario();
  line.with_runs();
  auto common = line.parse(argc, argv);
  if (!common) return kDone;
  if (common->files.size() != 1)
    throw po::error(std::string{argv[0]} + ": " + std::to_string(common->files.size()) + " files given, one is allowed");
  const po::variables_map& values = line.values();
  const auto text = read_text(common->files[0]);
  if (!text) return kWrongUse;
  const auto scenario = scenario::parse_scenario(*text, common->files[0], common->overrides());
  if (!scenario) {
    tell(scenario.error());
    return kWrongUse;
  }
  Asked asked;
  asked.sweep.kind = tune ? "tune" : "sweep";
  asked.sweep.file = common->files[0];
  asked.sweep.text = *text;
  asked.sweep.base = common->overrides();
  asked.sweep.replications = common->replications.value_or(scenario->experiment.replications);
  asked.sweep.seed = common->seed.value_or(scenario->experiment.seed);
  asked.sweep.version = program_version();
  asked.sweep.points = points_of(values, tune ? usual_axes(*scenario) : std::vector<SweepAxis>{}, asked.sweep.seed);
  asked.sweep.volumes = volumes_read(asked.sweep);
  Ranks::all().agree_on("CSV files of arrivals", asked.sweep.volumes);
  if (values.count("shard") > 0)
    std::tie(asked.options.shard, asked.options.shards) = shard_option(values["shard"].as<std::string>());
  asked.options.threads = common->threads;
  const char* const figure = tune ? "goal" : "figure";
  if (values.count(figure) > 0) asked.figures = values[figure].as<Texts>();
  if (asked.figures.empty())
    asked.figures = tune ? Texts{"turned_away_rate", "abandonment_rate", "mean_wait"}
                         : Texts{"service_level", "abandonment_rate", "mean_wait"};
  const report::Tally none{tally_setup(Plan{*scenario})};
  const report::Result figures = none.result();
  for (const std::string& name : asked.figures) {
    if (figures.find(name) == nullptr)
      throw po::error(std::string{"--"} + figure + ": found '" + name +
                      "', allowed is a figure of all together, such as mean_wait or cost, FLOW.calls.mean_wait, or "
                      "GROUP.occupancy");
    if (tune && judged_metric(name).wish == Wish::neither)
      throw po::error("--goal: of '" + name + "' neither more nor less is better");
  }
  if (values.count("csv") > 0) asked.csv = values["csv"].as<std::string>();
  asked.common = std::move(*common);
  return perform(asked, tune);
}

}  // namespace

int sweep_command(int argc, char** argv) { return sweep_or_tune(argc, argv, false); }
int tune_command(int argc, char** argv) { return sweep_or_tune(argc, argv, true); }

}  // namespace ringside::sim
