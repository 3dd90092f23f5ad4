#include <fmt/format.h>

#include <cstdio>

#include "scenarios/load/cases/ladder_case.h"
#include "scenarios/load/commands/command.h"
#include "scenarios/load/interrupt.h"
#include "scenarios/load/proxy.h"
#include "scenarios/load/report.h"

namespace ringside::load {
namespace {

void list_cases() {
  std::vector<std::vector<std::string>> rows{{"ladder", "name", "what has to happen"}};
  for (const LadderCase& ladder : ladder_cases()) rows.push_back({ladder.ladder, ladder.name, ladder.story});
  std::fputs(table(rows).c_str(), stdout);
}

int play_case(const CommonOptions& options, const LadderCase& ladder) {
  Plan plan = ladder.plan();
  if (plan.through_proxy && find_kamailio().empty()) {
    std::printf("skipped %-4s %s: kamailio is not installed (Debian: apt-get install kamailio)\n", ladder.ladder.c_str(),
                ladder.name.c_str());
    return kPassed;
  }
  plan.trace = true;
  int exit_code = kPassed;
  const auto played = play(options, ladder.name, plan, exit_code);
  if (!played) return exit_code;
  if (options.json) {
    std::puts(to_json("ladder " + ladder.name, played->verdict, played->run).c_str());
  } else {
    std::printf("%-6s %-4s %s\n%s", exit_code == kPassed ? "ok" : "FAILED", ladder.ladder.c_str(), ladder.name.c_str(),
                faults(played->verdict).c_str());
  }
  keep_or_remove(options, *played, false);
  std::fflush(stdout);
  return exit_code;
}

}  // namespace

int run_ladder(const CommonOptions& options, const LadderOptions& asked) {
  if (asked.list) {
    list_cases();
    return kPassed;
  }
  if (!asked.name.empty()) {
    const LadderCase* ladder = find_ladder_case(asked.name);
    if (ladder != nullptr) return play_case(options, *ladder);
    std::fprintf(stderr, "ringside-load: no ladder is named %s; `ringside-load ladder --list` names them\n",
                 asked.name.c_str());
    return kUsage;
  }
  int failed = 0;
  for (const LadderCase& ladder : ladder_cases()) {
    const int exit_code = play_case(options, ladder);
    if (exit_code == kInterrupted || interrupted()) return kInterrupted;
    failed += exit_code == kPassed ? 0 : 1;
  }
  std::printf("%zu ladders played, %d failed\n", ladder_cases().size(), failed);
  return failed == 0 ? kPassed : kFaults;
}

}  // namespace ringside::load
