#include "reports/compare/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "reports/compare/difference.h"

namespace ringside::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Days with a common noise: of 100 calls a day `level` are answered in time, more or less.
Subject run_with(const std::string& name, double level, std::uint64_t seed = 1, int days = 30, double confidence = 0.95) {
  Subject subject{.name = name, .result = ReadResult{}};
  Result& result = subject.result->result;
  result.seed = seed;
  result.confidence = confidence;
  result.samples = static_cast<std::uint64_t>(days);
  DayTerms terms{"service_level", {}, {}};
  std::vector<double> waits;
  std::mt19937 random{static_cast<unsigned>(seed)};
  for (int i = 0; i < days; ++i) {
    const double noise = static_cast<double>(random() % 2001) / 100 - 10;
    terms.x.push_back(100 * level + noise);
    terms.y.push_back(100);
  }
  Figure figure{"service_level", "", ratio(terms.x, terms.y, confidence), 0, 0, "in time", "offered", {}};
  result.total.figures = {figure};
  result.days = {terms};
  return subject;
}

Subject measured(std::vector<double> cpu) {
  Subject subject{.name = "bench"};
  subject.measured["cpu_per_call"] = std::move(cpu);
  return subject;
}

GateRule rule(const std::string& text) { return parse_rule(text).value(); }

GateVerdict verdict(const Subject& base, const Subject& other, const std::string& text) {
  const auto report = judge({base}, {other}, {rule(text)}, 0.95);
  EXPECT_TRUE(report) << report.error();
  return report->verdict();
}

TEST(ARule, SaysFigureDirectionAndBound) {
  const GateRule level = rule("service_level < -0.02");
  EXPECT_EQ(level.figure, "service_level");
  EXPECT_TRUE(level.less);
  EXPECT_DOUBLE_EQ(level.bound, -0.02);
  EXPECT_FALSE(level.relative);
  const GateRule cpu = rule("  cpu_per_call>10% ");
  EXPECT_EQ(cpu.figure, "cpu_per_call");
  EXPECT_DOUBLE_EQ(cpu.bound, 0.1);
  EXPECT_TRUE(cpu.relative);
}

TEST(AFigureThatOneSideHasNothingToDivideBy, IsUnknownAndNotZero) {
  Subject base = run_with("base", 0.9);
  Subject other = run_with("other", 0.9);
  base.result->result.total.figures.push_back({"mean_wait_answered", "s", {12, 1, 30}, 120, 10, "wait", "answered", {}});
  other.result->result.total.figures.push_back({"mean_wait_answered", "s", ratio({}, {}, 0.95), 0, 0, "wait", "answered", {}});
  const auto report = judge({base}, {other}, {rule("mean_wait_answered > 5")}, 0.95);
  ASSERT_TRUE(report) << report.error();
  EXPECT_EQ(report->verdict(), GateVerdict::unknown);
  EXPECT_THAT(report->findings.at(0).reason, HasSubstr("does not know the figure"));
}

