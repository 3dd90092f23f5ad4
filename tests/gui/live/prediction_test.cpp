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
