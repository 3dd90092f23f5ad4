#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/format/load.h"

namespace ringside::scenario {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kCentre = R"(
calendar: [weekday, saturday]
flows: {f: {priority: 3, calls: {arrivals: {table: {interval: 1h, rates: [3/h]}}, handle_time: 90s}}}
agents:
  row: {count: {interval: 1h, values: [5, 6, 7]}, skills: [f]}
  list: {count: [{at: 0h, agents: 4}, {at: 2h, agents: 2}], skills: [f]}
  week: {count: {days: {weekday: {interval: 2h, values: [3, 4]}, saturday: 1}}, skills: [f]}
  night: {count: {start: 4h, interval: 1h, values: [4, 0]}, skills: [f]}
  anna: {skills: [f]}
  one: {count: &three 3, skills: [f]}
  other: {count: *three, skills: [f]}
horizon: 2d
settings: {wrapup_time: 1h30m}
)";

std::vector<std::uint32_t> counts(std::size_t group, const Override& change) {
  const auto scenario = parse_scenario(kCentre, "day.yaml", {change});
  std::vector<std::uint32_t> all;
  if (!scenario) {
    ADD_FAILURE() << to_string(scenario.error().front());
    return all;
  }
  for (const CountStep& step : scenario->agents.at(group).count) all.push_back(step.count);
  return all;
}

std::string fault(const std::string& key, const std::string& value) {
  const auto scenario = parse_scenario(kCentre, "day.yaml", {{key, value}});
  return scenario ? "" : to_string(scenario.error().front());
}

TEST(ASignedNumber, IsAddedToEveryNumberOfATableOfAgents) {
  EXPECT_THAT(counts(0, {"agents.row.count", "+2"}), ElementsAre(7, 8, 9));
  EXPECT_THAT(counts(0, {"agents.row.count", "-5"}), ElementsAre(0, 1, 2));
  EXPECT_THAT(counts(1, {"agents.list.count", "-1"}), ElementsAre(3, 1));
  EXPECT_THAT(counts(2, {"agents.week.count", "+1"}), ElementsAre(4, 5, 2));
}

TEST(ASignedNumber, TakesNobodyFromHoursInWhichNobodyIsThere) {
  EXPECT_THAT(counts(3, {"agents.night.count", "-1"}), ElementsAre(0, 3, 0)) << "the first is before the table starts";
}

TEST(ASignedNumber, ChangesTheDayOfTheReadme) {
  const auto scenario = load_scenario(RINGSIDE_SCENARIOS "/tech_support_day.yaml", {{"agents.help.count", "-1"}});
  ASSERT_TRUE(scenario) << to_string(scenario.error().front());
  std::vector<std::uint32_t> help;
  for (const CountStep& step : scenario->agents.at(2).count) help.push_back(step.count);
  EXPECT_THAT(help, ElementsAre(0, 3, 3, 15, 13, 1, 0));
}

TEST(ASignedNumber, IsAddedToTheOneAgentWhoIsThereIfNoCountIsGiven) {
  EXPECT_THAT(counts(4, {"agents.anna.count", "+1"}), ElementsAre(2));
}

TEST(ASignedNumber, DoesTheSameInAVariant) {
  const std::string text = std::string{kCentre} + "what_if: {more: {agents.row.count: \"+2\"}}\n";
  const Scenario base = parse_scenario(text, "day.yaml").value();
  const Scenario more = parse_scenario(text, "day.yaml", base.what_if[0].overrides).value();
  EXPECT_EQ(more.agents[0].count[2].count, 9U);
}

TEST(ASignedNumber, IsRefusedWhereItCannotBeAdded) {
  EXPECT_THAT(fault("agents.row.count", "-6"),
              HasSubstr("--set: agents.row.count: found '-6' to be added to '5', allowed is a sum that is not below 0"));
  EXPECT_THAT(fault("agents.one.count", "-4"), HasSubstr("a sum that is not below 0"));
  EXPECT_THAT(fault("agents.row", "+2"), HasSubstr("'+2' to be added to a map"));
  EXPECT_THAT(fault("agents.row.skills", "+2"), HasSubstr("'+2' to be added to a list"));
  EXPECT_THAT(fault("flows.f.calls.arrivals", "+2/h"), HasSubstr("to be added to a map"));
  EXPECT_THAT(fault("flows.f.queue_limit", "+2"), HasSubstr("--set: flows.f.queue_limit: found '+2' to be added to nothing"));
  EXPECT_THAT(fault("agents.bob.count", "+2"), HasSubstr("to be added to nothing"));
  EXPECT_THAT(fault("settings.wrapup_time", "+2"), HasSubstr("to be added to '1h30m'")) << "two of what?";
  EXPECT_THAT(fault("flows.f.priority", "+two"), HasSubstr("found '+two', allowed is a whole number"));
}

TEST(AnOverride, IsNamedByItsFault) {
  EXPECT_THAT(fault("agents.one.count", "many"), HasSubstr("--set: agents.one.count: found 'many', allowed is a whole number"));
  EXPECT_THAT(fault("agents.row.count", "{interval: 1h, values: [1, x]}"),
              HasSubstr("--set: agents.row.count.values[1]: found 'x'"));
  EXPECT_THAT(fault("horizen", "2h"), HasSubstr("--set: horizen: found the key 'horizen'"));
  EXPECT_THAT(fault("agents.bob.count", "2"), HasSubstr("--set: agents.bob.skills: found nothing")) << "bob is of --set";
}

TEST(AnOverride, OfAVariantIsNamedByItsPlaceInTheFile) {
  const auto first = [](const std::string& what_if) {
    return to_string(parse_scenario(kCentre + what_if, "day.yaml").error().at(0));
  };
  EXPECT_THAT(first("what_if:\n  less: {agents.one.count: -4}\n"),
              HasSubstr("day.yaml:15:28: what_if.less: agents.one.count: found '-4' to be added to '3'"));
  EXPECT_THAT(first("what_if:\n  more: {set: {horizon: soon}}\n"),
              HasSubstr("day.yaml:15:25: what_if.more: horizon: found 'soon'"));
}

TEST(AnOverride, ChangesNothingThatAnAnchorRepeats) {
  const Scenario scenario = parse_scenario(kCentre, "day.yaml", {{"agents.one.count", "8"}}).value();
  EXPECT_EQ(scenario.agents[5].count[0].count, 8U);
  EXPECT_EQ(scenario.agents[6].count[0].count, 3U);
  EXPECT_EQ(scenario.agents[6].name, "other") << "the order stays";
}

TEST(AnOverride, OfTooLongAPathIsAFault) {
  std::string path = "a";
  for (int i = 0; i < 100000; ++i) path += ".a";
  EXPECT_THAT(fault(path, "1"), HasSubstr("a path of 200001 bytes"));
}

}  // namespace
}  // namespace ringside::scenario