TEST(ARule, ThatMakesNoSenseIsRefusedWithWhatIsAllowed) {
  for (const char* text : {"", "service_level", "> 3", "a < b", "a < ", "a > nan", "a > inf", "a > 0x10", "a < 1 2", "a > 5 %%",
                           "service_level < 0.02", "cpu_per_call > -10%", "a >"}) {
    const auto parsed = parse_rule(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_THAT(parsed.error(), HasSubstr("allowed is FIGURE < NUMBER")) << text;
  }
}

TEST(AGate, PassesWhatHasNotChanged) {
  EXPECT_EQ(verdict(run_with("a", 0.8), run_with("b", 0.8), "service_level < -0.02"), GateVerdict::pass);
}

TEST(AGate, SeesALossThatCommonCallersShow) {
  EXPECT_EQ(verdict(run_with("a", 0.8), run_with("b", 0.75), "service_level < -0.02"), GateVerdict::regression);
  EXPECT_EQ(verdict(run_with("a", 0.8), run_with("b", 0.79), "service_level < -0.02"), GateVerdict::pass);
}

TEST(AGate, DoesNotKnowWhatOtherCallersHide) {
  EXPECT_EQ(verdict(run_with("a", 0.8, 1, 10), run_with("b", 0.77, 2, 10), "service_level < -0.02"), GateVerdict::unknown)
      << "the noise of 10 days is larger than the bound";
}

TEST(AGate, JudgesTheSameHoweverSureTheSidesToldTheirFigures) {
  const auto judged = [](double base_confidence, double other_confidence) {
    const auto report = judge({run_with("a", 0.8, 1, 30, base_confidence)}, {run_with("b", 0.76, 2, 30, other_confidence)},
                              {rule("service_level < -0.02")}, 0.95);
    return report.value().findings.at(0);
  };
  const GateFinding same = judged(0.95, 0.95);
  for (const auto& [base, other] : {std::pair{0.95, 0.8}, {0.8, 0.95}, {0.8, 0.8}}) {
    const GateFinding finding = judged(base, other);
    EXPECT_NEAR(finding.difference.half_width, same.difference.half_width, 1e-9) << base << " " << other;
    EXPECT_EQ(finding.verdict, same.verdict) << base << " " << other;
  }
}

TEST(AGate, JudgesSharesOfTheBase) {
  EXPECT_EQ(verdict(run_with("a", 0.5), run_with("b", 0.56), "service_level > 10%"), GateVerdict::regression);
  EXPECT_EQ(verdict(run_with("a", 0.5), run_with("b", 0.54), "service_level > 10%"), GateVerdict::pass);
}

TEST(AGate, JudgesWhatAllAgentsTogetherCost) {
  const auto costing = [](const std::string& name, double cost) {
    Subject run = run_with(name, 0.8);
    run.result->result.all_agents.figures = {{"cost", "", {cost, 5, 30}, 30 * cost, 30, "cost", "days", {}}};
    return run;
  };
  EXPECT_EQ(verdict(costing("a", 1000), costing("b", 1050), "cost > 10%"), GateVerdict::pass);
  EXPECT_EQ(verdict(costing("a", 1000), costing("b", 1200), "cost > 10%"), GateVerdict::regression);
}

TEST(AGate, WantsThreeRunsOfWhatTheMachineDisturbs) {
  EXPECT_EQ(verdict(measured({10}), measured({10}), "cpu_per_call > 10%"), GateVerdict::unknown);
  EXPECT_EQ(verdict(measured({10, 11}), measured({10, 11}), "cpu_per_call > 10%"), GateVerdict::unknown);
  EXPECT_EQ(verdict(measured({10, 10.1, 9.9, 10, 10}), measured({10.1, 10, 10, 9.9, 10}), "cpu_per_call > 10%"),
            GateVerdict::pass);
  EXPECT_EQ(verdict(measured({10, 10.1, 9.9, 10, 10}), measured({12, 12.2, 12, 11.9, 12.1}), "cpu_per_call > 10%"),
            GateVerdict::regression);
  EXPECT_EQ(verdict(measured({10, 14, 7}), measured({12, 10, 15}), "cpu_per_call > 10%"), GateVerdict::unknown);
}

TEST(AGate, IsNotFooledByOneDisturbedPair) {
  EXPECT_EQ(
      verdict(measured({10, 10.1, 9.9, 10, 10, 10.1, 9.9}), measured({10.1, 30, 10, 9.9, 10, 10.1, 10}), "cpu_per_call > 10%"),
      GateVerdict::pass);
}

Subject benchmarks(const std::vector<std::string>& names) {
  Subject subject{.name = "bench"};
  for (const std::string& name : names) subject.measured[name + ".cpu_time"] = {10, 10.1, 9.9};
  return subject;
}

TEST(AGate, NeverPassesABenchmarkThatTheNewSideHasLost) {
  const Subject base = benchmarks({"S1", "S2", "S3"});
  const auto report = judge({base}, {benchmarks({"S1", "S3", "S4"})}, {rule("cpu_time > 10%")}, 0.95);
  ASSERT_TRUE(report) << report.error();
  EXPECT_EQ(report->verdict(), GateVerdict::unknown);
  const auto gone = std::find_if(report->findings.begin(), report->findings.end(),
                                 [](const GateFinding& finding) { return finding.figure == "S2.cpu_time"; });
  ASSERT_NE(gone, report->findings.end());
  EXPECT_EQ(report->findings.size(), 3U) << "S4 has nothing to be compared with";
  EXPECT_EQ(gone->verdict, GateVerdict::unknown);
  EXPECT_EQ(gone->reason, "the new side does not have it");
  EXPECT_EQ(verdict(base, benchmarks({"S1", "S3"}), "S2.cpu_time > 10%"), GateVerdict::unknown);
  EXPECT_EQ(verdict(base, benchmarks({"S1", "S3"}), "S1.cpu_time > 10%"), GateVerdict::pass) << "nobody asks for the others";
}

TEST(AGate, NeverPassesABenchmarkThatFailed) {
  for (const std::vector<std::string>& others : {std::vector<std::string>{"S1"}, {"S1", "S2"}}) {
    Subject broken = benchmarks(others);
    broken.failed["S2.cpu_time"] = "the store is full";
    const auto report = judge({benchmarks({"S1", "S2"})}, {broken}, {rule("cpu_time > 10%")}, 0.95);
    ASSERT_TRUE(report) << report.error();
    EXPECT_EQ(report->verdict(), GateVerdict::unknown) << others.size();
    EXPECT_THAT(report->findings, testing::Contains(testing::Field(&GateFinding::reason, HasSubstr("the store is full"))));
  }
}

TEST(AGate, NeverPassesASaturatedGenerator) {
  Subject saturated = run_with("b", 0.8);
  saturated.invalid = {"the load generator was saturated"};
  const auto report = judge({run_with("a", 0.8)}, {saturated}, {rule("service_level < -0.02")}, 0.95);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->verdict(), GateVerdict::unknown);
  EXPECT_THAT(report->invalid, ElementsAre("b: the load generator was saturated"));
  Subject cut = run_with("b", 0.5);
  cut.result->result.interrupted = true;
  EXPECT_EQ(verdict(run_with("a", 0.8), cut, "service_level < -0.02"), GateVerdict::unknown);
}

