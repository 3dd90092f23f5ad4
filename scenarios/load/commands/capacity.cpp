#include "scenarios/load/capacity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "scenarios/load/bench_figures.h"
#include "scenarios/load/cases/bench_works.h"
#include "scenarios/load/commands/command.h"
#include "scenarios/load/commands/day_pace.h"
#include "scenarios/load/scenario/scenario_run.h"

namespace ringside::load {
namespace {

/// The verdict of one run of a bench work.
Result<Probe> probe_work(const CommonOptions& options, const BenchWork& work, double rate, double seconds) {
  Plan plan = work.plan(rate, std::max(1L, std::lround(rate * seconds)));
  plan.tcp = options.tcp;
  plan.trace = options.trace;
  plan.through_proxy = options.through_proxy;
  const auto directory = make_run_directory(options.run_directory, "capacity");
  if (!directory) return tl::unexpected{directory.error()};
  Progress progress{options.quiet};
  auto run = RunningPlan{plan, options.site, *directory, progress}.play();
  std::error_code ignored;
  if (!options.keep) std::filesystem::remove_all(*directory, ignored);
  if (!run) return tl::unexpected{run.error()};
  const Verdict verdict = judge(plan, *run);
  const BenchFigures f = bench_figures(plan, *run, verdict);
  const auto calls = static_cast<double>(std::max(1L, f.calls));
  Probe probe;
  probe.rate = rate;
  probe.calls = f.calls;
  probe.failed = static_cast<double>(f.failed + f.refused) / calls;
  probe.retransmissions = static_cast<double>(f.retransmissions) / calls;
  probe.p99_ms = f.dispatch_ms.p99;
  probe.engine_cpu_ms = f.cpu_per_call;
  probe.saturated = f.saturated;
  probe.faults = run->lost_parties;
  if (run->engine_died) probe.faults.emplace_back("the engine died while calls were on");
  if (run->broken_off) probe.faults.emplace_back("the run took too long and was broken off");
  return probe;
}

/// A scenario comes at a rate by the time scale: the same callers, agents and queues, only faster.
class ScenarioProbe {
 public:
  ScenarioProbe(const CommonOptions& options, scenario::Scenario scenario, std::uint64_t replication, DayPace pace)
      : options_{options}, scenario_{std::move(scenario)}, replication_{replication}, pace_{std::move(pace)} {}

  Result<Probe> operator()(double rate) const {
    const double scale = pace_.scale(rate);
    const scenario::Scenario part = first_part(scenario_, pace_.played(scale));
    const auto directory = make_run_directory(options_.run_directory, "capacity");
    if (!directory) return tl::unexpected{directory.error()};
    Progress progress{options_.quiet};
    const ScenarioPlay play{.time_scale = scale,
                            .replication = replication_,
                            .tcp = options_.tcp,
                            .through_proxy = options_.through_proxy,
                            .trace = options_.trace};
    auto run = play_scenario(part, play, options_.site, *directory, progress);
    std::error_code ignored;
    if (!options_.keep) std::filesystem::remove_all(*directory, ignored);
    if (!run) return tl::unexpected{run.error()};
    return probe_of(*run, part.horizon / scale);
  }

