#include <cstdio>
#include <string>

#include "scenarios/format/load.h"
#include "scenarios/load/cases/scenario_plan.h"
#include "scenarios/load/commands/command.h"
#include "scenarios/load/report.h"

namespace ringside::load {

int run_scenario(const CommonOptions& options, const ScenarioOptions& scenario_options) {
  std::vector<scenario::Override> overrides;
  for (const std::string& set : scenario_options.sets) {
    const std::size_t equals = set.find('=');
    if (equals == std::string::npos || equals == 0) {
      std::fprintf(stderr, "ringside-load: --set: found '%s', allowed is KEY=VALUE\n", set.c_str());
      return kUsage;
    }
    overrides.push_back({set.substr(0, equals), set.substr(equals + 1)});
  }
  const auto scenario = scenario::load_scenario(scenario_options.file, overrides);
  if (!scenario) {
    for (const scenario::Fault& fault : scenario.error()) std::fprintf(stderr, "%s\n", scenario::to_string(fault).c_str());
    return kUsage;
  }
  auto plan = plan_of(*scenario, {scenario_options.time_scale, static_cast<double>(scenario_options.duration)});
  if (!plan) {
    std::fprintf(stderr, "ringside-load: %s: %s\n", scenario_options.file.c_str(), plan.error().message.c_str());
    return kUsage;
  }
  if (!options.quiet) {
    long calls = 0;
    for (const CallerSpec& callers : plan->callers) calls += callers.calls;
    std::fprintf(
        stderr,
        "%ld real SIP calls through ringside-engine, %g seconds of the scenario in one; calls come evenly, not at random\n",
        calls, scenario_options.time_scale);
  }
  int exit_code = kPassed;
  const auto played = play(options, "run", *plan, exit_code);
  if (!played) return exit_code;
  if (options.json) {
    std::puts(to_json("run", played->verdict, played->run).c_str());
  } else {
    std::printf("%s\n%s\n%s", summary(played->verdict).c_str(), resources(played->run).c_str(),
                faults(played->verdict).c_str());
  }
  keep_or_remove(options, *played, false);
  return exit_code;
}

}  // namespace ringside::load
