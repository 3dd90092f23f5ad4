#include <cstdio>

#include "scenarios/load/cases/mixed_fates.h"
#include "scenarios/load/commands/command.h"
#include "scenarios/load/report.h"

namespace ringside::load {

int run_demo(const CommonOptions& options) {
  constexpr double kCallsPerSecond = 12;
  Plan plan = mixed_fates(240, kCallsPerSecond);
  if (!options.quiet)
    std::fprintf(stderr,
                 "240 real SIP calls of mixed fate through ringside-engine, SIPp playing callers, agents and media server: "
                 "about 30 s\n");
  int exit_code = kPassed;
  const auto played = play(options, "demo", plan, exit_code);
  if (!played) return exit_code;
  if (options.json) {
    std::puts(to_json("demo", played->verdict, played->run).c_str());
  } else {
    std::printf("%s\n%s\n%s", summary(played->verdict).c_str(), resources(played->run).c_str(),
                faults(played->verdict).c_str());
    std::puts(played->verdict.passed() ? "Every call ended as it had to, and its CDRs say so."
                                       : "Something went wrong: see the faults above.");
  }
  keep_or_remove(options, *played, true);
  return exit_code;
}

}  // namespace ringside::load
