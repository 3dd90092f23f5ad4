#include "scenarios/load/bench_figures.h"

#include <algorithm>

#include "scenarios/load/dispatch_gaps.h"
#include "scenarios/load/saturation.h"

namespace ringside::load {

constexpr const char* kMeasured = "callers";

BenchFigures bench_figures(const Plan& plan, const RunResult& run, const Verdict& verdict) {
  BenchFigures f;
  f.rate = plan.callers.back().rate;  // those who are held come before
  f.saturated = saturation(plan, run);
  for (const CallerTally& tally : verdict.callers) {
    if (tally.name != kMeasured) continue;
    f.calls = tally.sent;
    f.refused = tally.refused;
    f.failed = tally.sent - tally.refused - std::min(tally.as_expected - tally.refused, tally.handled);
  }
  if (run.calls_held > 0 && run.rss_held > run.rss_before) {
    f.held_kib = static_cast<double>(run.rss_held - run.rss_before) / 1024 / static_cast<double>(run.calls_held);
  }
  for (const std::string& party : plan.short_traces)
    f.gap_ms = percentiles(read_dispatch_gaps(run.directory / (party + ".short")));
  milliseconds sipp_cpu{};
  for (const PartyResult& party : run.parties) {
    sipp_cpu += party.cpu;
    f.retransmissions += party.stats.retransmissions;
  }
  const double calls = std::max(1.0, static_cast<double>(f.calls));
  f.cpu_per_call = static_cast<double>(run.engine_cpu.count()) / calls;
  f.sipp_cpu_per_call = static_cast<double>(sipp_cpu.count()) / calls;
  std::vector<double> waits;
  std::vector<double> dispatches;
  for (const CdrRow& cdr : run.cdrs) {
    if (cdr.type != core::CdrType::handled || !cdr.caller.starts_with(kMeasured)) continue;
    waits.push_back(static_cast<double>(cdr.wait_ms));
    dispatches.push_back(static_cast<double>(cdr.wait_ms - cdr.pickup_ms));
  }
  f.wait_ms = percentiles(std::move(waits));
  f.dispatch_ms = percentiles(std::move(dispatches));
  return f;
}

}  // namespace ringside::load
