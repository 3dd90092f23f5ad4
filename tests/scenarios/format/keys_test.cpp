#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/format/load.h"

namespace ringside::scenario {
namespace {

constexpr const char* kDay = R"(
name: A day
settings: {wrapup_time: 12s, chat_dispatch_policy: full-load, ewt_shadow: [queue_length]}
flows:
  support:
    priority: 3
    skill: tech
    message_welcome: 8s
    dissuading_qsize_th: 20
    calls:
      arrivals: [120/h, {spike: {at: 1h, within: 5m, calls: 60}}]
      patience: {mixture: [[0.1, 0s], [0.9, {exponential: 1000s}]]}
      handle_time: {lognormal: {mean: 3m, sd: 2m}}
      redial: {refused: {probability: 0.8, delay: {exponential: 5m}}, attempts: unlimited}
    chats: {arrivals: 30/h, handle_time: 5m}
agents:
  seniors: {count: 3, skills: [tech], chats: {sessions: 2, speed: [1, 0.8]}}
  anna: {skills: [tech]}
  crew: {count: {interval: 1h, values: [2, 5, 1]}, skills: [tech]}
horizon: 4h
interval: 30m
)";

TEST(AScenario, BecomesRowsOfTheEnginesTables) {
  const Scenario scenario = parse_scenario(kDay, "day.yaml").value();
  core::Tables tables = scenario.tables();
  core::drop_invalid_rows(tables);
  EXPECT_TRUE(tables.faults.empty());
  ASSERT_EQ(tables.flows.size(), 1U);
  EXPECT_EQ(tables.flows[0].flowid, "support");
  EXPECT_EQ(tables.flows[0].skill, "tech");
  EXPECT_EQ(tables.flows[0].priority, 3);
  EXPECT_FALSE(tables.flows[0].message_welcome.empty());
  ASSERT_EQ(tables.agents.size(), 9U);
  EXPECT_EQ(tables.agents[0].agentid, "seniors-1");
  EXPECT_EQ(tables.agents[0].msrp_max_sessions, 2);
  EXPECT_EQ(tables.agents[3].agentid, "anna") << "one alone has no number";
  EXPECT_TRUE(tables.agents[3].msrp_location.empty()) << "no chats unless they are given";
  EXPECT_EQ(tables.agents[5].logstate, 1);
  EXPECT_EQ(tables.agents[6].logstate, 0) << "of the crew of five, two are there at first";
}

TEST(AScenario, KeepsTheEnginesSettingsUnderTheirNames) {
  const Scenario scenario = parse_scenario(kDay, "day.yaml").value();
  EXPECT_EQ(scenario.settings.wrapup_time, std::chrono::seconds{12});
  EXPECT_EQ(scenario.settings.chat_dispatch_policy, core::ChatDispatchPolicy::full_load);
  EXPECT_TRUE(scenario.settings.ewt_shadows);
  EXPECT_TRUE(scenario.settings.reject_on_no_agents) << "what is not said is the engine's default";
}

TEST(AScenario, MayHaveSeveralProcessesOfArrivals) {
  const Scenario scenario = parse_scenario(kDay, "day.yaml").value();
  const auto& arrivals = scenario.flows[0].calls->arrivals;
  ASSERT_EQ(arrivals.size(), 2U);
  EXPECT_DOUBLE_EQ(arrivals[0].rate, 120.0 / 3600);
  EXPECT_DOUBLE_EQ(arrivals[1].start, 3600);
  EXPECT_DOUBLE_EQ(arrivals[1].rates[0], 0.2);
}

TEST(SetOnTheCommandLine, ReplacesAValue) {
  const Scenario scenario = parse_scenario(kDay, "day.yaml", {{"agents.seniors.count", "7"}, {"horizon", "2h"}}).value();
  EXPECT_EQ(scenario.agents[0].count[0].count, 7U);
  EXPECT_DOUBLE_EQ(scenario.horizon, 7200);
}

TEST(SetOnTheCommandLine, AddsASignedNumberAndKeepsTheUnit) {
  const Scenario scenario =
      parse_scenario(kDay, "day.yaml", {{"agents.seniors.count", "+2"}, {"settings.wrapup_time", "-2"}}).value();
  EXPECT_EQ(scenario.agents[0].count[0].count, 5U);
  EXPECT_EQ(scenario.settings.wrapup_time, std::chrono::seconds{10});
}

TEST(SetOnTheCommandLine, MakesWhatWasNotThere) {
  const Scenario scenario = parse_scenario(kDay, "day.yaml", {{"service_level.target", "0.9"}}).value();
  EXPECT_DOUBLE_EQ(scenario.service_level.target, 0.9);
}

TEST(SetOnTheCommandLine, OfAPathThatLeadsNowhereIsAFault) {
  for (const char* key : {"horizon.x", "agents..count", ".", "agents.seniors.cuont"}) {
    EXPECT_FALSE(parse_scenario(kDay, "day.yaml", {{key, "3"}})) << key;
  }
  EXPECT_FALSE(parse_scenario(kDay, "day.yaml", {{"horizon", "{{{"}})) << "not YAML";
}

TEST(AScenario, MayBringSippScenariosOfItsOwn) {
  const Scenario without = parse_scenario(kDay, "plans/day.yaml").value();
  EXPECT_TRUE(without.sipp.caller.empty());
  const Scenario with =
      parse_scenario(std::string{kDay} + "sipp: {caller: mine/caller.xml, agent: /opt/phone.xml}\n", "plans/day.yaml").value();
  EXPECT_EQ(with.sipp.caller, "plans/mine/caller.xml") << "beside the scenario";
  EXPECT_EQ(with.sipp.agent, "/opt/phone.xml");
  EXPECT_TRUE(with.sipp.media.empty());
}

}  // namespace
}  // namespace ringside::scenario
