#include <gtest/gtest.h>

#include <queue>

#include "engine/core/engine.h"

namespace ringside::core {
namespace {

constexpr Time kStart = from_unix_seconds(1'700'000'000);

/// Work R5 (spec/performance.md): 20 calls/s for 12 s to 100 agents, 1.5 s of talk, no wrap-up, callers who wait up to 30 s.
int answered_of_240(const Settings& settings, Duration first = std::chrono::milliseconds{25}) {
  Tables tables;
  tables.flows.push_back({.flowid = "tech", .skill = "s1", .message_queue = "sip:q@m"});
  for (int i = 0; i < 100; ++i) {
    tables.agents.push_back({.agentid = "a" + std::to_string(i), .location = "sip:a@p", .skills = "s1", .logstate = 1});
  }
  Engine engine{settings, tables, kStart};
  enum class What { arrives, loses_patience, hangs_up };
  struct Due {
    Time when;
    What what;
    CallId call;
    bool operator>(const Due& other) const { return when > other.when; }
  };
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due;
  for (int i = 0; i < 240; ++i) due.push({kStart + first + std::chrono::milliseconds{50 * i}, What::arrives, {}});
  int answered = 0;
  const auto settle = [&](Time now) {
    while (const std::optional<Action> action = engine.next_action()) {
      if (const auto* const ring = std::get_if<RingAgent>(&*action)) {
        engine.handle(AgentAnswered{ring->call, ring->attempt}, now);
      } else if (const auto* const bridge = std::get_if<Bridge>(&*action)) {
        engine.handle(BridgeCompleted{bridge->call, bridge->attempt}, now);
        ++answered;
        due.push({now + std::chrono::milliseconds{1500}, What::hangs_up, bridge->call});
      }
    }
  };
  while (!due.empty()) {
    const Due next = due.top();
    if (engine.next_deadline() <= next.when) {
      const Time now = engine.next_deadline();
      engine.expire(now);
      settle(now);
      continue;
    }
    due.pop();
    if (next.what == What::arrives) {
      const Admission admission = engine.admit({.flow = FlowIndex{0}, .media = OfferedMedia::rtp}, next.when);
      due.push({next.when + std::chrono::seconds{30}, What::loses_patience, admission.call});
    } else {
      const Call* const call = engine.call(next.call);
      if (call != nullptr && call->talking() == (next.what == What::hangs_up)) {
        engine.handle(CallerHungUp{next.call, {}}, next.when);
      }
    }
    settle(next.when);
  }
  return answered;
}

TEST(DispatchInterval, leaves_all_callers_of_R5_served_at_once_when_it_is_off) {
  EXPECT_EQ(answered_of_240({.wrapup_time = {}}), 240);
}

/// OpenSIPS 3.6.8 answered 139 of the 240 over real SIP, with its delays; here phones and callers have none, and how the
/// first call lies to the timer decides about the last ones.
TEST(E_DSP_2, compat_answers_about_as_few_callers_of_R5_as_OpenSIPS) {
  const Settings settings{.wrapup_time = {}, .dispatch_interval = std::chrono::seconds{1}, .compat_wrapup_scan = true};
  for (int ms = 5; ms < 1000; ms += 10) {
    const int answered = answered_of_240(settings, std::chrono::milliseconds{ms});
    EXPECT_GE(answered, 138) << ms;
    EXPECT_LE(answered, 141) << ms;
  }
}

TEST(E_DSP_2, a_timer_without_the_fault_of_the_scan_serves_them_all_in_time) {
  EXPECT_EQ(answered_of_240({.wrapup_time = {}, .dispatch_interval = std::chrono::seconds{1}}), 240);
}

}  // namespace
}  // namespace ringside::core
