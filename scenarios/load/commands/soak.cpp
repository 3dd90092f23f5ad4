#include <fmt/format.h>

#include <cstdio>

#include "scenarios/load/cases/mixed_fates.h"
#include "scenarios/load/commands/command.h"
#include "scenarios/load/lossy_network.h"
#include "scenarios/load/report.h"

namespace ringside::load {
namespace {

/// Sofia keeps ended transactions for T1x64; the memory is to be back at the start level after that.
constexpr milliseconds kRest{64'000};
constexpr std::size_t kAllowedGrowth = 16U << 20;

void judge_memory(Played& played) {
  if (played.run.rss_after <= played.run.rss_before + kAllowedGrowth) return;
  played.verdict.faults.push_back(fmt::format("memory did not go back: {} bytes before, {} bytes {} s after the last call",
                                              played.run.rss_before, played.run.rss_after, kRest.count() / 1000));
}

/// Whatever the engine counts of its SIP side has to be zero again.
void judge_gauges(Played& played) {
  for (const auto& [name, value] : played.run.statistics) {
    const bool gauge =
        name.ends_with("onhold_calls") || name.ends_with("queued_calls") || name.find("_legs") != std::string::npos;
    if (gauge && value != 0) played.verdict.faults.push_back(fmt::format("{} is {} after the last call", name, value));
  }
}

/// What an INVITE, a 200 or a BYE that never arrives makes of a call is open. SIPp gives up after some 30 s.
void let_anything_happen(Plan& plan) {
  plan.lossy = true;
  for (CallerSpec& spec : plan.callers) spec.fate = "any";
}

}  // namespace

int run_soak(const CommonOptions& options, const SoakOptions& soak) {
  Plan plan = mixed_fates(soak.calls, soak.rate);
  if (soak.loss > 0) {
    const auto directory = make_run_directory(options.run_directory, "network");
    if (!directory) return complain(directory.error());
    const auto entered = enter_lossy_network(soak.loss, soak.rate, *directory);
    std::error_code ignored;
    std::filesystem::remove_all(*directory, ignored);
    if (!entered) return complain(entered.error());
    let_anything_happen(plan);
  }
  plan.longest = milliseconds{static_cast<long>(static_cast<double>(soak.calls) / soak.rate * 1500) + 120'000};
  plan.settle = milliseconds{30'000};
  plan.rest = kRest;
  int exit_code = kPassed;
  auto played = play(options, "soak", plan, exit_code);
  if (!played) return exit_code;
  judge_memory(*played);
  judge_gauges(*played);
  exit_code = played->verdict.passed() ? kPassed : kFaults;
  if (options.json) {
    std::puts(to_json("soak", played->verdict, played->run).c_str());
  } else {
    std::printf("%s\n%s\n%s", summary(played->verdict).c_str(), resources(played->run).c_str(),
                faults(played->verdict).c_str());
    if (played->verdict.passed()) std::puts("No call, agent, leg or memory was left behind.");
  }
  keep_or_remove(options, *played, false);
  return exit_code;
}

}  // namespace ringside::load
