#include "simulator/experiments/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "tests/experiments/text_scenario.h"

namespace ringside::sim {
namespace {

using ::testing::HasSubstr;

const std::atomic<bool> kGoOn{false};

Comparison compare(const std::string& text, const std::vector<std::string>& variants, const ComparisonOptions& options) {
  const ScenarioFolder folder;
  VariantChoice choice{folder.file(text), {}, {}, {}};
  for (const std::string& variant : variants) choice.variants.push_back(variant_of(variant).value());
  const auto planned = plan_variants(choice);
  if (!planned) {
    ADD_FAILURE() << scenario::to_string(planned.error().front());
    return {};
  }
  auto comparison = compare_variants(*planned, options, kGoOn);
  if (!comparison) {
    ADD_FAILURE() << comparison.error();
    return {};
  }
  return std::move(*comparison);
}

ComparisonOptions options(const std::vector<std::string>& metrics, std::uint64_t days, std::uint64_t seed = 1) {
  ComparisonOptions options;
  for (const std::string& metric : metrics) options.metrics.push_back(judged_metric(metric));
  options.replications = days;
  options.seed = seed;
  return options;
}

TEST(AVerdict, FollowsFromTheIntervalAndFromWhatDoesNotMatter) {
  JudgedMetric wait = judged_metric("mean_wait");
  EXPECT_EQ(judge(wait, -5, 1), Verdict::better) << "less waiting";
  EXPECT_EQ(judge(wait, 5, 1), Verdict::worse);
  EXPECT_EQ(judge(wait, 0.5, 0.4), Verdict::no_difference) << "real, but below a second";
  EXPECT_EQ(judge(wait, 0.5, 1), Verdict::undecided);
  EXPECT_EQ(judge(wait, 2, std::numeric_limits<double>::infinity()), Verdict::undecided);
  EXPECT_EQ(judge(judged_metric("service_level"), 0.05, 0.01), Verdict::better) << "more answered";
  EXPECT_EQ(judge(judged_metric("t.occupancy"), 0.05, 0.01), Verdict::more) << "neither good nor bad by itself";
  EXPECT_EQ(judge(judged_metric("offered"), 0, 0), Verdict::no_difference);
}

TEST(OneAgentMore, IsBetterForSureAfterAFewDaysOfTheSameCallers) {
  const Comparison comparison =
      compare(one_team("100/h", "6", "4h"), {"agents.t.count=+1"}, options({"service_level", "mean_wait", "t.occupancy"}, 20));
  const auto& differences = comparison.variants.at(1).differences;
  EXPECT_EQ(differences.at(0).verdict, Verdict::better);
  EXPECT_GT(differences.at(0).value, 0);
  EXPECT_EQ(differences.at(1).verdict, Verdict::better);
  EXPECT_LT(differences.at(1).value, 0);
  EXPECT_EQ(differences.at(2).verdict, Verdict::less);
  EXPECT_NEAR(comparison.one_confidence, 1 - 0.05 / 3, 1e-12);
}

TEST(Cost, IsComparedOfAllAgentsTogether) {
  const Comparison comparison =
      compare(one_team("100/h", "6", "1h"), {"agents.t.count=+1; agents.t.cost=10"}, options({"mean_wait"}, 2));
  ASSERT_NE(comparison.variants.at(1).result.find("cost"), nullptr);
  const Comparison costs = compare(
      "settings: {wrapup_time: 0s}\nflows: {f: {calls: {arrivals: 60/h, handle_time: 1m}}}\n"
      "agents: {a: {count: 2, skills: [f], cost: 10}, b: {count: 1, skills: [f], cost: 40}}\n"
      "horizon: 1h\n",
      {"agents.b.count=2"}, options({"cost"}, 3));
  const Difference& difference = costs.variants.at(1).differences.at(0);
  EXPECT_NEAR(difference.base.value, 60, 1);
  EXPECT_NEAR(difference.value, 40, 1);
  EXPECT_EQ(difference.verdict, Verdict::worse);
}

TEST(VariantsWhoseWarmUpIsToBeFound, LeaveOutTheSame) {
  const ScenarioFolder folder;
  VariantChoice choice{folder.file(one_team("60/h", "4", "20h", "experiment: {warmup: mser5}")), {}, {}, {}};
  choice.variants.push_back(variant_of("agents.t.count=+2").value());
  choice.variants.push_back(variant_of("experiment.warmup=1h").value());
  auto planned = plan_variants(choice).value();
  EXPECT_TRUE(settle_warmups(planned, 2, kGoOn));
  EXPECT_GT(planned[0].scenario->experiment.warmup, 0);
  EXPECT_EQ(planned[1].scenario->experiment.warmup, planned[0].scenario->experiment.warmup);
  EXPECT_EQ(planned[2].scenario->experiment.warmup, 3600) << "it says so itself";
  EXPECT_GT(planned[0].plan->warm.time_since_epoch().count(), 0);
}

TEST(TheChatPolicy, GivesCallsWhatItTakesFromChats) {
  const VariantChoice choice{RINGSIDE_SCENARIOS "/audio_and_chat.yaml", {}, {}, {"full load"}};
  const auto planned = plan_variants(choice).value();
  const Comparison comparison =
      compare_variants(planned, options({"orders.calls.mean_wait", "orders.calls.service_level", "orders.chats.mean_talk"}, 40),
                       kGoOn)
          .value();
  const auto& differences = comparison.variants.at(1).differences;
  EXPECT_EQ(differences.at(0).verdict, Verdict::better) << "agents who fill up with chats leave others free for calls";
  EXPECT_EQ(differences.at(1).verdict, Verdict::better);
  EXPECT_EQ(differences.at(2).verdict, Verdict::more) << "and each of many chats goes slower";
}

TEST(CommonCallers, MakeTheDifferenceOf100And101AgentsAtLeast25TimesSurer) {
  const Comparison comparison = compare(
      "settings: {wrapup_time: 0s}\nflows: {f: {calls: {arrivals: 0.53/s, patience: {exponential: 120s}, handle_time: "
      "{exponential: 180s}}}}\n"
      "agents: {t: {count: 100, skills: [f]}}\nhorizon: 10h\nexperiment: {warmup: 1h}\n",
      {"agents.t.count=+1"}, options({"abandonment_rate"}, 40));
  const double factor = comparison.variants.at(1).differences.at(0).as_many_days;
  RecordProperty("variance_ratio", std::to_string(factor));
  EXPECT_GE(factor, 25);
}

TEST(EqualVariants, AreCalledDifferentInAtMostOneOfTwentyExperiments) {
  // The same callers a minute by law, but as two streams: nothing is common but the truth.
  const ScenarioFolder folder;
  VariantChoice choice{folder.file(one_team("90/h", "5", "1h")), {}, {}, {}};
  choice.variants.push_back(variant_of("flows.f.calls.arrivals=[30/h, 60/h]").value());
  const auto planned = plan_variants(choice).value();
  const bool at_length = std::getenv("RINGSIDE_LONG") != nullptr;
  const int experiments = at_length ? 4000 : 400;
  int different = 0;
  for (int e = 0; e < experiments; ++e) {
    ComparisonOptions wanted =
        options({"service_level", "abandonment_rate", "mean_wait"}, 20, static_cast<std::uint64_t>(e) + 1);
    for (JudgedMetric& metric : wanted.metrics) metric.delta = 0;
    const Comparison comparison = compare_variants(planned, wanted, kGoOn).value();
    bool any = false;
    for (const Difference& d : comparison.variants.at(1).differences)
      any = any || (d.verdict != Verdict::undecided && d.verdict != Verdict::no_difference);
    different += any ? 1 : 0;
  }
  RecordProperty("called_different", different);
  EXPECT_LE(different, experiments / 20);
}

TEST(AVariantThatChangesNothing, DiffersByNothing) {
  const Comparison comparison =
      compare(one_team("60/h", "5", "1h"), {"settings.wrapup_time=0s"}, options({"service_level", "mean_wait"}, 10));
  for (const Difference& d : comparison.variants.at(1).differences) {
    EXPECT_EQ(d.value, 0);
    EXPECT_EQ(d.half_width, 0);
    EXPECT_EQ(d.verdict, Verdict::no_difference);
  }
}

TEST(AFigureWithNothingToDivideBy, IsUnknownAndSoIsItsDifference) {
  const Comparison comparison = compare(one_team("60/h", "4", "1h"), {"agents.t.count=0"}, options({"mean_wait_answered"}, 10));
  const Difference& difference = comparison.variants.at(1).differences.at(0);
  EXPECT_TRUE(difference.base_known);
  EXPECT_FALSE(difference.variant_known) << "nobody answered";
  EXPECT_EQ(difference.verdict, Verdict::undecided);
  EXPECT_FALSE(std::isfinite(difference.half_width));
  EXPECT_THAT(summary(comparison), HasSubstr("-> unknown"));
  EXPECT_THAT(to_json(comparison, {}), HasSubstr("\"difference\": null"));
}

TEST(AFigureThatIs0InBothVariants, MakesNoDifference) {
  const Comparison comparison = compare(one_team("6/h", "20", "1h"), {"agents.t.count=+1"}, options({"mean_wait"}, 10));
  const Difference& difference = comparison.variants.at(1).differences.at(0);
  EXPECT_TRUE(difference.known());
  EXPECT_EQ(difference.verdict, Verdict::no_difference);
}

TEST(AComparison, IsTheSameForAnyNumberOfThreads) {
  ComparisonOptions wanted = options({"service_level", "mean_wait"}, 40);
  const std::string text = one_team("60/h", "4", "1h");
  const std::string one = to_json(compare(text, {"agents.t.count=+1"}, wanted), {});
  wanted.threads = 4;
  EXPECT_EQ(to_json(compare(text, {"agents.t.count=+1"}, wanted), {}), one);
}

TEST(AComparison, SaysItInWords) {
  const std::string text =
      summary(compare(one_team("100/h", "6", "2h"), {"agents.t.count=+2"}, options({"service_level", "mean_wait"}, 20)));
  EXPECT_THAT(text, HasSubstr("agents.t.count=+2"));
  EXPECT_THAT(text, HasSubstr("better"));
  EXPECT_THAT(text, HasSubstr("points"));
}

TEST(Variants, ComeFromTheFileInItsOrderAndTellTheirFaults) {
  const ScenarioFolder folder;
  const std::string good =
      folder.file(one_team("60/h", "4", "1h", "what_if: {more: {agents.t.count: \"+1\"}, fewer: {agents.t.count: \"-1\"}}"));
  const auto planned = plan_variants({good, {}, {}, {}}).value();
  ASSERT_EQ(planned.size(), 3U);
  EXPECT_EQ(planned[0].name, "as it is");
  EXPECT_EQ(planned[1].name, "more");
  EXPECT_EQ(planned[1].scenario->agents[0].count[0].count, 5U);
  EXPECT_EQ(plan_variants({good, {}, {}, {"fewer"}}).value().at(1).name, "fewer");
  EXPECT_THAT(scenario::to_string(plan_variants({good, {}, {}, {"other"}}).error().at(0)), HasSubstr("more, fewer"));
  const std::string bad = folder.file(one_team("60/h", "4", "1h", "what_if: {odd: {agents.t.count: many}}"));
  EXPECT_THAT(scenario::to_string(plan_variants({bad, {}, {}, {}}).error().at(0)), HasSubstr("what_if.odd"));
}

TEST(AFigureThatNobodyHas, IsSaidSo) {
  const ScenarioFolder folder;
  VariantChoice choice{folder.file(one_team("60/h", "4", "1h")), {}, {}, {}};
  choice.variants.push_back(variant_of("agents.t.count=5").value());
  EXPECT_THAT(compare_variants(plan_variants(choice).value(), options({"happiness"}, 2), kGoOn).error(),
              HasSubstr("happiness"));
}

}  // namespace
}  // namespace ringside::sim
