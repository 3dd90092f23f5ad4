#include "simulator/fit/centre_fit.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "scenarios/format/load.h"
#include "simulator/fit/files.h"
#include "simulator/sampler.h"
#include "tests/fit/played_records.h"

namespace ringside::fit {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(AFittedCentre, IsAScenarioThatCanBePlayed) {
  const Observed observed = played_records(kKnownCentre, 1, 14);
  const CentreFit fit = fit_centre(observed, {});
  const std::string text = scenario_text(fit, "It's \"mine\"");
  const auto scenario = scenario::parse_scenario(text, "fitted.yaml");
  ASSERT_TRUE(scenario) << scenario::to_string(scenario.error().front()) << "\n" << text;
  EXPECT_EQ(scenario->name, "It's \"mine\"");
  EXPECT_EQ(scenario->what_if.size(), 7U) << "each weekday";
  for (const scenario::Variant& day : scenario->what_if)
    EXPECT_TRUE(scenario::parse_scenario(text, "fitted.yaml", day.overrides)) << day.name;
}

TEST(AFittedCentre, ComesCloseToTheOneThatWasPlayed) {
  const CentreFit fit = fit_centre(played_records(kKnownCentre, 2, 28), {});
  const SeriesFit& series = fit.series.at(0);
  EXPECT_EQ(series.handle_time.at(0).family, Family::lognormal);
  EXPECT_NEAR(series.handle_time[0].mean.value, 180, 10);
  EXPECT_NEAR(series.patience.at(0).survival(60), std::exp(-60.0 / 120), 0.06);
  EXPECT_NEAR(series.arrivals.mean_rates.at(2) * 3600, 140, 20);
  EXPECT_NEAR(fit.rejection.value, 0.05, 0.015);
  EXPECT_NEAR(fit.pickup.at(0).mean.value, 5, 1);
  EXPECT_NEAR(fit.wrapup, 10, 3);
  EXPECT_EQ(fit.groups.at(0).agents, 8U);
}

TEST(AFittedCentre, SaysWhatItCouldNotKnow) {
  const Observed observed = played_records(kKnownCentre, 1, 7);
  const std::string text = summary(fit_centre(observed, {}), observed);
  EXPECT_THAT(text, HasSubstr("wrap up"));
  EXPECT_THAT(text, HasSubstr("who called again"));
  EXPECT_THAT(text, HasSubstr("closes"));
}

/// A quick fit, where laws do not matter.
FitOptions quick() {
  return {.handle_time = {.families = {Family::exponential}}, .patience = {.families = {Family::exponential}, .atoms = true}};
}

constexpr std::int64_t kMonday = 1'772'409'600;

/// A call of one minute at `minute` after 08:00, answered at once.
ObservedCall answered(const std::string& flow, const std::string& agent, int day, int minute) {
  ObservedCall call;
  call.flow = flow;
  call.agent = agent;
  call.arrived = kMonday + day * 86400 + 8 * 3600 + minute * 60;
  call.fate = Fate::answered;
  call.wait = Span::whole(0);
  call.talk = Span::whole(60);
  return call;
}

std::uint32_t at_work(const CentreFit& fit, std::size_t interval, const std::string& flow = "") {
  std::uint32_t agents = 0;
  for (const GroupFit& group : fit.groups) {
    if (flow.empty() || std::count(group.flows.begin(), group.flows.end(), flow) > 0) agents += group.counts.at(interval);
  }
  return agents;
}

TEST(AgentsWhoTakeTurns, AreNotRoundedAway) {
  // Fourteen agents, no two of whom serve the same flows, each at work on three days of seven: six on each day.
  const std::vector<std::string> flows{"a", "b", "c", "d"};
  Observed observed;
  observed.knows_agents = true;
  for (int day = 0; day < 28; ++day) {
    for (unsigned agent = 0; agent < 14; ++agent) {
      if ((static_cast<unsigned>(day) + 7 - agent / 2) % 7 > 2) continue;
      std::vector<std::string> his;
      for (unsigned f = 0; f < 4; ++f) {
        if ((((agent + 1) >> f) & 1U) != 0) his.push_back(flows[f]);
      }
      for (unsigned i = 0; i < 4; ++i)
        observed.calls.push_back(
            answered(his[i % his.size()], "agent" + std::to_string(agent), day, 30 * static_cast<int>(i) + 10));
    }
  }
  const CentreFit fit = fit_centre(observed, quick());
  ASSERT_EQ(fit.groups.size(), 14U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(at_work(fit, i), 6U) << "as on each day of the records";
    for (const std::string& flow : flows) EXPECT_GE(at_work(fit, i, flow), 2U) << flow;
  }
  EXPECT_THAT(summary(fit, observed), HasSubstr("agents are whole"));
}

TEST(TheOnlyAgentOfAFlow, IsThereThoughHeSeldomIs) {
  Observed observed;
  observed.knows_agents = true;
  for (int day = 0; day < 7; ++day) {
    for (const int minute : {10, 40, 70}) {
      for (const char* agent : {"anna", "bert", "carl"}) observed.calls.push_back(answered("sales", agent, day, minute));
      if (day < 3 && minute < 70) observed.calls.push_back(answered("support", "dora", day, minute));
    }
  }
  observed.calls.push_back(answered("support", "dora", 0, 71));
  const CentreFit fit = fit_centre(observed, quick());
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(at_work(fit, i, "sales"), 3U);
    EXPECT_EQ(at_work(fit, i, "support"), 1U) << "on three days of seven, yet nobody else serves support";
  }
  EXPECT_EQ(at_work(fit, 2, "support"), 0U) << "one evening of seven is less than half of that";
}