 private:
  const CommonOptions& options_;
  scenario::Scenario scenario_;
  std::uint64_t replication_;
  DayPace pace_;
};

std::string verdict_of(const Probe& probe) {
  if (probe.clean()) return "clean";
  std::string text;
  for (const auto* reasons : {&probe.faults, &probe.unclean, &probe.saturated})
    for (const std::string& reason : *reasons) text += (text.empty() ? "" : "; ") + reason;
  return text;
}

void tell(const Probe& probe) {
  std::fprintf(stderr, "%7.1f calls/s  %6ld calls  failed %.2f %%  P99 %.1f ms  engine %.3f ms a call  %s\n", probe.rate,
               probe.calls, 100 * probe.failed, probe.p99_ms, probe.engine_cpu_ms, verdict_of(probe).c_str());
}

nlohmann::ordered_json json_of(const Probe& probe) {
  return {{"rate", probe.rate},       {"calls", probe.calls},
          {"failed", probe.failed},   {"retransmissions", probe.retransmissions},
          {"p99_ms", probe.p99_ms},   {"engine_cpu_ms_per_call", probe.engine_cpu_ms},
          {"clean", probe.clean()},   {"faults", probe.faults},
          {"unclean", probe.unclean}, {"generator", probe.saturated}};
}

void print(const std::string& what, const CleanCriteria& criteria, const Capacity& capacity, bool json) {
  if (json) {
    nlohmann::ordered_json report{{"format", "ringside-capacity"},
                                  {"of", what},
                                  {"clean_rate", capacity.clean},
                                  {"unclean_rate", capacity.unclean},
                                  {"generator_was_the_limit", capacity.generator},
                                  {"criteria",
                                   {{"failed_below", criteria.failed},
                                    {"retransmissions_a_call", criteria.retransmissions},
                                    {"p99_ms", criteria.p99_ms}}},
                                  {"probes", nlohmann::ordered_json::array()}};
    for (const Probe& probe : capacity.probes) report["probes"].push_back(json_of(probe));
    std::puts(report.dump(2).c_str());
    return;
  }
  std::vector<std::vector<std::string>> rows{
      {"calls/s", "calls", "failed %", "retransmitted a call", "P99 ms", "engine ms a call", ""}};
  for (const Probe& probe : capacity.probes) {
    rows.push_back({fmt::format("{:.1f}", probe.rate), std::to_string(probe.calls), fmt::format("{:.2f}", 100 * probe.failed),
                    fmt::format("{:.3f}", probe.retransmissions), fmt::format("{:.1f}", probe.p99_ms),
                    fmt::format("{:.3f}", probe.engine_cpu_ms), verdict_of(probe)});
  }
  std::printf(
      "%s\nclean: fewer than %g %% failed or refused, at most %g retransmissions a call, P99 at most %g ms, the generator "
      "not late or at its limit, SIPp, CDRs and statistics at one; twice\n\n%s\n",
      what.c_str(), 100 * criteria.failed, criteria.retransmissions, criteria.p99_ms, table(rows).c_str());
  if (capacity.clean == 0) {
    std::puts("no rate was clean");
  } else if (capacity.unclean == 0) {
    std::printf("clean up to %.4g calls/s, the highest rate that was tried\n", capacity.clean);
  } else {
    std::printf("clean up to %.4g calls/s, not at %.4g%s\n", capacity.clean, capacity.unclean,
                capacity.generator ? ": there the generator was at its limit, and the engine may bear more" : "");
  }
}

}  // namespace

int run_capacity(const CommonOptions& options, const CapacityOptions& asked) {
  const double seconds = asked.seconds > 0 ? static_cast<double>(asked.seconds) : 8;
  CapacityLimits limits;
  CleanCriteria criteria;
  if (asked.p99_ms > 0) criteria.p99_ms = asked.p99_ms;
  std::function<Result<Probe>(double)> probe;
  std::string what;
  if (const BenchWork* work = find_bench_work(asked.of); work != nullptr) {
    what = fmt::format("{}: {}; P99 of the wait less ringing", work->name, work->story);
    limits.first = work->rate;
    probe = [&options, work, seconds](double rate) { return probe_work(options, *work, rate, seconds); };
  } else {
    ScenarioOptions file = asked.scenario;
    file.file = asked.of;
    std::optional<scenario::Scenario> scenario = read_scenario(file);
    if (!scenario) return kUsage;
    DayPace pace{first_calls(*scenario, file.replication), scenario->horizon, seconds};
    const double highest = pace.rate(DayPace::kFastest);
    if (highest == 0) {
      std::fprintf(stderr,
                   "ringside-load: %s: nobody calls in the first %.0f s of the day, more than which %g s do not hold even at "
                   "time scale %g; --duration gives more\n",
                   asked.of.c_str(), pace.played(DayPace::kFastest), seconds, DayPace::kFastest);
      return kUsage;
    }
    what =
        fmt::format("{}: the beginning of its day, as much of it as {:g} s hold, faster and faster; P99 of the post-dial delay",
                    scenario->name, seconds);
    const double lowest = std::max(pace.rate(1), 1 / seconds);
    limits = {std::clamp(std::min(50.0, pace.rate(200)), lowest, highest), lowest, highest, limits.precision};
    probe = ScenarioProbe{options, std::move(*scenario), file.replication, std::move(pace)};
  }
  if (asked.first > 0) limits.first = std::clamp(asked.first, limits.lowest, limits.highest);
  const auto found = find_capacity(limits, criteria, [&](double rate) {
    auto one = probe(rate);
    if (one && !options.quiet) {
      Probe shown = *one;
      judge(shown, criteria);
      tell(shown);
    }
    return one;
  });
  if (!found) return complain(found.error());
  print(what, criteria, *found, options.json);
  return found->clean > 0 ? kPassed : kFaults;
}

}  // namespace ringside::load
