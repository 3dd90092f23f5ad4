#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/validation/exact.h"
#include "tests/validation/judge.h"

namespace ringside::validation {
namespace {

/// A minute of it: every case, with a twentieth of the calls; what is judged is the distance in standard errors.
TEST(TheSimulator, AgreesWithEveryExactCase) {
  std::vector<CaseFindings> all;
  std::vector<Case> cases = read_cases(RINGSIDE_VALIDATION_CASES);
  for (Case& c : variations()) cases.push_back(std::move(c));
  for (const Case& c : cases) {
    SCOPED_TRACE(c.id);
    all.push_back(play(c, {.relative = 0.05, .probability = 0.01, .most_calls = 3e5, .threads = 2, .seed = 3}));
    EXPECT_FALSE(all.back().findings.empty());
    for (const Finding& finding : all.back().findings) {
      EXPECT_LT(std::abs(finding.z), 4.5) << finding.id << " " << finding.name << ": exact " << finding.exact << ", simulated "
                                          << finding.value << " ± " << finding.half_width;
    }
  }
  EXPECT_GE(all.size(), 65U);
}

TEST(ExactFigures, AgreeWithTheFormulasOfErlang) {
  // B(2 erlangs, 3 agents) = (8/6) / (1 + 2 + 2 + 8/6); C = B / (1 - a/n (1 - B)).
  const StationaryFigures loss = solve(Stationary{.rate = 0.02, .agents = 3, .mean_service = 100, .room = 0});
  const double b = (8.0 / 6) / (5 + 8.0 / 6);
  EXPECT_NEAR(loss.turned_away, b, 1e-12);
  const StationaryFigures delay = solve(Stationary{.rate = 0.02, .agents = 3, .mean_service = 100});
  EXPECT_NEAR(delay.waits, b / (1 - 2.0 / 3 * (1 - b)), 1e-12);
  EXPECT_NEAR(delay.mean_wait, delay.waits * 100 / (3 - 2), 1e-9);
}

TEST(ExactFigures, OfALongConstantDayAreThoseOfTheSteadyState) {
  const StationaryFigures steady = solve(Stationary{.rate = 0.05, .agents = 4, .mean_service = 90, .mean_patience = 60});
  const DayFigures day = solve(Day{.horizon = 300000,
                                   .rate = [](double) { return 0.05; },
                                   .interval = 300000,
                                   .agents = {4},
                                   .mean_service = 90,
                                   .mean_patience = 60});
  EXPECT_NEAR(day.offered, 15000, 1e-3);
  EXPECT_NEAR(day.abandoned, steady.abandoned, 2e-4);
  EXPECT_NEAR(day.mean_wait, steady.mean_wait, 2e-2);
}

TEST(TheVerdict, FailsWhenOneFigureIsFarOff) {
  CaseFindings good;
  good.findings = {{"a", "x", 1, 1.01, 0.03, 0.9, true}, {"a", "y", 1, 0.99, 0.03, -0.9, true}};
  CaseFindings bad = good;
  bad.findings[1].z = 5;
  EXPECT_TRUE(judge({good, good}).passed());
  EXPECT_EQ(judge({good, bad}).beyond, 1U);
  EXPECT_FALSE(judge({good, bad}).passed());
}

TEST(TheVerdict, FailsWhenAllCasesErrToOneSide) {
  CaseFindings high;
  high.findings = {{"a", "x", 1, 1.01, 0.03, 1.2, true}};
  EXPECT_FALSE(judge(std::vector<CaseFindings>(20, high)).passed());
}

TEST(TheVerdict, CountsWhatMissedItsPrecision) {
  CaseFindings vague;
  vague.findings = {{"a", "x", 1, 1.1, 0.3, 0.9, false}};
  EXPECT_EQ(judge({vague}).imprecise, 1U);
}

}  // namespace
}  // namespace ringside::validation
