// The engine's decisions at scale (E-DSP-6; spec/performance.md, "Engine"): up to 10,000 agents in 200 skill sets and
// 100,000 waiting calls. Every benchmark counts the allocations it makes: the steady state has none.
#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

#include "engine/core/engine.h"
#include "tests/bench/allocations.h"

namespace ringside::core {
namespace {

constexpr std::uint32_t kFlows = 100;
constexpr std::uint32_t kSkillSets = 200;
constexpr std::uint32_t kWarmUp = 50'000;
constexpr Time kStart = from_unix_seconds(1'700'000'000);

Tables tables(std::uint32_t agents) {
  Tables tables;
  for (std::uint32_t i = 0; i < kFlows; ++i) {
    const std::string n = std::to_string(i);
    tables.flows.push_back({.flowid = "f" + n, .priority = i % 5, .skill = "s" + n, .message_queue = "sip:q@m"});
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
  explicit Centre(std::uint32_t agents)
      : engine_{{.wrapup_time = Duration{}, .queue_positions = false}, tables(agents), kStart} {}

  void arrive() {
    engine_.admit({.flow = FlowIndex{arrived_++ % kFlows}, .media = OfferedMedia::rtp}, now_);
    settle();
  }

  void hang_up() {
    const std::size_t i = random_() % talking_.size();
    const CallId call = talking_[i];
    talking_[i] = talking_.back();
    talking_.pop_back();
    now_ += std::chrono::milliseconds{1};
    engine_.handle(CallerHungUp{call, {}}, now_);
    settle();
  }

  std::uint32_t waiting() const { return engine_.queue().size(); }

 private:
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

  Engine engine_;
  Time now_ = kStart;
  std::uint32_t arrived_ = 0;
  std::mt19937 random_{2};
  std::vector<CallId> talking_;
};

template <class Round>
void measure(benchmark::State& state, Centre& centre, Round round) {
  for (std::uint32_t i = 0; i < kWarmUp; ++i) round(centre);
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

}  // namespace
}  // namespace ringside::core

