#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>

#include "scenarios/load/scenario/callers.h"
#include "scenarios/load/scenario/limits.h"
#include "scenarios/load/scenario/offers.h"
#include "scenarios/load/scenario/staffing.h"
#include "simulator/world.h"
#include "tests/load/scenario_texts.h"

namespace ringside::load {
namespace {

std::vector<Person> persons_of(const scenario::Scenario& scenario, std::uint64_t replication, std::uint32_t most = 20) {
  const sim::Plan plan{scenario};
  return draw_persons(plan, AgentKinds{plan}, {scenario.experiment.seed, replication}, most);
}

/// Everybody finds an agent at once, so every call's wait, talk and instant is the caller's own.
TEST(Persons, AreThoseOfTheSameReplicationOfTheSimulator) {
  const scenario::Scenario scenario = scenario_of(
      "arrivals: {table: {interval: 10m, rates: [60/h, 600/h, 120/h]}}, handle_time: {lognormal: {mean: 3m, sd: 2m}}",
      "count: 500");
  const sim::Plan plan{scenario};
  for (const std::uint64_t replication : {0U, 5U}) {
    sim::World world{plan, scenario.experiment.seed, replication};
    std::vector<core::Cdr> cdrs;
    world.keep_cdrs(cdrs);
    const std::atomic<bool> stop{false};
    world.run(stop);
    std::vector<std::pair<double, double>> simulated;
    for (const core::Cdr& cdr : cdrs)
      simulated.emplace_back(sim::seconds(cdr.received.time_since_epoch()), sim::seconds(cdr.talk));
    std::vector<std::pair<double, double>> drawn;
    for (const Person& person : persons_of(scenario, replication))
      drawn.emplace_back(person.calls_at, person.attempts.at(0).talks.at(0));
    std::sort(simulated.begin(), simulated.end());
    ASSERT_GT(drawn.size(), 80U);
    ASSERT_EQ(drawn.size(), simulated.size());
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      EXPECT_NEAR(drawn[i].first, simulated[i].first, 1e-6);
      EXPECT_NEAR(drawn[i].second, simulated[i].second, 1e-6);
    }
  }
}

TEST(Persons, CallAgainAsOftenAsTheyAreAllowedTo) {
  const std::string always = "redial: {refused: {probability: 1, delay: 1m}, abandoned: {probability: 1, delay: 2m}";
  const std::string calls = "arrivals: 60/h, handle_time: 1m, patience: 10s, ";
  for (const Person& person : persons_of(scenario_of(calls + always + ", attempts: 3}"), 0)) {
    ASSERT_EQ(person.attempts.size(), 3U);
    EXPECT_EQ(person.attempts[0].again_refused, 60);
    EXPECT_EQ(person.attempts[0].again_abandoned, 120);
    EXPECT_FALSE(person.attempts[2].again_refused);
    EXPECT_FALSE(person.attempts[2].again_abandoned);
  }
  for (const Person& person : persons_of(scenario_of(calls + always + "}"), 0, 7)) EXPECT_EQ(person.attempts.size(), 7U);
  for (const Person& person : persons_of(scenario_of("arrivals: 60/h, handle_time: 1m"), 0))
    EXPECT_EQ(person.attempts.size(), 1U);
}

TEST(Persons, TalkAsLongAsTheirAgentsKindMakesThem) {
  const auto scenario = scenario::parse_scenario(
                            "flows: {f: {calls: {arrivals: 60/h, handle_time: {exponential: 3m}}}}\n"
                            "agents:\n  plain: {skills: [f]}\n  slow: {skills: [f], speed: 2}\n"
                            "  own: {skills: [f], handle_time: {f: 77s}}\n  other: {skills: [f]}\nhorizon: 30m\n",
                            "x.yaml")
                            .value();
  const sim::Plan plan{scenario};
  const AgentKinds kinds{plan};
  EXPECT_EQ(kinds.size(), 3U);
  EXPECT_EQ(kinds.of_group(0), 0U);
  EXPECT_EQ(kinds.of_group(3), 0U);
  for (const Person& person : persons_of(scenario, 0)) {
    const std::vector<double>& talks = person.attempts[0].talks;
    EXPECT_DOUBLE_EQ(talks[kinds.of_group(1)], 2 * talks[0]);
    EXPECT_DOUBLE_EQ(talks[kinds.of_group(2)], 77);
  }
}

TEST(Phones, DoWithTheirOffersWhatTheScenarioSaysInItsProportions) {
  const scenario::Scenario scenario =
      scenario_of("arrivals: 60/h, handle_time: 3m", "count: 3, reject: 0.2, no_answer: 0.1, hang_up_at_once: 0.05");
  const sim::Plan plan{scenario};
  const auto rows = phone_rows(plan.groups[0], 4, 0, {1, 0}, 10, core::Media::rtp, 5'000);
  ASSERT_EQ(rows.size(), 5'000U);
  const auto share = [&](const std::string& row) {
    return static_cast<double>(std::count(rows.begin(), rows.end(), row)) / 5'000;
  };
  EXPECT_NEAR(share("1000;486;-1;4;calls") + share("1000;486;0;4;calls"), 0.2, 0.02);
  EXPECT_NEAR(share("1000;-1;-1;4;calls") + share("1000;-1;0;4;calls"), 0.1, 0.02);
  EXPECT_NEAR(share("1000;0;0;4;calls"), 0.05 * 0.7, 0.01);
  EXPECT_EQ(phone_rows(plan.groups[0], 4, 0, {1, 0}, 10, core::Media::rtp, 100),
            std::vector<std::string>(rows.begin(), rows.begin() + 100));
  EXPECT_NE(phone_rows(plan.groups[0], 4, 0, {1, 1}, 10, core::Media::rtp, 100),
            std::vector<std::string>(rows.begin(), rows.begin() + 100));
}

TEST(Staffing, FollowsCountsSchedulesAndBreaks) {
  const std::string calls = "arrivals: 60/h, handle_time: 3m";
  const auto wanted = [&](const std::string& agents, std::vector<double> at) {
    const scenario::Scenario scenario = scenario_of(calls, agents);
    std::vector<std::uint32_t> counts;
    for (const double when : at) counts.push_back(Staffing::wanted(scenario.agents[0], when));
    return counts;
  };
  using Counts = std::vector<std::uint32_t>;
  EXPECT_EQ(wanted("count: [{at: 0m, agents: 4}, {at: 10m, agents: 2}]", {0, 599, 600, 9'000}), (Counts{4, 4, 2, 2}));
  const std::string shift = "count: 4, schedule: [{from: 5m, to: 25m}], breaks: [{from: 15m, to: 16m}]";
  EXPECT_EQ(wanted(shift, {0, 300, 900, 960, 1'500}), (Counts{0, 4, 0, 4, 0}));
  const scenario::Scenario scenario = scenario_of(calls, shift);
  const sim::Plan plan{scenario};
  EXPECT_FALSE(Staffing(plan, {1, 0}).there_at_first(0));
}

TEST(Staffing, SomeStayAwayAllDay) {
  const scenario::Scenario scenario = scenario_of("arrivals: 60/h, handle_time: 3m", "count: 200, shrinkage: 0.25");
  const sim::Plan plan{scenario};
  const Staffing staffing{plan, {1, 0}};
  int there = 0;
  for (std::uint32_t agent = 0; agent < 200; ++agent) there += staffing.there_at_first(agent) ? 1 : 0;
  EXPECT_NEAR(there, 150, 25);
}

TEST(Persons, ThinkBetweenTheTurnsOfAChat) {
  const auto scenario =
      scenario::parse_scenario(
          "flows: {f: {chats: {arrivals: 60/h, handle_time: 3m, conversation: {turns: 3, think_time: {exponential: "
          "20s}, patience: 200s}}}}\n"
          "agents: {t: {skills: [f], audio: false, chats: {sessions: 2}}}\nhorizon: 30m\n",
          "x.yaml")
          .value();
  for (const Person& person : persons_of(scenario, 0)) {
    const Attempt& attempt = person.attempts[0];
    ASSERT_EQ(attempt.thinks.size(), 2U);
    EXPECT_DOUBLE_EQ(attempt.works.at(0), 180);
    EXPECT_EQ(attempt.leaves, 200);
    EXPECT_DOUBLE_EQ(attempt.talks.at(0), std::min(180 + attempt.thinks[0] + attempt.thinks[1], 200.0));
  }
}

TEST(Persons, BalkAndRefuseAgentsAsOftenAsTheScenarioSays) {
  const auto persons = persons_of(
      scenario_of(
          "arrivals: 4000/h, handle_time: 1m, balking: {queue_position_at_least: 3, probability: 0.25}, bridge_failure: 0.1"),
      0);
  double balk = 0;
  double refuse = 0;
  for (const Person& person : persons) {
    balk += person.attempts[0].balks ? 1 : 0;
    ASSERT_FALSE(person.attempts[0].refuses.empty());
    refuse += person.attempts[0].refuses[0] ? 1 : 0;
  }
  EXPECT_NEAR(balk / static_cast<double>(persons.size()), 0.25, 0.04);
  EXPECT_NEAR(refuse / static_cast<double>(persons.size()), 0.1, 0.03);
}

TEST(Announcements, AreAsLongAndAsFaultyAsTheScenarioSays) {
  const auto flow = [](const std::string& more) {
    return scenario::parse_scenario(
               "flows: {f: {message_welcome: {exponential: 20s}, " + more +
                   "calls: {arrivals: 60/h, handle_time: 3m}}}\nagents: {t: {skills: [f]}}\nhorizon: 30m\n",
               "x.yaml")
        .value()
        .flows[0];
  };
  const scenario::Flow faulty = flow("media: {answer_delay: 2s, failure: 0.2, timeout: 0.1}, ");
  EXPECT_TRUE(has_drawn_announcements(faulty));
  const auto rows = announcement_rows(faulty, faulty.welcome, 1, {1, 0}, 10, 5'000);
  double refused = 0;
  double silent = 0;
  double played = 0;
  for (const std::string& row : rows) {
    const std::size_t wait = row.find(';') + 1;
    played += std::stod(row);
    refused += row.substr(wait) == "200;503" ? 1 : 0;
    silent += row.substr(wait) == "3200;503" ? 1 : 0;
  }
  EXPECT_NEAR(refused / 5'000, 0.2, 0.02);
  EXPECT_NEAR(silent / 5'000, 0.1, 0.02);
  EXPECT_NEAR(played / 5'000, 2'000, 150);
  EXPECT_TRUE(has_drawn_announcements(flow("")));
  EXPECT_FALSE(has_drawn_announcements(scenario_of("arrivals: 60/h, handle_time: 3m").flows[0]));
}

TEST(Limits, WhatCannotBePlayedIsNamedWithItsPlace) {
  const auto named = [](const std::string& calls, const std::string& what) {
    for (const std::string& why : cannot_play(scenario_of(calls), false))
      if (why.starts_with(what)) return true;
    return false;
  };
  const std::string calls = "arrivals: 60/h, handle_time: 3m";
  EXPECT_TRUE(cannot_play(scenario_of(calls), false).empty());
  const std::string balking = ", balking: {queue_position_at_least: 3}";
  EXPECT_TRUE(named(calls + balking, "flows.f.calls.balking:"));
  EXPECT_TRUE(cannot_play(scenario_of(calls + balking + ", bridge_failure: 0.1"), true).empty());
}

TEST(Limits, NamesThatBreakASipAddressOrARowAreNamed) {
  const auto faults = [](const std::string& flow, const std::string& group, bool own_engine) {
    const auto scenario =
        scenario::parse_scenario("flows: {'" + flow + "': {calls: {arrivals: 60/h, handle_time: 3m}}}\n" + "agents: {'" +
                                     group + "': {count: 2, skills: ['" + flow + "']}}\nhorizon: 30m\n",
                                 "x.yaml");
    EXPECT_TRUE(scenario) << flow << " and " << group;
    return scenario ? cannot_play(*scenario, own_engine) : std::vector<std::string>{};
  };
  for (const char* const good : {"tech_support", "a.b-c", "(24/7)+1", "Störungsdienst"})
    EXPECT_EQ(faults(good, good, true), std::vector<std::string>{}) << good;
  EXPECT_EQ(faults("technical support", "t", true),
            std::vector<std::string>{"flows.technical support: a name that stands in SIP addresses; found ' ', allowed are "
                                     "letters, digits and -_.!~*'()&=+$,?/"});
  for (const char* const bad : {"a;b", "x\"y", "a\\b", "a@b", "a:b", "50%", "<a>", "a{b}", "a#b"}) {
    EXPECT_EQ(faults(bad, "t", true).size(), 1U) << bad;
    EXPECT_EQ(faults(bad, "t", false).size(), 1U) << bad << " is the caller's name elsewhere, too";
    EXPECT_EQ(faults("f", bad, true).size(), 1U) << bad;
    EXPECT_TRUE(faults("f", bad, false).empty()) << bad << ": agents elsewhere have other addresses";
  }
}

TEST(Limits, EveryScenarioThatIsShippedCanBePlayed) {
  for (const auto& entry : std::filesystem::directory_iterator{RINGSIDE_SCENARIOS_DIR}) {
    if (entry.path().extension() != ".yaml") continue;
    const auto scenario = scenario::load_scenario(entry.path().string());
    ASSERT_TRUE(scenario) << entry.path();
    EXPECT_EQ(cannot_play(*scenario, true), std::vector<std::string>{}) << entry.path();
  }
}

}  // namespace
}  // namespace ringside::load
