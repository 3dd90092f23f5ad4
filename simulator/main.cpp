#include <algorithm>
#include <boost/program_options.hpp>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "scenarios/format/units.h"
#include "simulator/cluster/launch.h"
#include "simulator/commands.h"
#include "simulator/program.h"
#include "simulator/ranks.h"

namespace {

namespace po = boost::program_options;
using namespace ringside;  // NOLINT(google-build-using-namespace): the program's own

constexpr const char* kUsageText =
    R"(ringside-sim: a call centre in virtual time, decided by the very engine that serves real calls.

Usage: ringside-sim COMMAND [OPTIONS]

  run FILE               plays the scenario's day many times, says what came of it
  compare FILE           what if: variants of a scenario on the same callers, and whether they really differ
  staff FILE             the cheapest numbers of agents, or shifts, that reach the service level
  sweep FILE             many values of some keys, all combinations or a sample; goes on where it was stopped
  tune FILE              settings of which none is beaten in every goal: turned away, given up, waited
  fit SOURCE             a scenario from one's own records: cc_cdrs, queue_log, CSV
  replay RECORDING       a recorded day of a live engine, under other rules
  runs                   what has been kept of earlier runs: list, show, rm, merge
  check FILE...          judges scenario files, names each fault with line and column
  schema                 prints the JSON Schema of scenario files, for editors

A scenario is one YAML file: flows with their callers, agents, and how long. What a run says is a sample: every
figure comes with the interval in which its true value lies. More replications, narrower intervals: four times
as many halve them. The same seed gives the same callers, so that two variants meet the same day.

Beyond one machine: mpirun ringside-sim COMMAND ... divides run, compare, staff, sweep and tune among its ranks; the result
is the same.

COMMAND --help tells more of each. A RUN is an id in the file of runs, or a result JSON file.

Examples:
  ringside-sim run scenarios/small.yaml
  ringside-sim run scenarios/tech_support_day.yaml --replications 200 --json result.json
  ringside-sim run scenarios/small.yaml --set agents.team.count=+1 --set settings.wrapup_time=10s
  mpirun -n 8 ringside-sim sweep scenarios/small.yaml --vary agents.team.count=4..8
  curl -s --json '{"jsonrpc":"2.0","id":1,"method":"rs_snapshot"}' http://127.0.0.1:8888/mi |
    ringside-sim run day.yaml --from-snapshot - --for 2h        # what the next two hours will bring

Exit codes: 0 done, 1 failed or interrupted (what was complete is shown), 2 wrong options or scenario,
3 played as far as the scenario allows, but a figure is not as precise as it asks (run).
)";

po::options_description describe(sim::RunCommand& run, std::vector<std::string>& sets) {
  po::options_description options{"Options of run"};
  auto add = options.add_options();
  add("help,h", "this text");
  add("version", "name and version");
  add("replications", po::value<std::string>()->value_name("N"), "days to play (default: the scenario's, or 30)");
  add("seed", po::value<std::string>()->value_name("S"), "of all random numbers (default: the scenario's, or 1)");
  add("threads", po::value<std::string>()->value_name("N"),
      "the result does not depend on it (default: one a core; with mpirun one a rank)");
  add("json", po::value(&run.json)->value_name("PATH"), "write the result there, in full; - for standard output");
  add("csv", po::value(&run.csv)->value_name("PATH"),
      "write the intervals there: queue,date,time,volume,AHT,...; - for standard output");
  add("deterministic", po::bool_switch(&run.deterministic), "leave time and host out of the JSON: same seed, same bytes");
  add("set", po::value(&sets)->value_name("KEY=VALUE"), "change the scenario: agents.team.count=12, or +2; repeat for more");
  add("from-snapshot", po::value(&run.from_snapshot)->value_name("PATH"),
      "go on from a live centre: what its engine answers to rs_snapshot; - for standard input");
  add("for", po::value<std::string>()->value_name("TIME"), "so long, with --from-snapshot (default: 2h)");
  add("at", po::value<std::string>()->value_name("HH:MM"),
      "the time of day of the snapshot (default: what it says itself, in the local time zone)");
  add("store", po::bool_switch(), "keep scenario and result in the file of runs");
  add("runs", po::value<std::string>()->value_name("PATH"),
      "that file (default: $RINGSIDE_RUNS, or ~/.local/share/ringside/runs.db)");
  add("quiet,q", po::bool_switch(&run.quiet), "no progress");
  return options;
}

struct Command {
  std::string_view name;
  int (*perform)(int argc, char** argv);
};
constexpr Command kCommands[] = {
    {"compare", sim::compare_command}, {"staff", sim::staff_command}, {"sweep", sim::sweep_command},
    {"tune", sim::tune_command},       {"fit", sim::fit_command},     {"replay", sim::replay_command},
    {"runs", sim::runs_command},
};

