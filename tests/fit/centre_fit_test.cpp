#include "simulator/fit/centre_fit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/format/load.h"
#include "tests/fit/played_records.h"

namespace ringside::fit {
namespace {

using ::testing::HasSubstr;

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
