#include "scenarios/load/scenario/cross_check.h"

#include <gtest/gtest.h>

#include "scenarios/load/scenario/real_figures.h"
#include "tests/load/scenario_texts.h"

namespace ringside::load {
namespace {

constexpr double kScale = 10;
constexpr double kStart = 1'000'000;  ///< t0, Unix milliseconds

/// A day of two persons, f-1 and f-2, as SIPps and engine tell it.
class CrossChecked : public testing::Test {
 protected:
  CrossChecked() {
    for (const char* name : {"f-1", "f-2"}) {
      Person person;
      person.name = name;
      person.attempts.resize(2);
      persons_.push_back(person);
    }
    run_.t0 = milliseconds{static_cast<long>(kStart)};
  }

  /// Times are seconds of the scenario.
  void attempt(const std::string& caller, const std::string& fate, double sent, double talk, double ended) {
    SippAttempt attempt;
    attempt.caller = caller;
    attempt.fate = fate;
    const auto unix_ms = [](double seconds) { return kStart + seconds / kScale * 1000; };
    attempt.planned = attempt.sent = unix_ms(sent);
    attempt.talk = talk > 0 ? unix_ms(talk) : 0;
    attempt.ended = unix_ms(ended);
    attempts_.push_back(attempt);
  }
  void cdr(const std::string& caller, core::CdrType type, double wait, double talk, unsigned fstats = 0) {
    CdrRow row;
    row.caller = caller;
    row.type = type;
    row.wait_ms = static_cast<std::int64_t>(wait * 1000);
    row.talk_ms = static_cast<std::int64_t>(talk * 1000);
    row.pickup_ms = 2'000;
    row.agent_id = talk > 0 ? "t-1" : "";
    row.fstats = fstats;
    run_.cdrs.push_back(row);
    ++run_.statistics["ccg_incalls"];
    if (type == core::CdrType::handled) ++run_.statistics["ccg_answered_incalls"];
    if ((fstats & core::kFstatAbandoned) != 0) ++run_.statistics["ccg_abandonned_incalls"];
  }
  void a_good_day() {
    attempt("f-1-1", "left", 10, 0, 40);
    cdr("f-1-1", core::CdrType::ended_waiting, 30.1, 0, core::kFstatAbandoned);
    attempt("f-1-2", "talked", 100, 105, 165);
    cdr("f-1-2", core::CdrType::handled, 5.2, 60, 0);
    attempt("f-2-1", "480", 50, 0, 50.5);
  }
  CrossCheck check(bool alone = false) { return cross_check(plan_, persons_, attempts_, run_, kScale, alone); }

