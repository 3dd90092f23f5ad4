#include "engine/core/invariants.h"

#include <gtest/gtest.h>

namespace ringside::core {
namespace {

constexpr Time kStart = from_unix_seconds(1'700'000'000);

/// An engine whose state is spoiled behind its back: each kind of damage must be found.
class SpoiledEngine : public testing::Test {
 protected:
  static Tables tables() {
    Tables tables;
    tables.flows.push_back({.flowid = "tech", .skill = "s1", .message_queue = "sip:queue@media"});
    tables.agents.push_back({.agentid = "anna", .location = "sip:anna@phones", .skills = "s1", .logstate = 1});
    return tables;
  }
  CallId arrive() { return engine_.admit({.flow = FlowIndex{0}, .media = OfferedMedia::rtp}, kStart).call; }
  Call& call(CallId id) { return const_cast<Call&>(*engine_.call(id)); }
  Agent& anna() { return const_cast<Agent&>(engine_.agent(AgentIndex{0})); }
  std::size_t violations() { return Invariants::violations(engine_, kStart).size(); }

  Engine engine_{{}, tables(), kStart};
  CallId ringing_ = arrive();
  CallId queued_ = arrive();
};

TEST_F(SpoiledEngine, unspoiled_has_no_violation) { EXPECT_EQ(violations(), 0U); }

TEST_F(SpoiledEngine, a_call_that_lost_its_agent_is_found) {
  call(ringing_).agent = kNoAgent;
  EXPECT_GT(violations(), 0U);
}

TEST_F(SpoiledEngine, an_agent_stuck_without_a_call_is_found) {
  anna().call = {};
  EXPECT_GT(violations(), 0U);
}

TEST_F(SpoiledEngine, a_call_missing_from_the_queue_is_found) {
  const_cast<CallQueue&>(engine_.queue()).remove(call(queued_));
  EXPECT_GT(violations(), 0U);
}

TEST_F(SpoiledEngine, a_call_waiting_in_vain_is_found) {
  anna().activity = Activity::free;
  const_cast<Roster&>(engine_.roster()).set_available(AgentIndex{0}, Media::rtp, true);
  bool found = false;
  for (const std::string& v : Invariants::violations(engine_, kStart)) found |= v.find("E-DSP-1") != std::string::npos;
  EXPECT_TRUE(found);
}

TEST_F(SpoiledEngine, a_gauge_that_is_off_is_found) {
  const_cast<FlowGauges&>(engine_.gauges(FlowIndex{0})).onhold_calls += 1;
  EXPECT_EQ(violations(), 1U);
}

TEST_F(SpoiledEngine, a_wrap_up_without_end_is_found) {
  anna().wrapping_up = true;
  engine_.handle(CallerHungUp{ringing_, {}}, kStart);
  const_cast<Agent&>(anna()).releasing.clear();
  EXPECT_GT(violations(), 0U);
}

}  // namespace
}  // namespace ringside::core
