#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "scenarios/load/bench_figures.h"
#include "scenarios/load/cases/bench_works.h"
#include "scenarios/load/commands/command.h"
#include "scenarios/load/report.h"

namespace ringside::load {
namespace {

std::string ms(const Percentiles& p, int digits = 0) {
  return fmt::format("P50 {:.{}f}  P95 {:.{}f}  P99 {:.{}f}  max {:.{}f} ms", p.p50, digits, p.p95, digits, p.p99, digits,
                     p.max, digits);
}

void print(const BenchWork& work, const BenchFigures& f, const Played& played) {
  std::printf("%s: %s\n\n", work.name.c_str(), work.story.c_str());
  std::printf("rate                  %.0f calls/s, %ld calls, %.1f s\n", f.rate, f.calls,
              static_cast<double>(played.run.load_time.count()) / 1000);
  std::printf("engine CPU per call   %.3f ms%s\n", f.cpu_per_call,
              work.target_ms > 0 ? fmt::format("  (target {:.2f} at {:.0f} calls/s)", work.target_ms, work.rate).c_str() : "");
  std::printf("SIPp CPU per call     %.3f ms\n", f.sipp_cpu_per_call);
  std::printf("failed calls          %ld\n", f.failed);
  if (f.refused > 0) std::printf("refused with 503      %ld\n", f.refused);
  std::printf("retransmitted by SIPp %ld\n", f.retransmissions);
  std::printf("wait, to the talk     %s\n", ms(f.wait_ms).c_str());
  std::printf("wait less ringing     %s\n", ms(f.dispatch_ms).c_str());
  if (f.gap_ms.max > 0) std::printf("agent free to INVITE  %s\n", ms(f.gap_ms, 1).c_str());
  if (f.held_kib > 0) std::printf("memory per held call  %.1f KiB, %zu held\n", f.held_kib, played.run.calls_held);
  std::puts("");
  std::printf("%s\n%s", resources(played.run).c_str(), faults(played.verdict).c_str());
  for (const std::string& reason : f.saturated) std::printf("INVALID the generator was saturated: %s\n", reason.c_str());
}

nlohmann::json json_of(const Percentiles& p) { return {{"p50", p.p50}, {"p95", p.p95}, {"p99", p.p99}, {"max", p.max}}; }

std::string text_as_json(const BenchWork& work, const BenchFigures& f, const Played& played) {
  nlohmann::json report = nlohmann::json::parse(to_json("bench " + work.name, played.verdict, played.run));
  report["bench"] = {{"rate", f.rate},
                     {"calls", f.calls},
                     {"engine_cpu_ms_per_call", f.cpu_per_call},
                     {"sipp_cpu_ms_per_call", f.sipp_cpu_per_call},
                     {"failed", f.failed},
                     {"refused", f.refused},
                     {"agent_free_to_invite_ms", json_of(f.gap_ms)},
                     {"kib_per_held_call", f.held_kib},
                     {"retransmissions", f.retransmissions},
                     {"wait_ms", json_of(f.wait_ms)},
                     {"wait_less_ringing_ms", json_of(f.dispatch_ms)},
                     {"invalid", f.saturated}};
  return report.dump(2);
}

}  // namespace

int run_bench(const CommonOptions& options, const BenchOptions& asked) {
  const BenchWork* work = find_bench_work(asked.work);
  if (work == nullptr) {
    std::fprintf(stderr, "ringside-load: no work is named '%s'; there are:\n", asked.work.c_str());
    for (const BenchWork& known : bench_works()) std::fprintf(stderr, "  %s  %s\n", known.name.c_str(), known.story.c_str());
    return kUsage;
  }
  const double rate = asked.rate > 0 ? asked.rate : work->rate;
  const long seconds = asked.duration > 0 ? asked.duration : work->seconds;
  const long calls = asked.calls > 0 ? asked.calls : std::lround(rate * static_cast<double>(seconds));
  Plan plan = work->plan(rate, calls);
  int exit_code = kPassed;
  const auto played = play(options, work->name, plan, exit_code);
  if (!played) return exit_code;
  const BenchFigures f = bench_figures(plan, played->run, played->verdict);
  if (options.json) {
    std::puts(text_as_json(*work, f, *played).c_str());
  } else {
    print(*work, f, *played);
  }
  keep_or_remove(options, *played, false);
  if (!asked.out.empty()) {
    std::ofstream file{asked.out};
    file << text_as_json(*work, f, *played) << '\n';
    if (!file.flush()) {
      std::fprintf(stderr, "ringside-load: %s cannot be written\n", asked.out.c_str());
      return kUsage;
    }
  }
  return f.saturated.empty() ? exit_code : kInvalid;
}

}  // namespace ringside::load
