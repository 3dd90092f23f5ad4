#include <gmock/gmock.h>

#include "tests/simulator/played.h"

namespace ringside::sim {
namespace {

std::string day_of(const std::string& times, const std::string& team, const std::string& settings = "wrapup_time: 0s",
                   const std::string& handle = "100s") {
  return "settings: {" + settings + "}\nflows: {f: {calls: {arrivals: {trace: " + times + "}, handle_time: " + handle +
         "}}}\nagents: {team: {skills: [f], " + team + "}}\nhorizon: 1h\n";
}

TEST(AddedAgents, TakeQueuedCallsAtOnce) {
  const Played day{day_of("[0s, 10s]", "count: [{at: 0s, agents: 1}, {at: 40s, agents: 2}]")};
  EXPECT_DOUBLE_EQ(day.total("mean_wait_if_waiting"), 30);
}

TEST(AShrinkingGroup, ServesNobodyNewUntilTheBusyAreBelowTheCount) {
  // Three busy from 0 to 100, 200 and 300 s; from 50 s on one is wanted. The caller of 60 s must wait for the last of them,
  // though one ends at 100 s already.
  const std::string text =
      "settings: {wrapup_time: 0s}\nflows: {f: {calls: {arrivals: {trace: [0s, 0s, 0s, 60s]}, handle_time: {empirical: "
      "[100s]}}}}\n"
      "agents: {team: {skills: [f], count: [{at: 0s, agents: 3}, {at: 50s, agents: 1}]}}\nhorizon: 1h\n";
  const Played same{text};
  EXPECT_DOUBLE_EQ(same.total("mean_wait_if_waiting"), 40) << "all three end at 100 s, and one is wanted";
}

TEST(AShrinkingGroup, CountsThoseWhoFinish) {
  // Talks of 100 s from 0 s, 40 s and 80 s; from 90 s on one agent is wanted. At 100 s and 140 s still one or more others are
  // busy, so the caller of 85 s is served at 180 s, when nobody is.
  const Played day{day_of("[0s, 40s, 80s, 85s]", "count: [{at: 0s, agents: 3}, {at: 90s, agents: 1}]")};
  EXPECT_DOUBLE_EQ(day.total("mean_wait_if_waiting"), 95);
  EXPECT_NEAR(day.group(0, "present"), (3 * 90 + 2 * 10 + 0 + (100 - 90) + (140 - 100) + (140 - 100) + (3600 - 140)) / 3600.0,
              0.01);
}

TEST(AShrinkingGroup, LetsTwoGoOnWhenTwoAreWanted) {
  // From 90 s on two are wanted: at 100 s two of three are still busy, at 140 s one, so the caller is served then.
  const Played day{day_of("[0s, 40s, 80s, 85s]", "count: [{at: 0s, agents: 3}, {at: 90s, agents: 2}]")};
  EXPECT_DOUBLE_EQ(day.total("mean_wait_if_waiting"), 55);
}

TEST(AShrinkingGroup, CountsWrapUpAsBusy) {
  // Busy until 130 s (100 + 30) and 170 s; one wanted from 90 s on: the caller of 95 s is served at 170 s.
  const Played day{day_of("[0s, 40s, 95s]", "count: [{at: 0s, agents: 2}, {at: 90s, agents: 1}]", "wrapup_time: 30s")};
  EXPECT_DOUBLE_EQ(day.total("mean_wait_if_waiting"), 75);
}

TEST(AShrinkingGroup, GoesIdleFirstThoughItHasABreakAtAnotherTime) {
  const std::string calls = "[0s, 40s, 80s, 85s]";
  const std::string count = "count: [{at: 0s, agents: 3}, {at: 90s, agents: 1}]";
  for (const char* const times : {"", ", breaks: [{from: 30m, to: 40m}]"}) {
    const Played day{day_of(calls, count + times)};
    EXPECT_DOUBLE_EQ(day.total("mean_wait_if_waiting"), 95) << times;
  }
}

TEST(AShrinkingGroup, IsAwayInItsBreakWhoeverStillTalks) {
  // Talks of 100 s from 0 s and 40 s; a break from 50 s to 10 minutes.
  const Played day{
      day_of("[0s, 40s, 45s]", "count: [{at: 0s, agents: 2}, {at: 20m, agents: 1}], breaks: [{from: 50s, to: 10m}]")};
  EXPECT_DOUBLE_EQ(day.total("mean_wait_if_waiting"), 555);
}

TEST(NamedAgents, LeaveEachAfterHisOwnCall) {
  // The first of the table stays. He is free at 100 s, whoever else still talks.
  const Played day{day_of("[0s, 40s, 80s, 85s]", "count: [{at: 0s, agents: 3}, {at: 90s, agents: 1}], on_decrease: named")};
  EXPECT_DOUBLE_EQ(day.total("mean_wait_if_waiting"), 15);
}

TEST(AfterTheLastInterval, TheStaffStaysUntilTheQueueIsEmpty) {
  const Played day{day_of("[3500s, 3501s, 3502s]", "count: {interval: 30m, values: [2, 1]}")};
  EXPECT_EQ(day.sum("answered"), 3);
}

TEST(AScheduleAndBreaks, LogInAndOut) {
  const Played day{day_of("[0s, 700s, 1000s]", "count: 1, schedule: [{from: 10m, to: 50m}], breaks: [{from: 15m, to: 20m}]")};
  EXPECT_EQ(day.sum("refused"), 2) << "before the shift and in the break";
  EXPECT_EQ(day.sum("answered"), 1);
  EXPECT_NEAR(day.group(0, "present"), 2100.0 / 3600, 1e-9);
}

TEST(Shrinkage, KeepsSomeAway) {
  const Played day{day_of("[0s]", "count: 100, shrinkage: 0.2"), 50};
  EXPECT_NEAR(day.group(0, "present"), 80, 3);
}

}  // namespace
}  // namespace ringside::sim
