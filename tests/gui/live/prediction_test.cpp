#include "gui/live/prediction.h"

#include <gmock/gmock.h>

#include "gui/live/live_day.h"
#include "scenarios/format/load.h"

namespace ringside::gui {
namespace {

TEST(APrediction, IsABandOfDaysAndNotOfMeans) {
  const auto scenario = scenario::load_scenario(RINGSIDE_SCENARIOS "/tech_support_day.yaml");
  ASSERT_TRUE(scenario);
  const std::atomic<bool> stop{false};
  const Prediction few = predict_queue(*scenario, 300, 20, 1, stop);
  const Prediction many = predict_queue(*scenario, 300, 80, 1, stop);
  ASSERT_EQ(many.p50.size(), 120U);
  double width_few = 0;
  double width_many = 0;
  for (std::size_t i = 0; i < many.p50.size(); ++i) {
    EXPECT_LE(many.p10[i], many.p50[i]);
    EXPECT_LE(many.p50[i], many.p90[i]);
    width_few += few.p90[i] - few.p10[i];
    width_many += many.p90[i] - many.p10[i];
  }
  EXPECT_GT(width_many, width_few / 2) << "four times the days do not halve it, as they would an interval of a mean";
  EXPECT_GT(width_many, 0);
}

TEST(APredictionAlone, BeginsWhereItsDayBegins) {
  const Prediction prediction{.day_starts = 8 * 3600, .interval = 300, .p10 = {0, 0}, .p50 = {1, 2}, .p90 = {3, 4}};
  EXPECT_THAT(LiveDay{}.queue_chart(&prediction).labels, testing::ElementsAre("08:00", "08:05"));
}

TEST(ALiveDayOverItsPrediction, StandsAtTheSameTimesOfTheDay) {
  const Prediction prediction{.day_starts = 8 * 3600, .interval = 300, .p10 = {0, 0}, .p50 = {1, 2}, .p90 = {3, 4}};
  LiveDay day;
  LiveState state;
  state.queue.resize(5);
  day.add(8 * 3600 + 300, state);
  day.add(8 * 3600 + 305, state);
  const report::Chart chart = day.queue_chart(&prediction);
  ASSERT_EQ(chart.series.size(), 2U);
  EXPECT_THAT(chart.labels, testing::ElementsAre("08:00", "08:05"));
  EXPECT_DOUBLE_EQ(chart.series[0].high[1], 4);
  EXPECT_DOUBLE_EQ(chart.series[1].values[1], 5);
}

TEST(ALiveDay, CountsWhatBecameOfCallsFromOneStateToTheNext) {
  LiveDay day;
  LiveState state;
  const auto at = [&](double second, double answered, double abandoned, double dissuaded) {
    state.statistics = {{"call_center:ccg_answered_incalls", answered},
                        {"call_center:ccg_abandonned_incalls", abandoned},
                        {"ringside:rsf_dissuaded_ewt-sales", dissuaded},
                        {"ringside:rsf_dissuaded_qsize-help", dissuaded},
                        {"call_center:ccf_answ_incalls-sales", 99}};
    day.add(second, state);
  };
  at(36000, 100, 7, 1);  // what was before nobody has seen
  at(36002, 103, 7, 2);
  at(36004, 104, 9, 2);
  at(36006, 1, 0, 0);  // begun anew
  at(36008, 2, 0, 0);
  const report::Chart chart = day.fate_chart();
  ASSERT_EQ(chart.series.size(), 3U);
  EXPECT_THAT(chart.labels, testing::ElementsAre("10:00"));
  EXPECT_THAT(chart.series[0].values, testing::ElementsAre(5)) << "answered: three, one, and one after the restart";
  EXPECT_THAT(chart.series[1].values, testing::ElementsAre(2));
  EXPECT_THAT(chart.series[2].values, testing::ElementsAre(2)) << "one for each reason";
}

TEST(ALiveDay, HoldsTheAnnouncedWaitAgainstTheLongestOfThoseWhoWait) {
  LiveDay day;
  LiveState waiting;
  waiting.queue.resize(2);
  waiting.queue[0].waited = 50;
  waiting.queue[1].estimated = 40;
  day.add(36000, waiting);
  day.add(36004, {});
  day.add(36008, {});
  waiting.queue[1].estimated = 2147483647;
  day.add(36010, waiting);
  day.add(36014, {});
  const report::Chart chart = day.wait_chart();
  ASSERT_EQ(chart.series.size(), 2U);
  EXPECT_THAT(chart.series[0].values, testing::ElementsAre(40)) << "nobody could tell the second time";
  EXPECT_THAT(chart.series[1].values, testing::ElementsAre(50)) << "an empty queue is no wait";
}

TEST(APredictionOfAnotherPartOfTheDay, IsNotShown) {
  const Prediction morning{.day_starts = 8 * 3600, .interval = 300, .p10 = {0, 0}, .p50 = {1, 2}, .p90 = {3, 4}};
  LiveDay day;
  day.add(16 * 3600, {});
  day.add(16 * 3600 + 5, {});
  EXPECT_EQ(day.queue_chart(&morning).series.size(), 1U);
  EXPECT_EQ(day.queue_chart(&morning).labels.size(), 1U);
}

}  // namespace
}  // namespace ringside::gui
