#include "reports/charts/run_charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace ringside::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Figure figure(const std::string& name, double value, double half_width = 0.1, double denominator = 100) {
  return {name, "", {value, half_width, 30}, value * denominator, denominator, "some", "all", {}};
}

SeriesResult calls(double level, double queue, double denominator = 100) {
  SeriesResult series;
  series.figures = {figure("service_level", level, 0.01, denominator),
                    figure("mean_queue", queue),
                    figure("ewt_average_announced", 30),
                    figure("ewt_average_experienced", 25),
                    figure("dissuasion_rate_by_ewt", 0),
                    figure("dissuasion_rate_by_qsize", 0.25),
                    figure("answered", 80)};
  return series;
}

/// Two half hours from 08:00 on, one flow; in the second nobody called.
Result sample_run() {
  Result result;
  result.samples = 30;
  result.horizon = 3600;
  result.day_starts = 8 * 3600;
  result.formula = "answered in time / offered";
  result.total = calls(0.75, 2);
  result.total.histogram = {
      {0, 0, 0.5, 0.1}, {0, 5, 0.3, 0.1}, {5, std::numeric_limits<double>::infinity(), 0.2, 0.1}, {9, 10, 0}};
  result.series = {result.total};
  result.series[0].flow = "support";
  result.series[0].media = "calls";
  GroupResult team{"team", {figure("occupancy", 0.8), figure("in_call", 0.7), figure("wrap_up", 0.1), figure("free", 0.2)}};
  result.groups = {team};
  for (int i = 0; i < 2; ++i) {
    IntervalResult interval{i * 1800.0, (i + 1) * 1800.0, {calls(i == 0 ? 0.75 : 0, 2 + i, i == 0 ? 100 : 0)}, {team}};
    interval.series.insert(interval.series.begin(), result.series[0]);
    result.intervals.push_back(interval);
  }
  return result;
}

TEST(ServiceLevelByInterval, ShowsTargetAndIntervalsAndIsUnknownWhereNobodyCalled) {
  const auto chart = service_level_chart(sample_run());
  ASSERT_TRUE(chart);
  EXPECT_THAT(chart->labels, ElementsAre("08:00", "08:30"));
  EXPECT_THAT(chart->spans, ElementsAre("08:00 – 08:30", "08:30 – 09:00"));
  const ChartSeries& all = chart->series.at(0);
  EXPECT_EQ(all.name, "all calls");
  EXPECT_DOUBLE_EQ(all.values[0], 0.75);
  EXPECT_DOUBLE_EQ(all.low[0], 0.74);
  EXPECT_TRUE(std::isnan(all.values[1]));
  EXPECT_DOUBLE_EQ(chart->marks.at(0).value, 0.8);
  EXPECT_THAT(chart->about, HasSubstr("answered in time / offered"));
}

TEST(EveryChart, TellsInWordsWhatOneWouldSee) {
  EXPECT_THAT(queue_depth_chart(sample_run())->text, HasSubstr("all calls: lowest 2.0 at 08:00, highest 3.0 at 08:30."));
  for (const Chart& chart : run_charts(sample_run())) {
    EXPECT_FALSE(chart.text.empty()) << chart.id;
    EXPECT_FALSE(chart.about.empty()) << chart.id;
    for (const ChartSeries& series : chart.series) EXPECT_EQ(series.values.size(), chart.labels.size()) << chart.id;
  }
}

TEST(TheTarget, IsToldToBeMissedWhereItIs) {
  Result run = sample_run();
  run.intervals[1].series.back() = calls(0.9, 1);
  EXPECT_THAT(service_level_chart(run)->text, HasSubstr("The target of 80.0 % is missed in 1 of 2 intervals: 08:00."));
}

TEST(AnnouncedWaits, StandBesideWhatTheSameCallersWaited) {
  const auto chart = announced_wait_chart(sample_run());
  ASSERT_TRUE(chart);
  ASSERT_EQ(chart->series.size(), 2U);
  EXPECT_EQ(chart->series[0].name, "experienced");
  EXPECT_EQ(chart->series[1].name, "average (in use)");
  EXPECT_DOUBLE_EQ(chart->series[1].values[0], 30);
}