TEST(AGate, OfNothingIsUnknown) {
  const auto report = judge({run_with("a", 0.8)}, {run_with("b", 0.8)}, {}, 0.95);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->verdict(), GateVerdict::unknown);
}

TEST(AGate, NamesTheFiguresThereAreIfOneIsMissing) {
  const auto report = judge({run_with("a", 0.8)}, {run_with("b", 0.8)}, {rule("tea > 3")}, 0.95);
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error(), HasSubstr("allowed is a figure of both runs: service_level"));
}

TEST(ARegression, OutweighsWhatIsUnknown) {
  const auto report = judge({run_with("a", 0.8, 1, 8)}, {run_with("b", 0.6, 2, 8)},
                            {rule("service_level < -0.02"), rule("service_level < -0.19")}, 0.95);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->findings[1].verdict, GateVerdict::unknown);
  EXPECT_EQ(report->verdict(), GateVerdict::regression);
}

TEST(APairedDifference, IsSurerThanThatOfOtherCallers) {
  const Subject a = run_with("a", 0.8);
  const Subject b = run_with("b", 0.75);
  const Estimate paired = paired_difference(a.result->result.days[0], b.result->result.days[0], 0.95);
  EXPECT_NEAR(paired.value, -0.05, 1e-12);
  EXPECT_LT(paired.half_width, 1e-9) << "the noise is the same on both sides";
  const Estimate apart = independent_difference(a.result->result.total.figures[0].estimate, 0.95,
                                                b.result->result.total.figures[0].estimate, 0.95, 0.95);
  EXPECT_NEAR(apart.value, -0.05, 1e-12);
  EXPECT_GT(apart.half_width, 0.01);
}

TEST(IntervalsOfDifferences, HoldTheTruthAsOftenAsTheySay) {
  // 1,000 pairs of runs with the same truth: of 95 % intervals 50 ± 21 miss it (3 standard deviations).
  int missed_apart = 0;
  int missed_paired = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const Subject a = run_with("a", 0.8, 2 * i + 1);
    const Subject b = run_with("b", 0.8, 2 * i + 2);
    const Estimate apart = independent_difference(a.result->result.total.figures[0].estimate, 0.95,
                                                  b.result->result.total.figures[0].estimate, 0.95, 0.95);
    const Estimate paired = paired_difference(a.result->result.days[0], b.result->result.days[0], 0.95);
    missed_apart += std::abs(apart.value) > apart.half_width ? 1 : 0;
    missed_paired += std::abs(paired.value) > paired.half_width ? 1 : 0;
  }
  EXPECT_NEAR(missed_apart, 50, 21);
  EXPECT_NEAR(missed_paired, 50, 21);
}

TEST(WrongConfidenceInAFile, GivesNoInterval) {
  const Estimate e{1, 0.1, 30};
  for (const double theirs : {0.0, 1.0, -3.0, 7.0, std::nan("")}) {
    EXPECT_FALSE(independent_difference(e, theirs, e, 0.95, 0.95).has_interval()) << theirs;
    EXPECT_FALSE(independent_difference(e, 0.95, e, theirs, 0.95).has_interval()) << theirs;
  }
}

}  // namespace
}  // namespace ringside::report
