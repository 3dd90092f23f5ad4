#include "scenarios/load/scenario/centre_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/load/scenario_texts.h"

namespace ringside::load {
namespace {

struct Written {
  explicit Written(const scenario::Scenario& scenario, CentreSetup setup)
      : simulated{scenario}, persons{draw_persons(simulated, AgentKinds{simulated}, setup.key, kMostAttempts)} {
    plan = centre_plan(simulated, persons, AgentKinds{simulated}, Staffing{simulated, setup.key}, setup);
  }
  sim::Plan simulated;
  std::vector<Person> persons;
  Plan plan;
};

CentreSetup tenfold(const std::string& target = "") { return {10, {1, 0}, target}; }

TEST(CentrePlan, TheEngineGetsTheScenariosSecondsAndSippsRealOnes) {
  const scenario::Scenario scenario =
      scenario_of("arrivals: 60/h, patience: {exponential: 2m}, handle_time: {exponential: 3m}");
  const Written written{scenario, tenfold()};
  const Plan& plan = written.plan;
  EXPECT_EQ(plan.settings.at("time_scale"), "10");
  EXPECT_EQ(plan.settings.at("wrapup_time"), "30.000000000");
  EXPECT_EQ(plan.flows.at(0).welcome, "sip:welcome@{media};x-play=2000");
  ASSERT_EQ(plan.agents.size(), 3U);
  EXPECT_EQ(plan.agents[0].location, "sip:t-1@{phones1}");
  ASSERT_EQ(plan.parties.size(), 2U);
  EXPECT_EQ(plan.parties[1].rows.at(0), "1000;0;-1;0;calls") << "10 s of ringing";
  ASSERT_EQ(plan.callers.size(), 1U);
  EXPECT_EQ(plan.callers[0].rows.size(), written.persons.size());
  EXPECT_EQ(plan.last_redial, milliseconds{180'000});
}

TEST(CentrePlan, APersonIsARowWithAllHisAttempts) {
  Person person{"f-3", 0, 100.25, {{12.5, {60, 90}, 30.0, std::nullopt}, {std::nullopt, {61, 91}, std::nullopt, std::nullopt}}};
  const scenario::Scenario scenario = scenario_of("arrivals: 60/h, handle_time: 3m");
  const sim::Plan plan{scenario};
  EXPECT_EQ(person_row(person, plan.series[0], "f", 10, false),
            "f;f-3;10025;1:1250:6000/9000:3000:-1:4000000000:10000000000:::-1,2:-1:6100/"
            "9100:-1:-1:4000000000:10000000000:::-1,;queue;agent;calls");
  EXPECT_EQ(person_row(person, plan.series[0], "4711", 10, true),
            "4711;f-3;10025;1:1250:6000/9000:3000:-1:4000000000:10000000000:::-1,2:-1:6100/"
            "9100:-1:-1:4000000000:10000000000:::-1,;invite;anyone;calls");
}

TEST(CentrePlan, AChatThatIsLedBringsItsWorkAndTheCustomersPart) {
  const auto scenario = scenario::parse_scenario(
                            "flows: {f: {chats: {arrivals: 60/h, handle_time: 3m}}}\n"
                            "agents: {t: {skills: [f], audio: false, chats: {sessions: 2, speed: [1, 0.8]}}}\n"
                            "horizon: 30m\n",
                            "x.yaml")
                            .value();
  const sim::Plan plan{scenario};
  Person person{"f-chat-3", 0, 100, {{12.5, {80}}}};
  person.attempts[0].works = {60};
  person.attempts[0].thinks = {15, 5};
  EXPECT_EQ(person_row(person, plan.series[0], "f", 10, false, true),
            "f;f-chat-3;10000;1:1250:6000:-1:-1:4000000000:10000000000::1500/500:-1,;queue;agent;chats");
  person.attempts[0].leaves = 70;
  EXPECT_EQ(person_row(person, plan.series[0], "f", 10, false, false),
            "f;f-chat-3;10000;1:1250:8000:-1:-1:4000000000:10000000000:::-1,;queue;agent;chats")
      << "not led it takes as long as it would alone";
  EXPECT_EQ(Written(scenario, tenfold()).plan.parties.at(1).rows.at(0), "0;0;-1;0;chats speeds=1,0.8");
}

TEST(CentrePlan, BalkersAreToldTheirPlaceAndFaultyAnnouncementsHavePartiesOfTheirOwn) {
  const auto scenario =
      scenario::parse_scenario(
          "flows:\n  plain: {message_welcome: 20s, media: {answer_delay: 1s}, calls: {arrivals: 60/h, handle_time: 3m}}\n"
          "  f: {message_welcome: 20s, media: {failure: 0.1},\n"
          "      calls: {arrivals: 60/h, handle_time: 3m, balking: {queue_position_at_least: 2}, bridge_failure: 1}}\n"
          "agents: {t: {skills: [f, plain]}}\nhorizon: 30m\n",
          "x.yaml")
          .value();
  const Written written{scenario, tenfold()};
  const Plan& plan = written.plan;
  EXPECT_EQ(plan.settings.at("queue_pos_param"), "x-place");
  EXPECT_EQ(plan.settings.at("queue_ewt_param"), "x-ewt");
  EXPECT_EQ(plan.flows.at(0).welcome, "sip:welcome@{media};x-play=2000;x-wait=100");
  EXPECT_EQ(plan.flows.at(1).welcome, "sip:welcome@{media2-welcome}");
  const auto party = std::find_if(plan.parties.begin(), plan.parties.end(),
                                  [](const PartySpec& spec) { return spec.name == "media2-welcome"; });
  ASSERT_NE(party, plan.parties.end());
  EXPECT_EQ(party->opens, "drawn");
  EXPECT_EQ(party->rows.size(), std::max<std::size_t>(100, 2 * written.persons.size()));
  const std::vector<std::string>& rows = plan.callers.at(0).rows;
  EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [](const std::string& row) {
    return row.find(":2:10000000000:111111110::-1,") != std::string::npos;
  })) << rows.at(0);
}

TEST(CentrePlan, AShortRunLastsUntilItsLongCallsAreOver) {
  const auto longest = [](const std::string& patience) {
    const auto scenario =
        scenario::parse_scenario("flows: {f: {calls: {arrivals: 600/h, " + patience + "handle_time: 20m}}}\n" +
                                     "agents: {t: {skills: [f], count: 2}}\nhorizon: 1m\n",
                                 "x.yaml")
            .value();
    const Written written{scenario, {1, {1, 0}, ""}};
    EXPECT_GT(written.persons.size(), 3U);
    return std::pair{written.plan.longest, written.persons.size()};
  };
  EXPECT_GT(longest("patience: 10m, ").first, std::chrono::minutes{1 + 10 + 20});
  EXPECT_LT(longest("patience: 10m, ").first, std::chrono::minutes{60}) << "it is to be broken off some time";
  const auto [for_ever, callers] = longest("");
  EXPECT_GT(for_ever, std::chrono::minutes{1 + 20 * callers / 2}) << "two agents, one call after the other";
}

TEST(CentrePlan, OfAnotherCallCentreOnlyTheCallersAreOurs) {
  const scenario::Scenario scenario = scenario_of("arrivals: 60/h, handle_time: 3m");
  const Written written{scenario, tenfold("4711@127.0.0.1:5060")};
  EXPECT_EQ(written.plan.target, "127.0.0.1:5060");
  EXPECT_TRUE(written.plan.parties.empty());
  EXPECT_TRUE(written.plan.agents.empty());
  EXPECT_TRUE(written.plan.callers.at(0).rows.at(0).starts_with("4711;f-1;"));
}

TEST(CentrePlan, ManyCallersAreSharedAmongSipps) {
  const scenario::Scenario scenario = scenario_of("arrivals: 36000/h, handle_time: 3m");  // 100/s at ten times the speed
  const Written written{scenario, {100, {1, 0}, ""}};
  std::size_t rows = 0;
  milliseconds before{0};
  for (const CallerSpec& callers : written.plan.callers) {
    EXPECT_LE(callers.rows.size(), 5'000U);
    EXPECT_GE(callers.start_after, before);
    before = callers.start_after;
    rows += callers.rows.size();
  }
  EXPECT_EQ(rows, written.persons.size());
  EXPECT_GT(written.plan.callers.size(), 3U);
}

TEST(CentrePlan, WhoCallsOutsideOfOpeningHoursDoesNotReachSip) {
  const auto scenario = scenario::parse_scenario(
                            "flows: {f: {opening_hours: [{from: 10m, to: 20m}], calls: {arrivals: 60/h, handle_time: 3m}}}\n"
                            "agents: {t: {skills: [f]}}\nhorizon: 30m\n",
                            "x.yaml")
                            .value();
  const Written written{scenario, tenfold()};
  ASSERT_EQ(written.plan.callers.size(), 1U);
  const auto open = std::count_if(written.persons.begin(), written.persons.end(),
                                  [](const Person& person) { return 600 <= person.calls_at && person.calls_at < 1'200; });
  EXPECT_EQ(static_cast<long>(written.plan.callers[0].rows.size()), open);
  EXPECT_LT(open, static_cast<long>(written.persons.size()));
}

}  // namespace
}  // namespace ringside::load
