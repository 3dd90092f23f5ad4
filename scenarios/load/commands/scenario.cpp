#include <cstdio>
#include <string>

#include "scenarios/format/load.h"
#include "scenarios/load/commands/command.h"
#include "scenarios/load/commands/output.h"
#include "scenarios/load/scenario/scenario_run.h"

namespace ringside::load {
std::optional<scenario::Scenario> read_scenario(const ScenarioOptions& options) {
  std::vector<scenario::Override> overrides;
  for (const std::string& set : options.sets) {
    const std::size_t equals = set.find('=');
    if (equals == std::string::npos || equals == 0) {
      std::fprintf(stderr, "ringside-load: --set: found '%s', allowed is KEY=VALUE\n", set.c_str());
      return std::nullopt;
    }
    overrides.push_back({set.substr(0, equals), set.substr(equals + 1)});
  }
  auto scenario = scenario::load_scenario(options.file, overrides);
  if (!scenario) {
    for (const scenario::Fault& fault : scenario.error()) std::fprintf(stderr, "%s\n", scenario::to_string(fault).c_str());
    return std::nullopt;
  }
  if (options.seed) scenario->experiment.seed = *options.seed;
  if (options.duration > 0) scenario = first_part(std::move(*scenario), static_cast<double>(options.duration));
  scenario->experiment.batches = 0;
  return std::move(*scenario);
}

int run_scenario(const CommonOptions& options, const ScenarioOptions& asked) {
  const std::optional<scenario::Scenario> scenario = read_scenario(asked);
  if (!scenario) return kUsage;
  const auto directory = make_run_directory(options.run_directory, "run");
  if (!directory) return complain(directory.error());
  const Stopwatch watch;
  Result<RealRun> real = tl::unexpected{Error{}};
  {
    Progress progress{options.quiet};
    const ScenarioPlay play{.time_scale = asked.time_scale,
                            .replication = asked.replication,
                            .target = asked.target,
                            .tcp = options.tcp,
                            .tls = options.tls,
                            .through_proxy = options.through_proxy,
                            .audio = asked.audio,
                            .capture = true,
                            .trace = options.trace,
                            .keeps_partial = true,
                            .mi = asked.mi.empty() ? std::nullopt : MiAddress::read(asked.mi)};
    real = play_scenario(*scenario, play, options.site, *directory, progress);
  }
  if (!real) return complain(real.error(), *directory);
  const std::string json = to_json(*real, watch.facts(real->real.engine_cpu_s + real->real.sipp_cpu_s));
  std::fputs(options.json ? json.c_str() : summary(*real).c_str(), stdout);
  bool written = asked.json_file.empty() || write_file(asked.json_file, json);
  if (!asked.out.empty()) written = write_file(*directory / "result.json", json) && written;
  std::FILE* out = options.json ? stderr : stdout;
  if (options.keep || !asked.out.empty() || real->failed()) {
    std::fprintf(out, "database: %s\nlogs:     %s\n", database_file(*directory).c_str(), directory->c_str());
  } else {
    std::error_code ignored;
    std::filesystem::remove_all(*directory, ignored);
  }
  if (!written) return kCannotRun;
  if (real->run.interrupted_at) return kInterrupted;
  return real->failed() ? kFaults : real->result.invalid.empty() ? kPassed : kInvalid;
}

}  // namespace ringside::load