  const scenario::Scenario scenario_ = scenario_of("arrivals: 60/h, handle_time: 3m");
  const sim::Plan plan_{scenario_};
  std::vector<Person> persons_;
  std::vector<SippAttempt> attempts_;
  RunResult run_;
};

TEST_F(CrossChecked, CallsCountAsTheCdrsHaveThem) {
  a_good_day();
  const CrossCheck checked = check();
  EXPECT_EQ(checked.disagreements, std::vector<std::string>{});
  ASSERT_EQ(checked.calls.size(), 3U);
  const PlayedCall& gave_up = checked.calls[0];
  EXPECT_EQ(gave_up.outcome, Outcome::abandoned);
  EXPECT_NEAR(gave_up.arrived, 10, 1e-6);
  EXPECT_NEAR(gave_up.wait, 30.1, 1e-6);
  EXPECT_NEAR(gave_up.seen_wait, 30, 1e-6);
  EXPECT_NEAR(gave_up.again_at, 100, 1e-6);
  EXPECT_EQ(checked.calls[1].outcome, Outcome::none) << "refused: no CDR";
  const PlayedCall& talked = checked.calls[2];
  EXPECT_EQ(talked.attempt, 2);
  EXPECT_NEAR(talked.talk, 60, 1e-6);
  EXPECT_NEAR(talked.ring, 2, 1e-6);
  EXPECT_EQ(talked.agent, "t-1");
}

TEST_F(CrossChecked, WithoutAnEngineOfItsOwnSippIsAllThereIs) {
  a_good_day();
  run_.cdrs.clear();
  run_.statistics.clear();
  const CrossCheck checked = check(true);
  EXPECT_EQ(checked.disagreements, std::vector<std::string>{});
  ASSERT_EQ(checked.calls.size(), 3U);
  EXPECT_NEAR(checked.calls[2].wait, 5, 1e-6);
  EXPECT_NEAR(checked.calls[2].talk, 60, 1e-6);
}

TEST_F(CrossChecked, ContradictionsAreTold) {
  a_good_day();
  const auto told = [&](const std::string& what) {
    std::string all;
    for (const std::string& one : check().disagreements) all += one + "\n";
    EXPECT_NE(all.find(what), std::string::npos) << all;
  };
  run_.cdrs[1].type = core::CdrType::error;
  told("calls are handled by SIPp and failed by CDR: f-1-2");
  run_.cdrs[1].type = core::CdrType::handled;
  run_.cdrs[1].wait_ms = 50'000;
  told("waits differ");
  run_.cdrs.push_back(run_.cdrs[0]);
  told("several final CDRs: f-1-1");
  told("ccg_incalls is 2, the CDRs say 3");
  run_.cdrs.clear();
  told("saw admitted have no CDR: f-1-1, f-1-2");
  attempts_.pop_back();
  told("tells nothing of their call: f-2");
  attempt("g-1-1", "talked", 1, 2, 3);
  told("not of this scenario: g-1-1");
  cdr("stranger-1", core::CdrType::handled, 1, 1);
  told("of which no SIPp knows: stranger-1");
}

TEST_F(CrossChecked, EventsSayWhatTheCdrsSay) {
  a_good_day();
  const auto unix_ms = [](double seconds) { return kStart + seconds / kScale * 1000; };
  run_.events.emplace();
  auto& calls = run_.events->calls;
  calls = {{unix_ms(10), "1", "queued", "f-1-1", "f"},
           {unix_ms(40), "1", "ended", "f-1-1", "f", "", false, "abandoned"},
           {unix_ms(100), "2", "toagent", "f-1-2", "f", "t-1"},
           {unix_ms(105), "2", "toagent", "f-1-2", "f", "t-1", true},
           {unix_ms(165), "2", "ended", "f-1-2", "f", "t-1", false, "handled"}};
  auto& agents = run_.events->agents;
  agents = {{unix_ms(100), "t-1", "incall", 0, "f"}, {unix_ms(165), "t-1", "wrapup"}};
  EXPECT_EQ(check().disagreements, std::vector<std::string>{});
  const auto told = [&](const std::string& what) {
    std::string all;
    for (const std::string& one : check().disagreements) all += one + "\n";
    EXPECT_NE(all.find(what), std::string::npos) << all;
  };
  agents.pop_back();
  told("agents are still busy by their last event: t-1");
  agents.clear();
  told("more or fewer calls by their events than by CDRs: t-1 (0 and 1)");
  calls[0].at = unix_ms(0);
  told("waits differ by more than 250 real ms between the engine's events and CDR: f-1-1");
  calls[1].ended_as = "dissuaded";
  told("calls are dissuaded by the engine's events and abandoned by CDR, or by another agent: f-1-1");
  calls.insert(calls.begin() + 2, {unix_ms(99), "2", "toagent", "f-1-2", "f", "t-2"});
  told("rejected otherwise often by the engine's events than by CDRs: f-1-2");
  calls.pop_back();
  told("ended otherwise often by the engine's events than by CDRs: f-1-2");
  run_.events->lost = 3;
  told("events of the engine were lost: 3");
}

TEST_F(CrossChecked, WhoWasCalledForNothingIsTold) {
  attempt("f-1-1", "left", 10, 0, 40);
  cdr("f-1-1", core::CdrType::rejected, 8, 0);
  run_.cdrs.back().agent_id = "t-2";
  cdr("f-1-1", core::CdrType::ended_waiting, 30, 0, core::kFstatAbandoned);
  run_.cdrs.back().agent_id = "t-1";
  attempt("f-2-1", "480", 50, 0, 50);
  run_.statistics["ccg_incalls"] = 1;
  const CrossCheck checked = check();
  EXPECT_EQ(checked.disagreements, std::vector<std::string>{});
  const std::vector<VainOffer>& offers = checked.calls[0].vain_offers;
  ASSERT_EQ(offers.size(), 2U);
  EXPECT_EQ(offers[0].agent, "t-2");
  EXPECT_NEAR(offers[0].from, 16, 1e-6);
  EXPECT_NEAR(offers[0].until, 18, 1e-6);
  EXPECT_EQ(offers[1].agent, "t-1");
  EXPECT_NEAR(offers[1].until, 40, 1e-6);
}

TEST_F(CrossChecked, HangingUpWhileTheAgentAnswersIsNoContradiction) {
  attempt("f-1-1", "left", 10, 0, 40);
  cdr("f-1-1", core::CdrType::handled, 30, 0.5);
  attempt("f-2-1", "480", 50, 0, 50);
  const CrossCheck checked = check();
  EXPECT_EQ(checked.disagreements, std::vector<std::string>{});
  EXPECT_EQ(checked.crossed, 1);
}

TEST_F(CrossChecked, ALimitThatRefusesACallerDissuadesHimByHisCdr) {
  attempt("f-1-1", "480", 10, 0, 10);
  cdr("f-1-1", core::CdrType::ended_waiting, 0, 0);
  run_.cdrs[0].dissuaded = "queue_limit";
  attempt("f-2-1", "480", 50, 0, 50);
  const CrossCheck checked = check();
  EXPECT_EQ(checked.disagreements, std::vector<std::string>{});
  EXPECT_EQ(checked.calls[0].outcome, Outcome::dissuaded);
}

/// Two callers of one agent: 20 s of welcome, 10 s of ringing, then his message of 5 s.
TEST_F(CrossChecked, WhatIsAnnouncedToTheAgentIsNoDelayOfTheEngine) {
  const scenario::Scenario scenario =
      scenario::parse_scenario(
          "settings: {wrapup_time: 30s}\n"
          "flows: {f: {message_welcome: 20s, message_flow_id: 5s, calls: {arrivals: 60/h, handle_time: 3m}}}\n"
          "agents: {t: {skills: [f], pickup: 10s, count: 3}}\nhorizon: 30m\n",
          "x.yaml")
          .value();
  const sim::Plan plan{scenario};
  attempt("f-1-1", "talked", 10, 47, 107);
  cdr("f-1-1", core::CdrType::handled, 37, 60);
  attempt("f-2-1", "talked", 40, 153, 173);
  attempts_.back().queued = kStart + 60 / kScale * 1000;
  cdr("f-2-1", core::CdrType::handled, 113, 20);
  ScenarioPlay play;
  play.time_scale = kScale;
  for (const bool told_by_events : {false, true}) {
    for (CdrRow& row : run_.cdrs) {
      row.to_the_talk = told_by_events;
      row.pickup_ms = told_by_events ? 15'000 : 10'000;
    }
    const CrossCheck checked = cross_check(plan, persons_, attempts_, run_, kScale, false);
    EXPECT_EQ(checked.disagreements, std::vector<std::string>{});
    ASSERT_EQ(checked.calls.size(), 2U);
    EXPECT_NEAR(checked.calls[0].ring, 15, 1e-6) << "from the ringing to the talk";
    const RealFigures real = real_figures(plan, attempts_, checked, run_, play);
    EXPECT_NEAR(real.set_up_scenario_s, 2, 1e-6) << "what neither rang nor played";
    EXPECT_NEAR(real.core_set_up.p50, 200, 1e-6);
    EXPECT_NEAR(real.dispatch.p50, 100, 1e-6) << "free at 137, his phone rang at 138";
  }
}

}  // namespace
}  // namespace ringside::load
