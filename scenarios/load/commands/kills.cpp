#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "scenarios/load/cases/kills.h"
#include "scenarios/load/commands/command.h"
#include "scenarios/load/site.h"

namespace ringside::load {
namespace {

std::string told(const KillsSpec& spec, const KillsWitness& witness, const KillsVerdict& verdict) {
  std::vector<double> outages = witness.outages;
  std::sort(outages.begin(), outages.end());
  const auto at = [&](double share) {
    return outages.empty() ? 0.0 : outages[static_cast<std::size_t>(share * static_cast<double>(outages.size() - 1))];
  };
  return fmt::format(
      "seed                  {}\n"
      "kills                 {} under {} calls/s\n"
      "outage                P50 {:.0f}  max {:.0f} ms, from the kill until the next engine was ready\n"
      "calls made            {}, {} answered, {} broken off by SIPp\n"
      "listed before kills   {}, {} back after them, the others had ended\n"
      "without a trace       {}, begun just before a kill\n",
      spec.seed, witness.kills.size(), spec.rate, at(0.5), at(1), verdict.calls, verdict.answered, verdict.unlogged,
      witness.listed, verdict.back, verdict.vanished);
}

std::string told_as_json(const KillsSpec& spec, const KillsWitness& witness, const KillsVerdict& verdict) {
  return fmt::format(
      R"({{"command":"kills","seed":{},"kills":{},"calls":{},"answered":{},"listed":{},"back":{},"vanished":{},"faults":{}}})"
      "\n",
      spec.seed, witness.kills.size(), verdict.calls, verdict.answered, witness.listed, verdict.back, verdict.vanished,
      verdict.faults.size());
}

}  // namespace

int run_kills(const CommonOptions& common, const KillsSpec& spec) {
  CommonOptions options = common;
  if (options.run_directory.empty()) options.run_directory = folder_in_memory();
  KillsWitness witness;
  Plan plan = kills_plan(spec, options.site.scenarios, witness);
  int exit_code = kPassed;
  auto played = play(options, "kills", plan, exit_code);
  if (!played) return exit_code;
  const KillsVerdict verdict = judge_kills(played->run, witness);
  played->verdict.faults = verdict.faults;
  std::fputs((options.json ? told_as_json(spec, witness, verdict) : told(spec, witness, verdict)).c_str(), stdout);
  for (const std::string& fault : verdict.faults) std::fprintf(options.json ? stderr : stdout, "  %s\n", fault.c_str());
  if (verdict.faults.empty() && !options.json) std::puts("\nNo record and no call was lost that had to be kept.");
  keep_or_remove(options, *played, false);
  return verdict.faults.empty() ? kPassed : kFaults;
}

}  // namespace ringside::load