int perform(int argc, char** argv) {
  for (const Command& command : kCommands) {
    if (argc > 1 && argv[1] == command.name) return command.perform(argc - 1, argv + 1);
  }
  sim::RunCommand run;
  std::vector<std::string> sets;
  std::vector<std::string> words;
  const po::options_description options = describe(run, sets);
  po::options_description all;
  all.add(options).add_options()("words", po::value(&words));
  po::positional_options_description positions;
  positions.add("words", -1);
  po::variables_map map;
  constexpr int kStyle = po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
  po::store(po::command_line_parser(argc, argv).options(all).positional(positions).style(kStyle).run(), map);
  po::notify(map);
  if (map.count("version") > 0) {
    std::cout << "ringside-sim " RINGSIDE_VERSION "\n";
    return sim::kDone;
  }
  if (map.count("help") > 0) {
    std::cout << kUsageText << '\n' << options;
    return sim::kDone;
  }
  if (words.empty()) throw po::error("no command; --help tells them");
  if (words[0] == "schema" && words.size() == 1) {
    std::cout << scenario::schema();
    return sim::kDone;
  }
  if (words[0] == "check") {
    if (words.size() < 2) throw po::error("check: no file given");
    return sim::check({words.begin() + 1, words.end()});
  }
  if (words[0] != "run")
    throw po::error("found the command '" + words[0] +
                    "', allowed are run, compare, staff, sweep, tune, fit, replay, runs, check, schema");
  if (words.size() != 2) throw po::error("run: " + std::to_string(words.size() - 1) + " files given, one is allowed");
  run.file = words[1];
  if (map.count("replications") > 0)
    run.replications = sim::whole_option("replications", map["replications"].as<std::string>(), 1, 1000000);
  if (map.count("seed") > 0) run.seed = sim::whole_option("seed", map["seed"].as<std::string>(), 0, std::uint64_t{1} << 53);
  if (map.count("threads") > 0)
    run.threads = static_cast<unsigned>(sim::whole_option("threads", map["threads"].as<std::string>(), 1, 1024));
  if (run.from_snapshot.empty() && map.count("for") + map.count("at") > 0)
    throw po::error("--for and --at have a meaning with --from-snapshot only");
  if (map.count("for") > 0) {
    const std::string text = map["for"].as<std::string>();
    const auto span = scenario::parse_duration(text);
    if (!span || *span <= 0) throw po::error("--for: found '" + text + "', allowed is a time above 0, such as 90m or 2h");
    run.start.span = *span;
  }
  if (map.count("at") > 0) {
    const std::string text = map["at"].as<std::string>();
    run.start.time_of_day = scenario::parse_clock(text);
    if (!run.start.time_of_day) throw po::error("--at: found '" + text + "', allowed is a time of day, such as 13:30");
  }
  for (const std::string& set : sets) run.overrides.push_back(sim::set_option("set", set));
  if (map["store"].as<bool>())
    run.store = map.count("runs") > 0 ? std::filesystem::path{map["runs"].as<std::string>()} : report::default_runs_file();
  return sim::run(run);
}

/// Played by one process, though there be more.
bool is_for_one(std::string_view command) {
  constexpr std::string_view kForOne[] = {"fit", "replay", "runs", "check", "schema"};
  return std::find(std::begin(kForOne), std::end(kForOne), command) != std::end(kForOne);
}

/// Ranks must have been given the same words, and see the same files by them.
void agree_on_work(int argc, char** argv) {
  std::string words = RINGSIDE_VERSION;
  for (int i = 1; i < argc; ++i) words += std::string{"\n"} + argv[i];
  sim::Ranks::all().agree_on("program and command line", words);
  for (int i = 2; i < argc; ++i) {
    if (argv[i][0] == '-' || std::string_view{argv[i - 1]}.starts_with("--")) continue;
    sim::Ranks::all().agree_on(std::string{"file "} + argv[i], sim::text_of(argv[i]).value_or(""));
  }
}

int perform_together(int argc, char** argv) {
  if (!sim::Ranks::all().alone()) {
    agree_on_work(argc, argv);
    if (!sim::Ranks::all().leads() && argc > 1 && is_for_one(argv[1])) return sim::kDone;
  }
  return perform(argc, argv);
}

int guarded(int argc, char** argv) {
  try {
    return perform_together(argc, argv);
  } catch (const po::error& e) {
    sim::complain(e.what());
    return sim::kWrongUse;
  } catch (const std::exception& e) {
    sim::complain(e.what());
    return sim::kFailed;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto others = sim::join_launched_ranks();
  if (!others) {
    sim::complain(others.error());
    return sim::kFailed;
  }
  sim::Ranks& ranks = sim::Ranks::all();
  if (*others) ranks.join(**others);
  // What a command says, the leader says; a disk that is full is his to notice.
  if (!ranks.leads() && std::freopen("/dev/null", "w", stdout) == nullptr) return sim::kFailed;
  const int code = guarded(argc, argv);
  std::cout.flush();
  const sim::Ranks::Ending ending = ranks.finish(code);
  if (ranks.leads()) std::cerr << ending.complaints;
  return ending.code;
}
