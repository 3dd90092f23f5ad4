#include "simulator/experiments/staffing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "scenarios/format/load.h"
#include "tests/experiments/text_scenario.h"

namespace ringside::sim {
namespace {

using ::testing::HasSubstr;

const std::atomic<bool> kGoOn{false};

scenario::Scenario parsed(const std::string& text) {
  auto scenario = scenario::parse_scenario(text, "test.yaml");
  if (!scenario) ADD_FAILURE() << scenario::to_string(scenario.error().front());
  return scenario ? std::move(*scenario) : scenario::Scenario{};
}

/// Everything up to `most` of each pattern, by trying: the least cost that meets the target.
double least_cost_by_trying(const scenario::Scenario& scenario, const StaffingOptions& options, std::uint32_t most) {
  RosterJudge judge{scenario, options, kGoOn};
  const CoverProblem problem = cover_problem(scenario, judge, most);
  std::vector<std::uint32_t> numbers(problem.patterns.size());
  double least = std::numeric_limits<double>::infinity();
  for (;;) {
    if (cost(problem, numbers) < least - 1e-9 && judge.meets(cover(problem, numbers))) least = cost(problem, numbers);
    std::size_t p = 0;
    while (p < numbers.size() && ++numbers[p] > most) numbers[p++] = 0;
    if (p == numbers.size()) return least;
  }
}

void expect_least(const std::string& text, std::uint32_t most, std::uint64_t days = 40) {
  const scenario::Scenario scenario = parsed(text);
  const StaffingOptions options{.replications = days, .seed = 3, .threads = 1, .progress = {}};
  const auto found = find_staffing(scenario, options, kGoOn);
  ASSERT_TRUE(found) << found.error();
  EXPECT_TRUE(found->proven);
  ASSERT_EQ(found->replications, days) << "searched again: the callers are no longer those of the trial";
  EXPECT_NEAR(found->cost, least_cost_by_trying(scenario, options, most), 1e-9);
  for (const std::uint32_t number : found->numbers) EXPECT_LT(number, most) << "the trial must reach further";
}

TEST(Staffing, CostsAsLittleAsTryingEverythingForOneTeam) {
  expect_least(one_team("60/h", "1", "2h", "service_level: {threshold: 20s, target: 0.8}"), 12);
}

TEST(Staffing, CostsAsLittleAsTryingEverythingForTwoStepsThatInfluenceEachOther) {
  expect_least(one_team("{table: {interval: 30m, rates: [100/h, 20/h]}}", "1", "1h",
                        "interval: 30m\nservice_level: {threshold: 20s, target: 0.7}"),
               12);
}

TEST(Staffing, CostsAsLittleAsTryingEverythingForShiftsThatOverlap) {
  expect_least(one_team("{table: {interval: 1h, rates: [20/h, 60/h, 30/h]}}", "1", "3h", R"(interval: 1h
service_level: {threshold: 30s, target: 0.75}
staffing:
  groups:
    t:
      shifts:
        early: {from: 0h, to: 2h, cost: 20}
        late: {from: 1h, to: 3h, cost: 21}
        all day: {from: 0h, to: 3h, cost: 27})"),
               8, 30);
}

TEST(Staffing, CostsAsLittleAsTryingEverythingForTwoSkills) {
  expect_least(R"(settings: {wrapup_time: 0s}
flows:
  a: {calls: {arrivals: 30/h, patience: {exponential: 2m}, handle_time: {exponential: 3m}}}
  b: {calls: {arrivals: 15/h, patience: {exponential: 2m}, handle_time: {exponential: 3m}}}
agents:
  only_a: {count: 1, skills: [a], cost: 20}
  only_b: {count: 1, skills: [b], cost: 20}
  both: {count: 1, skills: [a, b], cost: 27}
horizon: 2h
service_level: {threshold: 30s, target: 0.8}
staffing: {of: each_flow}
)",
               8, 30);
}

TEST(Staffing, OverTheDayCostsAsLittleAsTryingEverything) {
  expect_least(one_team("{table: {interval: 30m, rates: [80/h, 30/h]}}", "1", "1h",
                        "interval: 30m\nservice_level: {threshold: 20s, target: 0.7}\nstaffing: {per: day}"),
               12);
}

TEST(Staffing, RostersMoreWhenSomeStayAway) {
  const StaffingOptions options{.replications = 100, .seed = 1, .threads = 1, .progress = {}};
  const std::string text = one_team("120/h", "1", "2h", "service_level: {threshold: 20s, target: 0.8}");
  std::string with_shrinkage = text;
  with_shrinkage.replace(with_shrinkage.find("skills: [f]"), 11, "skills: [f], shrinkage: 0.25");
  const auto all_come = find_staffing(parsed(text), options, kGoOn).value();
  const auto some_come = find_staffing(parsed(with_shrinkage), options, kGoOn).value();
  EXPECT_GE(some_come.numbers[0] * 3, all_come.numbers[0] * 4 - 1);
  EXPECT_TRUE(some_come.verified);
}

TEST(Staffing, ForAShareOfTheDaysNeedsMoreWhenTheShareIsLarger) {
  const StaffingOptions options{.replications = 100, .seed = 1, .threads = 1, .progress = {}};
  const auto with_days = [&](const std::string& days) {
    return find_staffing(
               parsed(one_team("120/h", "1", "2h",
                               "busyness: 30\nservice_level: {threshold: 20s, target: 0.8}\nstaffing: {days: " + days + "}")),
               options, kGoOn)
        .value();
  };
  const auto half = with_days("0.5");
  const auto most = with_days("0.95");
  EXPECT_GT(most.numbers[0], half.numbers[0]);
  EXPECT_GE(most.searched.at(0).reached, 0.95);
}

TEST(Staffing, ForAShareOfTheDaysEndsThoughOneAgentMoreBringsNothing) {
  // Nine steps are too many for a proof, and with nobody there no day comes near the target.
  std::atomic<bool> stop{false};
  int looks = 0;
  StaffingOptions options{.replications = 3, .seed = 1, .threads = 1, .progress = {}};
  options.progress = [&](const std::string&) { stop = ++looks > 5000; };
  const auto found =
      find_staffing(parsed(one_team("30/h", "1", "180m", "staffing: {step: 20m, per: day, days: 0.6}")), options, stop);
  ASSERT_TRUE(found) << found.error();
  EXPECT_FALSE(found->proven);
  EXPECT_TRUE(found->searched.at(0).met());
}

TEST(Staffing, KeepsAsManyAsAreAskedForThoughTheLoadNeedsFewer) {
  const StaffingOptions options{.replications = 10, .seed = 1, .threads = 1, .progress = {}};
  const auto found =
      find_staffing(parsed(one_team("10/h", "1", "1h", "staffing: {groups: {t: {at_least: 40}}}")), options, kGoOn);
  ASSERT_TRUE(found) << found.error();
  EXPECT_EQ(found->numbers, std::vector<std::uint32_t>{40});
}

TEST(Staffing, ShowsTheLastStepShorterWhereTheyDoNotDivideTheDay) {
  const StaffingOptions options{.replications = 10, .seed = 1, .threads = 1, .most_evaluations = 1, .progress = {}};
  const scenario::Scenario scenario = parsed(one_team("30/h", "1", "100m", "staffing: {step: 30m}"));
  const auto found = find_staffing(scenario, options, kGoOn);
  ASSERT_TRUE(found) << found.error();
  const std::string text = summary(scenario, *found);
  for (const char* row : {"\n  0h ", "\n  30m ", "\n  1h ", "\n  1h30m "}) EXPECT_THAT(text, HasSubstr(row));
  EXPECT_THAT(to_json(scenario, *found, options, {}), HasSubstr("\"step\": 1800.0"));
}

TEST(Staffing, TellsWhatOneFewerAndOneMoreWouldBring) {
  const StaffingOptions options{.replications = 60, .seed = 1, .threads = 1, .progress = {}};
  const auto found = find_staffing(parsed(one_team("60/h", "1", "2h")), options, kGoOn).value();
  ASSERT_EQ(found.neighbours.size(), 2U);
  EXPECT_EQ(found.neighbours[0].step, -1);
  EXPECT_LT(found.neighbours[0].cost, found.cost);
  EXPECT_LT(found.neighbours[0].service_level, found.service_level);
  EXPECT_GT(found.neighbours[1].cost, found.cost);
  EXPECT_GT(found.neighbours[1].service_level, found.service_level);
}

TEST(Staffing, SaysWhyThereIsNone) {
  const StaffingOptions options{.replications = 10, .seed = 1, .threads = 1, .progress = {}};
  std::string slow = one_team("60/h", "1", "1h", "service_level: {threshold: 5s, target: 0.8}");
  slow.replace(slow.find("calls: {"), 8, "message_welcome: 10s, calls: {");
  EXPECT_THAT(find_staffing(parsed(slow), options, kGoOn).error(), HasSubstr("no number of agents"));
  const std::string gap =
      one_team("60/h", "1", "2h", "interval: 1h\nstaffing: {groups: {t: {shifts: {early: {from: 0h, to: 1h}}}}}");
  EXPECT_THAT(find_staffing(parsed(gap), options, kGoOn).error(), HasSubstr("shifts do not cover"));
}

TEST(AShiftCover, TakesTheCheapestThatObeysEveryChoice) {
  // Two places; three in the first or two in the second.
  CoverProblem problem{{{10, {0}, 9}, {14, {1}, 9}, {17, {0, 1}, 9}}, {1, 0}, {{{{0, 3}, {1, 2}}}}};
  EXPECT_EQ(cost(problem, cheapest_cover(problem).value()), 30);
  problem.at_least = {2, 1};
  EXPECT_EQ(cost(problem, cheapest_cover(problem).value()), 34) << "two of the third kind";
  problem.at_least = {20, 0};
  EXPECT_FALSE(cheapest_cover(problem));
}

}  // namespace
}  // namespace ringside::sim
