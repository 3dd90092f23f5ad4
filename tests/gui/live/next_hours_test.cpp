#include "gui/live/next_hours.h"

#include <gmock/gmock.h>

#include "gui/live/live_state.h"
#include "scenarios/format/load.h"

namespace ringside::gui {
namespace {

using testing::HasSubstr;

scenario::Scenario day() {
  auto read = scenario::load_scenario(RINGSIDE_SCENARIOS "/tech_support_day.yaml");
  return std::move(*read);
}

/// Noon, sixteen free agents, `waiting` callers who have waited for a minute.
std::string snapshot(int waiting) {
  LiveState state;
  for (int i = 1; i <= 16; ++i) state.agents.push_back({"early-" + std::to_string(i), true, "free", {}, {}, {}});
  for (int i = 0; i < waiting; ++i) {
    const std::string id = std::to_string(i) + ".0";
    LiveWaiting call;
    call.id = id;
    call.media = "RTP";
    call.flow = "tech_support";
    call.waited = 60;
    state.queue.push_back(call);
    state.calls.push_back({id, "queued", "tech_support", "", 60});
  }
  return as_snapshot(state, 1699963200);
}

NextHoursOptions at_noon() { return {.span = 3600, .time_of_day = 12 * 3600, .days = 60}; }

TEST(TheNextHours, BeginWithThoseWhoAreThereNow) {
  const std::atomic<bool> stop{false};
  const auto quiet = next_hours(snapshot(0), day(), at_noon(), stop);
  const auto full = next_hours(snapshot(60), day(), at_noon(), stop);
  ASSERT_TRUE(quiet && full);
  EXPECT_EQ(full->from, 12 * 3600);
  EXPECT_EQ(full->to, 13 * 3600);
  EXPECT_EQ(full->played, 60U);
  ASSERT_EQ(full->charts.size(), 2U);
  const report::Chart& queue = full->charts[0];
  EXPECT_EQ(queue.labels.front(), "12:00");
  EXPECT_EQ(queue.labels.size(), 12U);
  EXPECT_GT(queue.series[0].values[0], quiet->charts[0].series[0].values[0] + 10) << "sixty callers do not vanish";
  EXPECT_GT(full->mean_wait->median, quiet->mean_wait->median);
}

TEST(TheNextHours, AreABandOfWhatMayComeAndNotOfAMean) {
  const std::atomic<bool> stop{false};
  const auto next = next_hours(snapshot(10), day(), at_noon(), stop);
  ASSERT_TRUE(next);
  for (const auto& outlook : {next->service_level, next->mean_wait, next->abandoned, next->mean_queue}) {
    ASSERT_TRUE(outlook);
    EXPECT_LT(outlook->low, outlook->median);
    EXPECT_LT(outlook->median, outlook->high);
  }
}

TEST(TheNextHours, SayWhatOfTheCentreTheScenarioDoesNotKnow) {
  const std::atomic<bool> stop{false};
  LiveState state;
  state.calls.push_back({"1.0", "queued", "elsewhere", "", 3});
  const auto next = next_hours(as_snapshot(state, 1699963200), day(), at_noon(), stop);
  ASSERT_TRUE(next);
  EXPECT_THAT(next->notes, testing::Contains(HasSubstr("calls of flows")));
}

TEST(TheNextHours, OfAnotherTimeThanTheScenariosAreRefusedInOneLine) {
  const std::atomic<bool> stop{false};
  auto options = at_noon();
  options.time_of_day = 22 * 3600;
  const auto next = next_hours(snapshot(1), day(), options, stop);
  ASSERT_FALSE(next);
  EXPECT_THAT(next.error(), HasSubstr("22:00"));
  EXPECT_THAT(next_hours("{", day(), at_noon(), stop).error(), HasSubstr("found no JSON object"));
}

TEST(TheNextHours, EndSoonWhenTheyAreNoLongerWanted) {
  const std::atomic<bool> stop{true};
  const auto next = next_hours(snapshot(1), day(), at_noon(), stop);
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error(), "");
}

TEST(TheNextHours, OfAnOpenSipsAreOfWhatItsListsTell) {
  LiveState state;
  state.agents.push_back({"early-1", true, "incall", {}, {}, {}});
  state.calls.push_back({"1.0", "toagent", "tech_support", "early-1", 30});
  LiveWaiting waiting;
  waiting.id = "2.0";
  waiting.media = "RTP";
  waiting.flow = "tech_support";
  waiting.waited = 12;
  state.queue.push_back(waiting);
  state.calls.push_back({"2.0", "queued", "tech_support", "", 20});
  const std::string told = as_snapshot(state, 1699963200);
  EXPECT_THAT(told, HasSubstr(R"("Queue Time":12)"));
  EXPECT_THAT(told, HasSubstr(R"("Talk Time":30)"));
  const std::atomic<bool> stop{false};
  const auto next = next_hours(told, day(), at_noon(), stop);
  ASSERT_TRUE(next);
  EXPECT_THAT(next->notes, testing::IsEmpty()) << "flow, agent and calls are all taken over";
}

}  // namespace
}  // namespace ringside::gui
