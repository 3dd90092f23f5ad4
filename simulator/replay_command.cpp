#include <fmt/format.h>

#include <boost/program_options.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "scenarios/format/units.h"
#include "simulator/commands.h"
#include "simulator/experiments/variants.h"
#include "simulator/ranks.h"
#include "simulator/recorded/what_if.h"
#include "simulator/sampler.h"

namespace ringside::sim {
namespace {

namespace po = boost::program_options;
using Json = nlohmann::ordered_json;

constexpr const char* kUsage = R"(Usage: ringside-sim replay RECORDING [--set CHANGES...] [OPTIONS]

A recorded day under other rules: what if? RECORDING is what `ringside-engine --record FILE` has written. Everybody calls when he
called. What was seen is kept: how long a caller stayed who left, how long a talk was, when and how each phone answered. What
was not seen is drawn from what was seen of others, anew in each replication: the patience of those who were answered, the talk
of those who left. It says how much that is. With nothing changed it is the recorded day, row by row, and that is checked first.

CHANGES are KEY=VALUE, or several with ; between them: settings.KEY as in a scenario, flows.FLOWID.COLUMN and
agents.AGENTID.COLUMN with the columns of cc_flows and cc_agents. An AGENTID that is new is one more agent, logged in all day;
logstate=0 keeps somebody away.

Examples:
  ringside-sim replay day.rec
  ringside-sim replay day.rec --set settings.wrapup_time=10s --set 'settings.wrapup_time=10s; flows.tech.dissuading_qsize_th=5'
  ringside-sim replay day.rec --set 'agents.extra.skills=support' --json what_if.json; ringside-report html what_if.json -o what_if.html
)";

std::string decided_text(const Decided& decided) {
  return fmt::format("{:.1f} % of what decided it was seen, {:.1f} % drawn", 100 * (1 - decided.share_drawn()),
                     100 * decided.share_drawn());
}

std::string json_of(const RecordedDay& day, const RecordedComparison& compared, const std::optional<report::RunFacts>& facts) {
  Json json = Json::parse(to_json(compared.comparison, facts));
  Json replay{{"calls", day.calls.size()},
              {"rows", compared.rows},
              {"unchanged_is_the_recording", compared.unlike.empty()},
              {"cut_off", day.cut_off}};
  if (!compared.unlike.empty()) replay["unlike"] = compared.unlike;
  replay["decided"] = Json::array();
  for (std::size_t v = 0; v < compared.decided.size(); ++v) {
    const Decided& decided = compared.decided[v];
    replay["decided"].push_back(Json{{"variant", compared.comparison.variants[v].name},
                                     {"seen", decided.seen},
                                     {"drawn", decided.drawn},
                                     {"share_drawn", decided.share_drawn()}});
  }
  json["replay"] = std::move(replay);
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

void tell(const RecordedDay& day, const RecordedComparison& compared) {
  fmt::print("{} calls in {}, {} rows of CDRs{}\n", day.calls.size(),
             scenario::duration_text(std::round(seconds(day.end - day.start))), compared.rows,
             day.cut_off ? "; the recording has no end: what was still on is drawn" : "");
  if (compared.unlike.empty()) {
    fmt::print("Nothing changed, the day is the recorded one, row by row.\n");
  } else {
    fmt::print("Nothing changed, the day is NOT the recorded one: {}\n", compared.unlike);
  }
  std::cout << summary(compared.comparison);
  std::cout << '\n';
  for (std::size_t v = 0; v < compared.decided.size(); ++v)
    fmt::print("{}: {}\n", compared.comparison.variants[v].name, decided_text(compared.decided[v]));
}

RecordedOptions options_of(const CommonOptions& common, const po::variables_map& values) {
  RecordedOptions options;
  options.name = common.files[0];
  options.replications = common.replications.value_or(30);
  options.seed = common.seed.value_or(1);
  const auto duration = [&](const char* name, double& value) {
    if (values.count(name) == 0) return;
    const std::string text = values[name].as<std::string>();
    const auto found = scenario::parse_duration(text);
    if (!found || *found <= 0)
      throw po::error(fmt::format("--{}: found '{}', allowed is a time above 0, such as 20s", name, text));
    value = *found;
  };
  duration("interval", options.interval);
  duration("threshold", options.threshold);
  for (const char* const figure :
       {"service_level", "abandonment_rate", "turned_away_rate", "mean_wait", "mean_queue", "answered", "agents.occupancy"})
    options.metrics.push_back(judged_metric(figure));
  return options;
}

}  // namespace

int replay_command(int argc, char** argv) {
  CommandLine line{"replay", kUsage};
  auto add = line.add();
  add("interval", po::value<std::string>()->value_name("TIME"), "of the charts: 30m (default: the day is one)");
  add("threshold", po::value<std::string>()->value_name("TIME"), "of the service level (default: 20s)");
  line.with_scenario("a variant: KEY=VALUE, or \"KEY=VALUE; KEY=VALUE\"; repeat for more");
  const auto common = line.parse(argc, argv);
  if (!common) return kDone;
  if (common->files.size() != 1)
    throw po::error("replay: " + std::to_string(common->files.size()) + " recordings given, one is allowed");
  RecordedOptions options = options_of(*common, line.values());
  std::vector<RecordedVariant> variants;
  for (const std::string& text : common->sets) {
    const auto variant = variant_of(text);
    if (!variant) throw po::error("--set: found '" + text + "', allowed is KEY=VALUE, or several with ; between them");
    variants.push_back({variant->name, variant->overrides});
  }
  const auto recording = text_of(common->files[0]);
  if (!recording) {
    complain(common->files[0] + ": cannot be read");
    return kWrongUse;
  }
  const auto day = read_recording(*recording);
  if (!day) {
    complain(common->files[0] + ": " + day.error());
    return kWrongUse;
  }
  watch_interrupts();
  const std::atomic<bool>& stop = Ranks::all().interrupted();  // the leader plays alone, there is nothing to agree on
  const Stopwatch watch;
  tl::expected<RecordedComparison, std::string> compared;
  {
    ProgressLine progress{options.replications, "replications", common->quiet};
    options.progress = [&](std::uint64_t n) { progress.done(n); };
    compared = compare_recorded(*day, variants, options, stop);
  }
  if (!compared) {
    complain(compared.error());
    return stop ? kFailed : kWrongUse;
  }
  std::optional<report::RunFacts> facts;
  if (!common->deterministic) facts = watch.own_facts(1);
  if (!common->json.empty() && !write_file(common->json, json_of(*day, *compared, facts))) return kFailed;
  if (common->json != "-") tell(*day, *compared);
  return stop || !compared->unlike.empty() ? kFailed : kDone;
}

}  // namespace ringside::sim
