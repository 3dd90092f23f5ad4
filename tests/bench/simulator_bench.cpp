#include <benchmark/benchmark.h>

#include <fmt/format.h>
#include <atomic>
#include <memory>
#include <string>

#include "scenarios/format/load.h"
#include "simulator/experiment.h"
#include "simulator/setup.h"
#include "simulator/world.h"
#include "tests/bench/hand_loops.h"
#include "tests/bench/instructions.h"

/// Works S1, S2 and S3 of the performance targets through the whole engine, with the hand-written loops beside them: the
/// ratios of CPU time are what counts.
namespace {

using namespace ringside;  // NOLINT(google-build-using-namespace): a program

constexpr const char* kS1 = R"(
settings: {wrapup_time: 0s}
flows:
  support: {calls: {arrivals: 0.53/s, patience: {exponential: 120s}, handle_time: {exponential: 180s}}}
agents: {team: {count: 100, skills: [support]}}
horizon: 377359s
interval: 30m
)";

constexpr const char* kS2 = R"(
settings: {wrapup_time: 0s}
busyness: 400
flows:
  support:
    calls:
      arrivals: {table: {interval: 1h, rates: [100/h, 150/h, 150/h, 180/h, 200/h, 150/h, 150/h, 150/h, 120/h, 100/h, 80/h, 70/h, 60/h]}}
      patience: {mixture: [[0.1, 0s], [0.9, {exponential: 1000s}]]}
      handle_time: {exponential: 100s}
agents: {team: {count: {interval: 1h, values: [4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4]}, skills: [support]}}
horizon: 13h
)";

/// 1,000 agents with 3 of 12 skills each, 40 flows, 60,000 calls and chats in 8 hours, of 300 s each.
std::string s3_text() {
  std::string flows;
  for (int i = 0; i < 40; ++i) {
    flows += fmt::format(
        "  f{}: {{skill: s{}, calls: {{arrivals: 131.25/h, patience: {{exponential: 180s}}, handle_time: {{exponential: "
        "300s}}}}, "
        "chats: {{arrivals: 56.25/h, patience: {{exponential: 300s}}, handle_time: {{exponential: 300s}}}}}}\n",
        i, i % 12);
  }
  std::string agents;
  for (int i = 0; i < 20; ++i) {
    agents += fmt::format("  g{}: {{count: 50, skills: [s{}, s{}, s{}], chats: {{sessions: 3, speed: [1, 0.8, 0.65]}}}}\n", i,
                          i % 12, (i + 3 + i / 12) % 12, (i + 7) % 12);
  }
  return "settings: {wrapup_time: 0s}\nflows:\n" + flows + "agents:\n" + agents + "horizon: 8h\ninterval: 30m\n";
}

class Prepared {
 public:
  explicit Prepared(const std::string& text) : scenario_{scenario::parse_scenario(text, "bench").value()}, plan_{scenario_} {}
  const sim::Plan& plan() const { return plan_; }

 private:
  scenario::Scenario scenario_;
  sim::Plan plan_;
};

void play(benchmark::State& state, const std::string& text) {
  const Prepared prepared{text};
  const std::atomic<bool> stop{false};
  std::uint64_t replication = 0;
  std::uint64_t calls = 0;
  bench::count_instructions(1, [&] { benchmark::DoNotOptimize(sim::World{prepared.plan(), 1, 0}.run(stop)); });
  for (auto _ : state) {
    sim::World world{prepared.plan(), 1, replication++};
    benchmark::DoNotOptimize(world.run(stop));
    calls += world.attempts();
  }
  state.counters["calls"] = benchmark::Counter(static_cast<double>(calls), benchmark::Counter::kAvgIterations);
  state.counters["per_call"] =
      benchmark::Counter(static_cast<double>(calls), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void by_hand(benchmark::State& state, bench::LoopResult (*loop)(std::uint64_t)) {
  std::uint64_t seed = 1;
  std::uint64_t calls = 0;
  bench::count_instructions(1, [&] { benchmark::DoNotOptimize(loop(1)); });
  for (auto _ : state) {
    const bench::LoopResult result = loop(seed++);
    benchmark::DoNotOptimize(result.wait);
    calls += result.offered;
  }
  state.counters["per_call"] =
      benchmark::Counter(static_cast<double>(calls), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void S1_by_hand(benchmark::State& state) {
  by_hand(state, [](std::uint64_t seed) { return bench::hand_s1(200000, seed); });
}
void S1(benchmark::State& state) { play(state, kS1); }
void S2_by_hand(benchmark::State& state) { by_hand(state, bench::hand_s2_day); }
void S2(benchmark::State& state) { play(state, kS2); }
void S3(benchmark::State& state) { play(state, s3_text()); }

/// Wall time of the same eight replications over one thread and over two.
void S1_threads(benchmark::State& state) {
  const Prepared prepared{kS1};
  const std::atomic<bool> stop{false};
  for (auto _ : state) {
    report::Tally tally{sim::tally_setup(prepared.plan())};
    sim::run_replications(prepared.plan(),
                          {.replications = 8, .threads = static_cast<unsigned>(state.range(0)), .progress = {}}, tally, stop);
    benchmark::DoNotOptimize(tally.samples());
  }
}

BENCHMARK(S1_by_hand)->Unit(benchmark::kMillisecond);
BENCHMARK(S1)->Unit(benchmark::kMillisecond);
BENCHMARK(S2_by_hand)->Unit(benchmark::kMicrosecond);
BENCHMARK(S2)->Unit(benchmark::kMicrosecond);
BENCHMARK(S3)->Unit(benchmark::kMillisecond);
BENCHMARK(S1_threads)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();

}  // namespace
