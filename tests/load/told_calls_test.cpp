#include "scenarios/load/scenario/told_calls.h"

#include <gtest/gtest.h>

namespace ringside::load {
namespace {

/// What an engine whose time passes twice as fast tells of the call of "bob"; instants are real milliseconds.
class ToldCalls : public testing::Test {
 protected:
  void told(double at, const std::string& state, const std::string& agent = "", bool talking = false,
            const std::string& ended_as = "") {
    reports_.push_back({1'000'000 + at, "1.1", state, "bob", "help", agent, talking, ended_as});
  }
  std::vector<CdrRow> cdrs() const { return told_cdrs(reports_, 2); }

  std::vector<CallReport> reports_;
};

TEST_F(ToldCalls, OneIsHandledAfterAWait) {
  told(0, "queued");
  told(100, "toagent", "ann");
  told(130, "toagent", "ann", true);
  told(630, "ended", "ann", false, "handled");
  const auto rows = cdrs();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].caller, "bob");
  EXPECT_EQ(rows[0].flow_id, "help");
  EXPECT_EQ(rows[0].agent_id, "ann");
  EXPECT_EQ(rows[0].outcome(), Outcome::handled);
  EXPECT_EQ(rows[0].wait_ms, 260);
  EXPECT_EQ(rows[0].pickup_ms, 60);
  EXPECT_EQ(rows[0].talk_ms, 1'000);
}

TEST_F(ToldCalls, EachAgentWhoDoesNotTakeItIsARowOfItsOwn) {
  told(0, "toagent", "ann");
  told(50, "toagent", "joe");  // her rejection gave it to him at once
  told(70, "queued");
  told(100, "preagent", "ann");
  told(110, "toagent", "ann");
  told(120, "toagent", "ann", true);
  told(130, "queued");  // a talk too short to be one
  told(200, "ended", "", false, "abandoned");
  const auto rows = cdrs();
  ASSERT_EQ(rows.size(), 4U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(rows[i].type, core::CdrType::rejected) << i;
  EXPECT_EQ(rows[0].agent_id, "ann");
  EXPECT_EQ(rows[0].pickup_ms, 100);
  EXPECT_EQ(rows[1].agent_id, "joe");
  EXPECT_EQ(rows[1].wait_ms, 140);
  EXPECT_EQ(rows[2].pickup_ms, 40);
  EXPECT_EQ(rows[3].outcome(), Outcome::abandoned);
  EXPECT_EQ(rows[3].agent_id, "");
  EXPECT_EQ(rows[3].wait_ms, 400);
}

TEST_F(ToldCalls, WhoLeavesWhileAPhoneRingsLeavesItsAgent) {
  told(0, "queued");
  told(100, "toagent", "ann");
  told(120, "ended", "ann", false, "abandoned");
  const auto rows = cdrs();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].agent_id, "ann");
  EXPECT_EQ(rows[0].pickup_ms, 40);
}

TEST_F(ToldCalls, EndAsTheEngineSays) {
  told(0, "welcome");
  told(10, "ended", "", false, "failed");
  told(20, "dissuading2");
  told(30, "ended", "", false, "dissuaded");
  told(40, "queued");
  const auto rows = cdrs();
  ASSERT_EQ(rows.size(), 2U) << "and one goes on";
  EXPECT_EQ(rows[0].outcome(), Outcome::failed);
  EXPECT_EQ(rows[1].outcome(), Outcome::dissuaded);
}

}  // namespace
}  // namespace ringside::load
