#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/format/load.h"

namespace ringside::scenario {
namespace {

using ::testing::HasSubstr;

std::string with(const std::string& what_if) {
  return "flows: {f: {calls: {arrivals: 10/h, handle_time: 1m}}}\nagents: {t: {count: 2, skills: [f]}}\nhorizon: "
         "1h\nwhat_if: " +
         what_if + "\n";
}

TEST(WhatIf, ListsVariantsInTheirOrderWithTheirChanges) {
  const Scenario scenario =
      parse_scenario(
          with(
              R"({more: {agents.t.count: "+2"}, other: {description: "Why not?", set: {settings.wrapup_time: 5s, agents.t.count: 9}}})"),
          "x")
          .value();
  ASSERT_EQ(scenario.what_if.size(), 2U);
  EXPECT_EQ(scenario.what_if[0].name, "more");
  EXPECT_EQ(scenario.what_if[0].overrides[0].key, "agents.t.count");
  EXPECT_EQ(scenario.what_if[0].overrides[0].value, "+2");
  EXPECT_EQ(scenario.what_if[1].description, "Why not?");
  EXPECT_EQ(scenario.what_if[1].overrides.size(), 2U);
}

TEST(WhatIf, CarriesLawsAndListsToTheVariantAsTheyAre) {
  const std::string text = with(
      R"({slow: {flows.f.calls.handle_time: {mixture: [[0.5, 10s], [0.5, {exponential: 3m}]]}, agents.t.skills: [f, "g: h"]}})");
  const Scenario base = parse_scenario(text, "x").value();
  const Scenario variant = parse_scenario(text, "x", base.what_if[0].overrides).value();
  EXPECT_EQ(variant.flows[0].calls->handle_time.parts.size(), 2U);
  EXPECT_EQ(variant.agents[0].skills[1], "g: h");
}

TEST(WhatIf, SaysWhatIsWrongWithIt) {
  const auto fault = [](const std::string& what_if) { return to_string(parse_scenario(with(what_if), "x").error().at(0)); };
  EXPECT_THAT(fault("[1]"), HasSubstr("a map of variants"));
  EXPECT_THAT(fault("{a: 1}"), HasSubstr("what_if.a"));
  EXPECT_THAT(fault("{a: {}}"), HasSubstr("nothing that changes"));
  EXPECT_THAT(fault("{a: {set: {settings.wrapup_time: 1s}, typo: 1}}"), HasSubstr("typo"));
  EXPECT_THAT(fault("{a: {flows.f.calls.handle_time: ~}}"), HasSubstr("found nothing"));
  EXPECT_THAT(fault("{a: {flows.f.calls.handle_time: &x [*x]}}"), HasSubstr("without end"));
}

}  // namespace
}  // namespace ringside::scenario