TEST(CallersWhoHangUpDuringTheWelcomeMessage, TellNothingOfPatienceInTheQueue) {
  sim::RandomStream random{{1, 0}, 0, 0, 0, sim::Purpose::patience};
  const auto patience = scenario::Distribution::exponential_of(120);
  const auto offered_wait = scenario::Distribution::exponential_of(60);
  constexpr double kWelcome = 8;
  Observed observed;
  for (int i = 0; i < 20'000; ++i) {
    ObservedCall call = answered("support", "", i % 10, i % 120);
    call.wait = Span::whole(kWelcome);
    if (i % 100 < 3) {
      call.fate = Fate::abandoned;
      call.wait = Span::whole(i / 100 % 8);
    } else if (i % 100 < 13) {
      const double bears = sim::draw(patience, random);
      const double must = sim::draw(offered_wait, random);
      call.fate = bears < must ? Fate::abandoned : Fate::answered;
      call.wait = Span::whole(std::floor(kWelcome + std::min(bears, must)));
    }
    observed.calls.push_back(call);
  }
  FitOptions options = quick();
  options.welcome = kWelcome;
  const CentreFit fit = fit_centre(observed, options);
  const SeriesFit& series = fit.series.at(0);
  EXPECT_NEAR(series.patience.at(0).survival(60), std::exp(-60.0 / 120), 0.05);
  EXPECT_FALSE(series.patience[0].has_atom);
  EXPECT_EQ(series.calls, 20'000U);
  EXPECT_EQ(series.left_in_welcome, 600U);
  EXPECT_NEAR(series.arrivals.calls_a_day.value, 1940, 1e-6) << "of those who came to the queue";
  EXPECT_THAT(summary(fit, observed), HasSubstr("600 callers of support who hung up during the welcome message"));
}

TEST(ACallerWhoLeavesAtOnce, HasNoPatienceWhereThereIsNoWelcomeMessage) {
  Observed observed;
  for (int i = 0; i < 400; ++i) {
    ObservedCall call = answered("support", "", i % 10, i % 120);
    call.fate = Fate::abandoned;
    call.wait = Span::exactly(i % 4 == 0 ? 0 : 10 + i);
    observed.calls.push_back(call);
  }
  const CentreFit fit = fit_centre(observed, quick());
  EXPECT_EQ(fit.series.at(0).left_in_welcome, 0U);
  ASSERT_TRUE(fit.series[0].patience.at(0).has_atom);
  EXPECT_NEAR(fit.series[0].patience[0].atom.value, 0.25, 0.02);
}

TEST(ACentreOfACsv, PicksUpAsItsPhonesRang) {
  std::string with = "arrived,wait,talk,pickup\n";
  std::string without = "arrived,wait,talk\n";
  for (int i = 0; i < 60; ++i) {
    const std::string call = fmt::format("2026-03-02 09:{:02}:00,20.0,{}.0", i, 60 + i);
    with += fmt::format("{},{}.5\n", call, 3 + i % 4);
    without += call + "\n";
  }
  std::istringstream in{with};
  const Observed observed = read_calls_csv(in, {}).value();
  const CentreFit fit = fit_centre(observed, quick());
  EXPECT_NEAR(fit.pickup.at(0).mean.value, 5, 0.3);
  EXPECT_EQ(fit.offers, 0U) << "the rejected ones are not recorded";
  EXPECT_EQ(fit.rejection.high, 1) << "so their share may be any";
  const std::string text = summary(fit, observed);
  EXPECT_THAT(text, HasSubstr("rejected or did not answer"));
  EXPECT_THAT(text, Not(HasSubstr("pick up at once")));

  std::istringstream bare{without};
  const Observed less = read_calls_csv(bare, {}).value();
  EXPECT_THAT(summary(fit_centre(less, quick()), less), HasSubstr("pick up at once"));
}

TEST(ACentreOfRecordedOffers, IsNotSaidToTakeEveryCall) {
  const Observed observed = played_records(kKnownCentre, 1, 2);
  EXPECT_THAT(summary(fit_centre(observed, quick()), observed), Not(HasSubstr("agents take every call")));
}

TEST(NoRecords, AreNoCentreAndNoCrash) {
  const Observed nothing;
  const CentreFit fit = fit_centre(nothing, {});
  EXPECT_TRUE(fit.series.empty());
  summary(fit, nothing);
  to_json(fit, nothing);
  scenario_text(fit, "");
}

TEST(AShare, HasWilsonsInterval) {
  const Fitted none = share(0, 100, 0.95);
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 0.037, 0.001);
}

}  // namespace
}  // namespace ringside::fit