TEST(Occupancy, SaysNothingOfAGroupThatHasGone) {
  Result run = sample_run();
  run.intervals[0].groups[0].figures = {figure("occupancy", 0.8), figure("past_shift", 0.1)};
  run.intervals[1].groups[0].figures = {figure("occupancy", 1), figure("past_shift", 0.97)};
  const auto chart = occupancy_chart(run);
  ASSERT_TRUE(chart);
  EXPECT_DOUBLE_EQ(chart->series.at(0).values[0], 0.8) << "a few that finish do not hide the others";
  EXPECT_TRUE(std::isnan(chart->series[0].values[1]));
  EXPECT_TRUE(std::isnan(chart->series[0].high[1]));
  EXPECT_EQ(chart->text, "team: 80.0 %.") << "the words do not name the hundred percent either";
}

TEST(Dissuading, ShowsTheReasonsThereWere) {
  const auto chart = dissuading_chart(sample_run());
  ASSERT_TRUE(chart);
  ASSERT_EQ(chart->series.size(), 1U);
  EXPECT_EQ(chart->series[0].name, "queue too long");
  EXPECT_EQ(chart->series[0].look, Look::stack);
}

TEST(AChartOfWhatNeverHappened, IsLeftOut) {
  Result run = sample_run();
  for (IntervalResult& interval : run.intervals) {
    for (SeriesResult& series : interval.series)
      std::erase_if(series.figures, [](const Figure& f) { return f.name.starts_with("dis"); });
  }
  EXPECT_FALSE(dissuading_chart(run));
  EXPECT_FALSE(concurrency_chart(run)) << "nobody chats";
}

TEST(ARunWithoutIntervals, IsOnePosition) {
  Result run = sample_run();
  run.intervals.clear();
  const auto chart = service_level_chart(run);
  ASSERT_TRUE(chart);
  EXPECT_THAT(chart->labels, ElementsAre("whole run"));
  EXPECT_EQ(chart->series[0].look, Look::bar);
}

TEST(Waits, AreShownUpToTheLongest) {
  const auto chart = wait_chart(sample_run());
  ASSERT_TRUE(chart);
  EXPECT_THAT(chart->labels, ElementsAre("not at all", "≤ 5 s", "> 5 s"));
  EXPECT_EQ(chart->text, "Shares added up: not at all: 50.0 %; ≤ 5 s: 80.0 %; > 5 s: 100.0 %.");
}

TEST(AClock, KnowsTheDay) {
  Result run = sample_run();
  run.horizon = 3 * 86400;
  EXPECT_EQ(clock_text(run, 86400), "day 2 08:00");
  run.date = "2026-12-31";
  EXPECT_EQ(clock_text(run, 86400), "2027-01-01 08:00");
}

TEST(Numbers, AreWrittenForPeople) {
  EXPECT_EQ(written(0.804, ChartUnit::share), "80.4 %");
  EXPECT_EQ(written(-0.021, ChartUnit::points), "\u22122.1 points");
  EXPECT_EQ(written(12.34, ChartUnit::seconds), "12.3 s");
  EXPECT_EQ(written(0.25, ChartUnit::seconds_difference), "+0.25 s");
  EXPECT_EQ(written(2579.3, ChartUnit::calls), "2579");
  EXPECT_EQ(written(-1e-9, ChartUnit::points), "0.0 points");
  EXPECT_EQ(written(std::nan(""), ChartUnit::share), "–");
}

TEST(ChartsAsJson, KeepWhatIsUnknownAsNull) {
  const auto json = nlohmann::json::parse(to_json(*service_level_chart(sample_run())));
  EXPECT_TRUE(json["series"][0]["values"][1].is_null());
  EXPECT_EQ(json["unit"]["suffix"], " %");
  EXPECT_EQ(json["series"][0]["look"], "line");
}

TEST(AnyNumbersInAFile, AreChartedWithoutHarm) {
  Result run = sample_run();
  run.day_starts = std::numeric_limits<double>::infinity();
  run.intervals[0].from = -1e300;
  run.intervals[1].to = std::nan("");
  run.intervals[1].groups.clear();
  run.intervals[0].series.clear();
  run.horizon = 1e300;
  run.target = std::nan("");
  for (Figure& f : run.total.figures) f.estimate.value = -1e308;
  EXPECT_FALSE(run_charts(run).empty());
}

}  // namespace
}  // namespace ringside::report
