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

using enum core::AgentStatus;

class Accounts : public testing::Test {
 protected:
  const std::vector<AgentChange> kTwoThere{{0, 0, free}, {0, 1, free}};
  const scenario::Scenario scenario_ = scenario_of("arrivals: 60/h, handle_time: 3m", "count: 2", "interval: 15m\n");
  const sim::Plan plan_{scenario_};
};

TEST_F(Accounts, CountCallsAsTheSimulatorDoes) {
  std::vector<PlayedCall> calls{call(60, Outcome::handled, 10, 200, "t-1"), call(120, Outcome::handled, 30, 100, "t-2"),
                                call(1'000, Outcome::abandoned, 40), call(1'100, Outcome::none, 0)};
  calls[2].waited = true;
  calls[2].queued_at = 1'000;
  calls[3].attempt = 2;
  const report::Result result = account(plan_, calls, kTwoThere);
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
  const report::Result result = account(plan_, calls, kTwoThere);
  EXPECT_EQ(result.total.find("balked")->numerator, 1);
  EXPECT_EQ(result.total.find("abandonment_rate")->numerator, 0);
  EXPECT_EQ(result.total.find("mean_queue")->numerator, 0);
}

/// The numerator and denominator of a share of the agents' time.
report::Figure agents_figure(const report::Result& result, const std::string& name) {
  if (result.groups.size() == 1U) {
    for (const report::Figure& one : result.groups[0].figures)
      if (one.name == name) return one;
  }
  ADD_FAILURE() << "no " << name;
  return {};
}

TEST_F(Accounts, AgentsAreBusyAsTheirEngineReports) {
  std::vector<PlayedCall> calls{call(60, Outcome::handled, 10, 200, "t-1"), call(500, Outcome::abandoned, 30)};
  calls[0].ring = 10;
  calls[1].vain_offers = {{"t-1", 505, 512}, {"nobody we know", 1, 2}};
  const report::Result result = account(plan_, calls,
                                        {{0, 0, free},
                                         {0, 1, free},
                                         {60, 0, incall},
                                         {270, 0, wrapup},
                                         {300, 0, free},
                                         {505, 0, incall},
                                         {512, 0, wrapup},
                                         {542, 0, free},
                                         {900, 1, offline}});
  EXPECT_NEAR(agents_figure(result, "occupancy").numerator, 10 + 200 + 30 + 7 + 30, 1e-6);
  EXPECT_NEAR(agents_figure(result, "occupancy").denominator, 1'800 + 900, 1e-6) << "the second agent left half way";
  EXPECT_NEAR(agents_figure(result, "ringing").numerator, 10 + 7, 1e-6) << "also where nothing came of it";
  EXPECT_NEAR(agents_figure(result, "wrap_up").numerator, 60, 1e-6);
}

TEST_F(Accounts, WhoFinishesAfterHisTimeIsThereUntilHisWorkIsDone) {
  std::vector<PlayedCall> calls{call(60, Outcome::handled, 0, 200, "t-1"), call(1'000, Outcome::handled, 0, 200, "t-1")};
  const report::Result result = account(plan_, calls,
                                        {{0, 0, free},
                                         {60, 0, incall},
                                         {100, 0, offline},
                                         {900, 0, free},
                                         {1'000, 0, incall},
                                         {1'200, 0, wrapup},
                                         {1'230, 0, free}});
  EXPECT_NEAR(agents_figure(result, "past_shift").numerator, 160 + 30, 1e-6)
      << "nobody reports it: the call and wrap-up that were on tell, not those after his return";
  EXPECT_NEAR(agents_figure(result, "free").numerator, 60 + 100 + 570, 1e-6);
  const report::Result idle = account(plan_, {}, {{0, 0, free}, {100, 0, offline}});
  EXPECT_NEAR(agents_figure(idle, "past_shift").numerator, 0, 1e-6);
}

TEST_F(Accounts, AgentsAreThereFromTheFirstAndThenAsReported) {
  EventLog events;
  events.agents = {{999'000, "t-1", "incall"},
                   {1'001'000, "t-2", "inchat", 2},
                   {1'002'000, "t-9", "free"},
                   {1'003'000, "t-1", "on holiday"},
                   {1'004'000, "t-1", "offline"}};
  const Staffing staffing{plan_, {1, 0}};
  const auto changes = agent_changes(plan_, staffing, events, 1'000'000, 60);
  ASSERT_EQ(changes.size(), 4U) << "not before the day, not of strangers, not what no status is called";
  EXPECT_EQ(changes[0].status, free);
  EXPECT_EQ(changes[1].agent, 1U);
  EXPECT_EQ(changes[2].at, 60);
  EXPECT_EQ(changes[2].status, inchat);
  EXPECT_EQ(changes[2].chats, 2U);
  EXPECT_EQ(changes[3].status, offline);
}

TEST_F(Accounts, WithoutAgentsOfOurOwnNothingIsSaidOfThem) {
  const report::Result result = account(plan_, {call(60, Outcome::handled, 10, 200)}, {});
  EXPECT_TRUE(result.groups.empty());
  EXPECT_EQ(result.total.find("offered")->numerator, 1);
}

}  // namespace
}  // namespace ringside::load
