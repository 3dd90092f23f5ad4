#include "simulator/fit/law_fit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "simulator/sampler.h"

namespace ringside::fit {
namespace {

using scenario::Distribution;
using Kind = Distribution::Kind;

std::vector<Span> drawn(const Distribution& law, int count, bool whole_seconds, std::uint64_t seed = 1) {
  std::vector<Span> spans;
  sim::RandomStream random{{seed, 0}, 0, 0, 0, sim::Purpose::work};
  for (int i = 0; i < count; ++i) {
    const double value = sim::draw(law, random);
    spans.push_back(whole_seconds ? Span::whole(std::floor(value)) : Span::exactly(value));
  }
  return spans;
}

TEST(AFittedLaw, IsOfTheFamilyItWasDrawnFrom) {
  const Distribution lognormal{Kind::lognormal, 200, 150, {}, {}};
  const Distribution gamma{Kind::gamma, 200, 3, {}, {}};
  const Distribution weibull{Kind::weibull, 100, 2.2, {}, {}};
  EXPECT_EQ(fit_laws(drawn(lognormal, 4000, true), {}).at(0).family, Family::lognormal);
  EXPECT_EQ(fit_laws(drawn(gamma, 4000, true), {}).at(0).family, Family::gamma);
  EXPECT_EQ(fit_laws(drawn(weibull, 4000, false), {}).at(0).family, Family::weibull);
}

TEST(AFittedLaw, FindsTheParametersAgain) {
  const Distribution law{Kind::lognormal, 200, 150, {}, {}};
  const LawFit fit = fit_laws(drawn(law, 20000, true), {.families = {Family::lognormal}}).at(0);
  EXPECT_NEAR(fit.mean.value, 200, 4);
  EXPECT_NEAR(fit.sd, 150, 8);
  EXPECT_LT(fit.mean.low, 200);
  EXPECT_GT(fit.mean.high, 200);
  EXPECT_GT(fit.p_value, 0.001);
  EXPECT_EQ(fit.distribution().kind, Kind::lognormal);
}

TEST(WholeSeconds, AreIntervalsAndDoNotShortenTheMean) {
  const LawFit fit = fit_laws(drawn(Distribution::exponential_of(4), 20000, true), {.families = {Family::exponential}}).at(0);
  EXPECT_NEAR(fit.mean.value, 4, 0.1) << "taken for exact it would be 3.5";
}

TEST(ALawThatDoesNotFit, IsToldByItsTest) {
  const Distribution two{
      Kind::mixture, 0, 0, {}, {{0.5, {Kind::gamma, 30, 50, {}, {}}}, {0.5, {Kind::gamma, 300, 50, {}, {}}}}};
  EXPECT_LT(fit_laws(drawn(two, 4000, true), {}).at(0).p_value, 1e-6);
}

TEST(Patience, IsFoundBehindTheAnswersThatCutItShort) {
  std::vector<Span> spans;
  sim::RandomStream random{{5, 0}, 0, 0, 0, sim::Purpose::patience};
  for (int i = 0; i < 20000; ++i) {
    const double patience = 120 * sim::standard_exponential(random);
    const double answered = 40 * sim::standard_exponential(random);
    spans.push_back(patience < answered ? Span::whole(std::floor(patience)) : Span::at_least(answered));
  }
  const LawFit fit = fit_laws(spans, {.families = {Family::exponential}}).at(0);
  EXPECT_NEAR(fit.mean.value, 120, 5);
  EXPECT_GT(fit.censored, fit.known);
}

TEST(ThoseWhoWillNotWaitAtAll, AreAnAtomOnlyIfTheyAreThere) {
  const Distribution some{Kind::mixture, 0, 0, {}, {{0.1, Distribution::fixed(0)}, {0.9, Distribution::exponential_of(200)}}};
  const LawFit with = fit_laws(drawn(some, 3000, true), {.atoms = true}).at(0);
  ASSERT_TRUE(with.has_atom);
  EXPECT_NEAR(with.atom.value, 0.1, 0.02);
  EXPECT_FALSE(
      fit_laws(drawn(Distribution::exponential_of(200), 3000, true), {.families = {Family::exponential}, .atoms = true})
          .at(0)
          .has_atom);
}

TEST(KaplanAndMeier, CountWhoIsStillWaiting) {
  // 1 2+ 3 3 5+: of five one leaves, of three two.
  const auto steps =
      kaplan_meier({Span::exactly(1), Span::at_least(2), Span::exactly(3), Span::exactly(3), Span::at_least(5)}, 0.95);
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_DOUBLE_EQ(steps[0].survival, 0.8);
  EXPECT_EQ(steps[1].at_risk, 3U);
  EXPECT_NEAR(steps[1].survival, 0.8 / 3, 1e-12);
  EXPECT_LT(steps[1].low, steps[1].survival);
}

TEST(NothingToFit, IsNoLaw) {
  EXPECT_TRUE(fit_laws({}, {}).empty());
  EXPECT_TRUE(fit_laws({Span::at_least(5), Span::at_least(9)}, {}).empty());
  EXPECT_TRUE(fit_laws({Span::exactly(0), Span::exactly(0)}, {}).empty());
  EXPECT_FALSE(fit_laws({Span::whole(5), Span::whole(5), Span::whole(5)}, {}).empty()) << "all alike: some law, no crash";
}

}  // namespace
}  // namespace ringside::fit
