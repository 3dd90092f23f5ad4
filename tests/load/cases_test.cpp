#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "scenarios/load/cases/bench_works.h"
#include "scenarios/load/cases/ladder_case.h"
#include "scenarios/load/cases/mixed_fates.h"
#include "scenarios/load/saturation.h"
#include "scenarios/load/seed.h"

namespace ringside::load {
namespace {

/// What no plan may get wrong: parties and flows exist, scenarios are there, callers can be told apart.
void expect_sound(const Plan& plan, const std::string& name) {
  std::map<std::string, std::string> addresses{{"dead", "127.0.0.1:9"}};
  for (const PartySpec& party : plan.parties) {
    addresses[party.name] = "127.0.0.1:1";
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::path{RINGSIDE_SIPP_DIR} / party.scenario))
        << name << ": " << party.scenario;
  }
  for (const FlowSpec& flow : plan.flows)
    for (const std::string& uri : {flow.queue, flow.welcome, flow.dissuading, flow.flow_id_message})
      EXPECT_EQ(fill_in(uri, addresses).find('{'), std::string::npos) << name << ": " << uri;
  for (const AgentSpec& agent : plan.agents)
    EXPECT_EQ(fill_in(agent.location, addresses).find('{'), std::string::npos) << name << ": " << agent.location;
  std::set<std::string> callers;
  milliseconds before{0};
  for (const CallerSpec& spec : plan.callers) {
    EXPECT_TRUE(callers.insert(spec.name).second) << name << ": two callers " << spec.name;
    EXPECT_GE(spec.start_after, before) << name << ": callers stand in the order of their start";
    before = spec.start_after;
    EXPECT_TRUE(std::filesystem::exists(std::filesystem::path{RINGSIDE_SIPP_DIR} / spec.scenario))
        << name << ": " << spec.scenario;
  }
}

TEST(Cases, EveryLadderIsSound) {
  std::set<std::string> names;
  for (const LadderCase& ladder : ladder_cases()) {
    EXPECT_TRUE(names.insert(ladder.name).second) << "two ladders " << ladder.name;
    expect_sound(ladder.plan(), ladder.name);
    EXPECT_EQ(find_ladder_case(ladder.name), &ladder);
  }
  EXPECT_EQ(find_ladder_case("no such ladder"), nullptr);
}

TEST(Cases, EveryBenchWorkIsSound) {
  for (const BenchWork& work : bench_works()) expect_sound(work.plan(work.rate, 100), work.name);
}

TEST(Cases, MixedFatesMakesAsManyCallsAsAsked) {
  const Plan plan = mixed_fates(1'000, 50);
  expect_sound(plan, "mixed fates");
  long calls = 0;
  double rate = 0;
  std::set<Outcome> outcomes;
  for (const CallerSpec& spec : plan.callers) {
    calls += spec.calls;
    rate += spec.rate;
    outcomes.insert(spec.outcome);
  }
  EXPECT_EQ(calls, 1'000);
  EXPECT_DOUBLE_EQ(rate, 50);
  EXPECT_EQ(outcomes, (std::set{Outcome::handled, Outcome::abandoned, Outcome::dissuaded, Outcome::none}));
}

TEST(Cases, AGeneratorThatIsSlowOrFullMakesTheResultInvalid) {
  Plan plan = bench_works()[0].plan(100, 1'000);
  RunResult run;
  run.load_time = milliseconds{12'000};
  PartyResult callers;
  callers.name = "callers";
  callers.cpu = milliseconds{6'000};
  callers.stats.seconds_sending = 10.5;
  run.parties = {callers};
  EXPECT_TRUE(saturation(plan, run).empty());
  run.parties[0].stats.seconds_sending = 14;
  EXPECT_EQ(saturation(plan, run).size(), 1U);
  run.parties[0].cpu = milliseconds{11'900};
  EXPECT_EQ(saturation(plan, run).size(), 2U);
}

TEST(Seed, PlaceholdersAreFilledIn) {
  EXPECT_EQ(fill_in("sip:a@{agents};x-ring=1", {{"agents", "127.0.0.1:7"}}), "sip:a@127.0.0.1:7;x-ring=1");
  EXPECT_EQ(fill_in("sip:a@{other}", {{"agents", "127.0.0.1:7"}}), "sip:a@{other}");
}

}  // namespace
}  // namespace ringside::load
