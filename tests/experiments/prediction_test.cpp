#include "simulator/experiments/prediction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "scenarios/format/load.h"
#include "simulator/experiments/twin.h"

namespace ringside::sim {
namespace {

const std::atomic<bool> kGoOn{false};

scenario::Scenario day(const std::vector<scenario::Override>& changes = {}) {
  return *scenario::load_scenario(RINGSIDE_SCENARIOS "/tech_support_day.yaml", changes);
}

/// The days of some scenario, laid over what another one predicts.
struct Overlays {
  Overlays(const Prediction& prediction, const scenario::Scenario& of, std::uint64_t days) {
    const Prediction played = predict(of, {.days = days, .first = 0, .threads = 2, .progress = {}}, kGoOn);
    for (const DayCurves& one : played.days) {
      const Overlay found = overlay(prediction, one);
      points += found.points;
      inside += found.inside;
      strangers += found.one_of_these ? 0 : 1;
    }
  }
  double share_inside() const { return static_cast<double>(inside) / static_cast<double>(points); }
  std::uint64_t points = 0, inside = 0;
  int strangers = 0;
};

const Prediction& of_the_sample_day() {
  static const Prediction prediction = predict(day(), {.days = 200, .threads = 2, .progress = {}}, kGoOn);
  return prediction;
}

TEST(ThePrediction, holds_95_of_100_further_days_at_each_point_and_as_a_whole) {
  constexpr int kDays = 200;
  const Overlays same{of_the_sample_day(), day(), kDays};
  // Points of one day hang together, so the share is less sure than as many coins would be.
  EXPECT_NEAR(same.share_inside(), 0.95, 0.02);
  EXPECT_LE(same.strangers, 22) << "5 % of 200 days, and four standard errors";
}

TEST(ThePrediction, catches_a_scenario_whose_talks_are_15_percent_too_short) {
  const Overlays longer{of_the_sample_day(),
                        day({{"flows.tech_support.calls.handle_time", "{lognormal: {mean: 276s, sd: 207s}}"}}), 20};
  EXPECT_GE(longer.strangers, 19);
}

TEST(ThePrediction, counts_a_set_up_of_real_calls) {
  scenario::Scenario slow = day();
  slow.set_up = scenario::Distribution{};
  slow.set_up->kind = scenario::Distribution::Kind::deterministic;
  slow.set_up->a = 5;
  const Prediction without = predict(day(), {.days = 5, .progress = {}}, kGoOn);
  const Prediction with = predict(slow, {.days = 5, .progress = {}}, kGoOn);
  for (std::size_t f = 0; f < with.figures.size(); ++f) {
    if (with.figures[f].name != "mean_wait_answered") continue;
    for (std::size_t d = 0; d < 5; ++d) EXPECT_GT(with.days[d].totals[f], without.days[d].totals[f] + 4.9);
  }
}

TEST(ThePrediction, of_a_day_stands_between_order_statistics) {
  std::vector<DayCurves> days;
  for (int i = 1; i <= 200; ++i) days.push_back({{{static_cast<double>(i)}}, {static_cast<double>(i)}});
  const Prediction prediction = prediction_of(days, {{"offered", "calls"}}, {0, 1}, 0.95);
  EXPECT_EQ(prediction.bands[0].low[0], 5) << "the fifth of 200: 2 · 5 ≤ 0.05 · 201";
  EXPECT_EQ(prediction.bands[0].high[0], 196);
  EXPECT_EQ(overlay(prediction, {{{4}}, {4}}).inside, 0U);
  EXPECT_EQ(overlay(prediction, {{{5}}, {5}}).inside, 1U);
  EXPECT_EQ(overlay(prediction, {{{5 - 1e-12}}, {5}}).inside, 1U) << "rounding is no difference";
  EXPECT_EQ(overlay(prediction, {{{4.9999}}, {5}}).inside, 0U);
  EXPECT_DOUBLE_EQ(overlay(prediction, {{{100}}, {100}}).ranks[0], 0.4975);
  EXPECT_FALSE(overlay(prediction, {{{500}}, {500}}).one_of_these);
  const Overlay unknown = overlay(prediction, {{{NAN}}, {NAN}});
  EXPECT_EQ(unknown.points, 0U);
  EXPECT_TRUE(unknown.one_of_these);
}

TEST(ThePrediction, knows_no_band_from_fewer_days_than_it_takes) {
  std::vector<DayCurves> days;
  for (int i = 1; i <= 38; ++i) days.push_back({{{static_cast<double>(i)}}, {static_cast<double>(i)}});
  EXPECT_TRUE(std::isnan(prediction_of(days, {{"offered", "calls"}}, {0, 1}, 0.95).bands[0].low[0])) << "1 to 38 hold 94.9 %";
  days.push_back({{{39}}, {39}});
  EXPECT_EQ(prediction_of(days, {{"offered", "calls"}}, {0, 1}, 0.95).bands[0].high[0], 39);
}

TEST(ExtremeRanks, put_who_is_once_at_the_very_edge_before_who_is_often_near_it) {
  const std::vector<double> measures = extreme_ranks({{1, 5, 5}, {2, 4, 4}, {3, 3, 3}, {4, 2, 2}, {9, 4.5, 4.5}});
  EXPECT_DOUBLE_EQ(measures[0], 0.2) << "least and greatest, three times at the edge";
  EXPECT_DOUBLE_EQ(measures[3], 0.4) << "twice";
  EXPECT_DOUBLE_EQ(measures[4], 0.6) << "once";
  EXPECT_DOUBLE_EQ(measures[1], 1) << "the farthest from all edges";
}

TEST(ExtremeRanks, do_not_call_extreme_what_most_have) {
  std::vector<std::vector<double>> rows(50, {0, 1});
  rows.push_back({0, 7});
  EXPECT_DOUBLE_EQ(extreme_ranks(rows)[0], 1);
  EXPECT_DOUBLE_EQ(extreme_ranks(rows)[50], 1.0 / 51);
}

TEST(ExtremeRanks, are_as_likely_as_they_say) {
  std::mt19937 random{7};
  std::normal_distribution<double> normal;
  int extreme = 0;
  constexpr int kTrials = 400;
  for (int trial = 0; trial < kTrials; ++trial) {
    std::vector<std::vector<double>> rows(40, std::vector<double>(10));
    for (auto& row : rows) {
      double walk = 0;
      for (double& value : row) value = walk += normal(random);
    }
    extreme += extreme_ranks(rows).back() <= 0.05 ? 1 : 0;
  }
  EXPECT_NEAR(extreme, 0.05 * kTrials, 4 * std::sqrt(0.05 * 0.95 * kTrials));
}

TEST(ATwin, may_have_as_many_strangers_as_chance_has) {
  Twin twin;
  twin.days.resize(20);
  EXPECT_TRUE(twin.believable());
  for (int i = 0; i < 3; ++i) twin.days[static_cast<std::size_t>(i)].overlay.one_of_these = false;
  EXPECT_TRUE(twin.believable()) << "three or more of 20 come by chance in 7.5 % of cases";
  twin.days[3].overlay.one_of_these = false;
  EXPECT_FALSE(twin.believable()) << "four or more in 1.6 %";
  twin.days.resize(1);
  EXPECT_FALSE(twin.believable());
}

}  // namespace
}  // namespace ringside::sim
