// The engine's decisions at scale (E-DSP-6; spec/performance.md, "Engine"): up to 10,000 agents in 200 skill sets and
// 100,000 waiting calls. Every benchmark counts the allocations it makes: the steady state has none.
#include <benchmark/benchmark.h>
#include <time.h>

#include <random>
#include <string>
#include <vector>

#include "engine/core/engine.h"
#include "tests/bench/allocations.h"
#include "tests/bench/instructions.h"

namespace ringside::core {
namespace {

constexpr std::uint32_t kFlows = 100;
constexpr std::uint32_t kSkillSets = 200;
constexpr std::uint32_t kWarmUp = 50'000;
constexpr int kCounted = 5'000;  ///< rounds whose instructions are counted
constexpr Time kStart = from_unix_seconds(1'700'000'000);

Tables tables(std::uint32_t agents, std::string_view strategy) {
  Tables tables;
  for (std::uint32_t i = 0; i < kFlows; ++i) {
    const std::string n = std::to_string(i);
    tables.flows.push_back({.flowid = "f" + n, .priority = i % 5, .skill = "s" + n, .message_queue = "sip:q@m"});
    tables.flows.back().agent_strategy = strategy;
  }
  std::mt19937 random{1};
  std::vector<std::string> sets;  // three skills each, every skill in some
  for (std::uint32_t i = 0; i < kSkillSets; ++i) {
    sets.push_back("s" + std::to_string(i % kFlows));
    for (int more = 0; more < 2; ++more) sets.back() += ",s" + std::to_string(random() % kFlows);
  }
  for (std::uint32_t i = 0; i < agents; ++i) {
    tables.agents.push_back(
        {.agentid = "a" + std::to_string(i), .location = "sip:a@p", .skills = sets[i % kSkillSets], .logstate = 1});
  }
  return tables;
}

/// A world without delay: whoever is rung answers, whoever is bridged talks until the benchmark ends it.
class Centre {
 public:
  explicit Centre(std::uint32_t agents, std::string_view strategy = "list_order", bool shadows = true, bool positions = false)
      : engine_{{.wrapup_time = Duration{}, .ewt_shadows = shadows, .queue_positions = positions},
                tables(agents, strategy),
                kStart},
        tables_{tables(agents, strategy)} {}

  void arrive() {
    decide_on_arrival();
    settle();
  }

  void hang_up() {
    decide_on_hang_up(somebody_talking());
    settle();
  }

  CallId somebody_talking() {
    const std::size_t i = random_() % talking_.size();
    std::swap(talking_[i], talking_.back());
    const CallId call = talking_.back();
    talking_.pop_back();
    return call;
  }

  void decide_on_arrival() { engine_.admit({.flow = FlowIndex{arrived_++ % kFlows}, .media = OfferedMedia::rtp}, now_); }

  void decide_on_hang_up(CallId call) {
    now_ += std::chrono::milliseconds{1};
    engine_.handle(CallerHungUp{call, {}}, now_);
  }

  void reload() {
    engine_.reload(tables_, now_);
    settle();
  }

  std::uint32_t waiting() const { return engine_.queue().size(); }

  void settle() {
    while (const std::optional<Action> action = engine_.next_action()) {
      if (const auto* const ring = std::get_if<RingAgent>(&*action)) {
        engine_.handle(AgentAnswered{ring->call, ring->attempt}, now_);
      } else if (const auto* const bridge = std::get_if<Bridge>(&*action)) {
        engine_.handle(BridgeCompleted{bridge->call, bridge->attempt}, now_);
        talking_.push_back(bridge->call);
      }
    }
  }

 private:
  Engine engine_;
  Tables tables_;
  Time now_ = kStart;
  std::uint32_t arrived_ = 0;
  std::mt19937 random_{2};
  std::vector<CallId> talking_;
};

template <class Round>
void measure(benchmark::State& state, Centre& centre, Round round) {
  for (std::uint32_t i = 0; i < kWarmUp; ++i) round(centre);
  bench::count_instructions(kCounted, [&] { round(centre); });
  const std::uint64_t before = bench::allocations();
  for (auto _ : state) round(centre);
  state.counters["allocations_per_call"] =
      benchmark::Counter(static_cast<double>(bench::allocations() - before), benchmark::Counter::kAvgIterations);
  state.counters["waiting"] = centre.waiting();
}

/// A whole call a round in an overloaded centre: a hang-up, the freed agent takes the first waiting call he can, a caller
/// queues.
void hang_up_and_dispatch(benchmark::State& state) {
  Centre centre{static_cast<std::uint32_t>(state.range(0))};
  const std::int64_t calls = state.range(0) + state.range(1);
  for (std::int64_t i = 0; i < calls; ++i) centre.arrive();
  measure(state, centre, [](Centre& c) {
    c.hang_up();
    c.arrive();
  });
}
BENCHMARK(hang_up_and_dispatch)->Args({100, 100})->Args({10'000, 100})->Args({100, 100'000})->Args({10'000, 100'000});

/// A whole call a round in a centre with free agents: a caller takes the first suitable one, another hangs up.
void admit_to_free_agent(benchmark::State& state) {
  Centre centre{static_cast<std::uint32_t>(state.range(0))};
  for (std::int64_t i = 0; i < state.range(0) / 2; ++i) centre.arrive();
  measure(state, centre, [](Centre& c) {
    c.arrive();
    c.hang_up();
  });
}
BENCHMARK(admit_to_free_agent)->Arg(100)->Arg(10'000);

/// The same at 10,000 agents, chosen by each strategy.
void admit_by(benchmark::State& state, std::string_view strategy) {
  Centre centre{10'000, strategy};
  for (int i = 0; i < 5'000; ++i) centre.arrive();
  measure(state, centre, [](Centre& c) {
    c.arrive();
    c.hang_up();
  });
}
BENCHMARK_CAPTURE(admit_by, longest_idle, "longest_idle");
BENCHMARK_CAPTURE(admit_by, round_robin, "round_robin");
BENCHMARK_CAPTURE(admit_by, fewest_calls, "fewest_calls");
BENCHMARK_CAPTURE(admit_by, least_occupied, "least_occupied");
BENCHMARK_CAPTURE(admit_by, random, "random");
BENCHMARK_CAPTURE(admit_by, by_rank, "by_rank");

/// hang_up_and_dispatch at full size, without the estimators that are recorded beside the active one.
void hang_up_without_shadows(benchmark::State& state) {
  Centre centre{10'000, "list_order", false};
  for (int i = 0; i < 110'000; ++i) centre.arrive();
  measure(state, centre, [](Centre& c) {
    c.hang_up();
    c.arrive();
  });
}
BENCHMARK(hang_up_without_shadows);

/// hang_up_and_dispatch, with the position that each caller is told.
void hang_up_with_positions(benchmark::State& state) {
  Centre centre{10'000, "list_order", true, true};
  for (std::int64_t i = 0; i < 10'000 + state.range(0); ++i) centre.arrive();
  measure(state, centre, [](Centre& c) {
    c.hang_up();
    c.arrive();
  });
}
BENCHMARK(hang_up_with_positions)->Arg(100)->Arg(100'000);

/// The same rows again, while calls wait that came in another order than their slots.
void reload(benchmark::State& state) {
  Centre centre{100};
  for (std::int64_t i = 0; i < 100 + state.range(0); ++i) centre.arrive();
  for (std::int64_t i = 0; i < 2 * state.range(0); ++i) {
    centre.hang_up();
    centre.arrive();
  }
  for (auto _ : state) centre.reload();
  state.counters["waiting"] = centre.waiting();
}
BENCHMARK(reload)->Arg(100)->Arg(20'000);

/// CPU seconds of this thread.
double cpu_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

constexpr int kDecisions = 64;

/// One decision, without the life of the call around it: the event that frees an agent, until it is known whom he gets next.
void decide_freed_agent(benchmark::State& state) {
  Centre centre{static_cast<std::uint32_t>(state.range(0))};
  for (std::int64_t i = 0; i < state.range(0) + state.range(1); ++i) centre.arrive();
  std::vector<CallId> calls(kDecisions);
  for (auto _ : state) {
    for (CallId& call : calls) call = centre.somebody_talking();
    const double begin = cpu_time();
    for (const CallId call : calls) centre.decide_on_hang_up(call);
    state.SetIterationTime((cpu_time() - begin) / kDecisions);
    centre.settle();
    for (int i = 0; i < kDecisions; ++i) centre.arrive();
  }
  state.counters["waiting"] = centre.waiting();
}
BENCHMARK(decide_freed_agent)
    ->Args({100, 100})
    ->Args({10'000, 100})
    ->Args({100, 100'000})
    ->Args({10'000, 100'000})
    ->UseManualTime()
    ->Iterations(20'000);

/// A new call, until it is known which of the free agents gets it.
void decide_new_call(benchmark::State& state) {
  Centre centre{static_cast<std::uint32_t>(state.range(0))};
  for (std::int64_t i = 0; i < state.range(0) / 2; ++i) centre.arrive();
  for (auto _ : state) {
    const double begin = cpu_time();
    for (int i = 0; i < kDecisions; ++i) centre.decide_on_arrival();
    state.SetIterationTime((cpu_time() - begin) / kDecisions);
    centre.settle();
    for (int i = 0; i < kDecisions; ++i) centre.hang_up();
  }
}
BENCHMARK(decide_new_call)->Arg(1'000)->Arg(10'000)->UseManualTime()->Iterations(20'000);

}  // namespace
}  // namespace ringside::core
