#include "scenarios/load/scenario/accounts.h"

#include <gtest/gtest.h>

#include "tests/load/scenario_texts.h"

namespace ringside::load {
namespace {

/// Of all calls together.
double value(const report::Result& result, const std::string& figure) {
  const report::Figure* found = result.total.find(figure);
  return found == nullptr ? -1 : found->estimate.value;
}

PlayedCall call(double arrived, Outcome outcome, double wait, double talk = 0, const std::string& agent = "") {
  PlayedCall call;
  call.arrived = arrived;
  call.outcome = outcome;
  call.wait = wait;
  call.talk = talk;
  call.agent = agent;
  return call;
}

class Accounts : public testing::Test {
 protected:
  const scenario::Scenario scenario_ = scenario_of("arrivals: 60/h, handle_time: 3m", "count: 2", "interval: 15m\n");
  const sim::Plan plan_{scenario_};
};

TEST_F(Accounts, CountCallsAsTheSimulatorDoes) {
  std::vector<PlayedCall> calls{call(60, Outcome::handled, 10, 200, "t-1"), call(120, Outcome::handled, 30, 100, "t-2"),
                                call(1'000, Outcome::abandoned, 40), call(1'100, Outcome::none, 0)};
  calls[2].waited = true;
  calls[2].queued_at = 1'000;
  calls[3].attempt = 2;
  const report::Result result = account(plan_, calls, {{0, 0, true}, {0, 1, true}});
  EXPECT_EQ(result.total.find("offered")->numerator, 4);
  EXPECT_NEAR(value(result, "service_level"), 1.0 / 4, 1e-9) << "one within 20 s, of all who were offered";
  EXPECT_NEAR(value(result, "abandonment_rate"), 1.0 / 3, 1e-9);
  EXPECT_NEAR(value(result, "mean_wait"), (10 + 30 + 40) / 3.0, 1e-9);
  EXPECT_NEAR(result.total.find("mean_queue")->numerator, 40, 1e-6);
  ASSERT_EQ(result.intervals.size(), 2U);
  EXPECT_EQ(result.intervals[0].series.back().find("offered")->numerator, 2);
  EXPECT_EQ(result.intervals[1].series.back().find("offered")->numerator, 2);
}

TEST_F(Accounts, WhoBalkedHasNeitherWaitedNorBeenAbandoned) {
  std::vector<PlayedCall> calls{call(60, Outcome::handled, 10, 200, "t-1"), call(120, Outcome::abandoned, 0.5)};
  calls[1].balked = calls[1].waited = true;
  calls[1].queued_at = 120;
  const report::Result result = account(plan_, calls, {{0, 0, true}, {0, 1, true}});
  EXPECT_EQ(result.total.find("balked")->numerator, 1);
  EXPECT_EQ(result.total.find("abandonment_rate")->numerator, 0);
  EXPECT_EQ(result.total.find("mean_queue")->numerator, 0);
}

TEST_F(Accounts, AgentsAreBusyWithRingingTalkAndWrapUp) {
  std::vector<PlayedCall> calls{call(60, Outcome::handled, 10, 200, "t-1")};
  calls[0].ring = 10;
  const report::Result result = account(plan_, calls, {{0, 0, true}, {0, 1, true}, {900, 1, false}});
  ASSERT_EQ(result.groups.size(), 1U);
  const auto figure = [&](const std::string& name) -> const report::Figure& {
    for (const report::Figure& one : result.groups[0].figures)
      if (one.name == name) return one;
    ADD_FAILURE() << "no " << name;
    return result.groups[0].figures.front();
  };
  EXPECT_NEAR(figure("occupancy").numerator, 10 + 200 + 30, 1e-6);
  EXPECT_NEAR(figure("occupancy").denominator, 1'800 + 900, 1e-6) << "the second agent left after a quarter of an hour";
}

TEST_F(Accounts, WithoutAgentsOfOurOwnNothingIsSaidOfThem) {
  const report::Result result = account(plan_, {call(60, Outcome::handled, 10, 200)}, {});
  EXPECT_TRUE(result.groups.empty());
  EXPECT_EQ(result.total.find("offered")->numerator, 1);
}

}  // namespace
}  // namespace ringside::load
