#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

#include "simulator/arrival_process.h"
#include "simulator/sampler.h"

namespace ringside::sim {
namespace {

using scenario::Arrivals;

/// How many call within [from, to), on average over days.
double mean_calls(const Arrivals& law, double from, double to, int days = 400, double busyness = 1) {
  double calls = 0;
  for (int day = 0; day < days; ++day) {
    ArrivalProcess process{law, ReplicationKey{3, static_cast<std::uint64_t>(day)}, {.factor = busyness}};
    for (core::Time t = process.next(); t != core::kNever && seconds(t.time_since_epoch()) < to; t = process.next()) {
      calls += seconds(t.time_since_epoch()) >= from ? 1 : 0;
    }
  }
  return calls / days;
}

/// Poisson: within 4.5 standard errors.
void expect_calls(const Arrivals& law, double from, double to, double mean) {
  EXPECT_NEAR(mean_calls(law, from, to), mean, 4.5 * std::sqrt(mean / 400) + 1e-9) << from << " … " << to;
}

TEST(PoissonArrivals, HaveTheirRate) { expect_calls({.kind = Arrivals::Kind::poisson, .rate = 0.05}, 1000, 4600, 180); }

TEST(ATableOfRates, HoldsPieceByPieceAndEnds) {
  const Arrivals law{.kind = Arrivals::Kind::table, .start = 600, .interval = 3600, .rates = {0.01, 0, 0.05}};
  expect_calls(law, 0, 600, 0);
  expect_calls(law, 600, 4200, 36);
  expect_calls(law, 4200, 7800, 0);
  expect_calls(law, 7800, 11400, 180);
  expect_calls(law, 11400, 1e6, 0);
}

TEST(ATableThatRepeats, BeginsAnew) {
  const Arrivals law{.kind = Arrivals::Kind::table, .interval = 600, .rates = {0.1, 0}, .repeat = true};
  expect_calls(law, 1200, 1800, 60);
  expect_calls(law, 1800, 2400, 0);
}

TEST(ALinearTable, RisesBetweenItsRates) {
  const Arrivals law{.kind = Arrivals::Kind::table, .interval = 1000, .rates = {0, 0.2, 0.2}, .linear = true};
  expect_calls(law, 0, 500, 25);
  expect_calls(law, 500, 1000, 75);
  expect_calls(law, 1000, 2000, 200);
  expect_calls(law, 2000, 1e5, 0);
}

TEST(ASine, GoesUpAndDown) {
  const Arrivals law{.kind = Arrivals::Kind::sine, .rate = 0.1, .amplitude = 0.1, .period = 3600};
  const double half = 0.1 * 1800;
  const double swing = 0.1 * 3600 / std::numbers::pi;
  expect_calls(law, 0, 1800, half + swing);
  expect_calls(law, 1800, 3600, half - swing);
}

TEST(AMarkovModulatedProcess, HasTheMeanOfItsStates) {
  const Arrivals law{.kind = Arrivals::Kind::markov, .rates = {0.02, 0.2}, .means = {300, 100}};
  EXPECT_NEAR(mean_calls(law, 0, 40000, 200), 40000 * (0.02 * 0.75 + 0.2 * 0.25), 100);
}

TEST(AnyProcess, IsNotLookedForBehindItsEnd) {
  const double day = 86400;
  const Arrivals markov{.kind = Arrivals::Kind::markov, .rates = {0, 0}, .means = {0.01, 0.01}};
  const Arrivals table{.kind = Arrivals::Kind::table, .interval = 0.01, .rates = {0}, .repeat = true};
  for (const Arrivals& law : {markov, table}) {
    EXPECT_EQ((ArrivalProcess{law, ReplicationKey{1, 1}, {.until = day}}.next()), core::kNever);
  }
  // Those who stay away are not counted for ever either.
  const Arrivals poisson{.kind = Arrivals::Kind::poisson, .rate = 100};
  EXPECT_EQ((ArrivalProcess{poisson, ReplicationKey{1, 1}, {.keep = 0, .until = 60}}.next()), core::kNever);
}

TEST(AnEnd, ChangesNothingBeforeIt) {
  const Arrivals law{.kind = Arrivals::Kind::markov, .rates = {0.02, 0.2}, .means = {300, 100}};
  ArrivalProcess endless{law, ReplicationKey{1, 1}, {}};
  ArrivalProcess ends{law, ReplicationKey{1, 1}, {.until = 3600}};
  core::Time at = endless.next();
  for (; seconds(at.time_since_epoch()) < 3600; at = endless.next()) EXPECT_EQ(ends.next(), at);
  EXPECT_EQ(ends.next(), core::kNever);
}

TEST(ARenewalProcess, KeepsItsIntervals) {
  const Arrivals law{.kind = Arrivals::Kind::renewal, .between = scenario::Distribution::fixed(20)};
  ArrivalProcess process{law, ReplicationKey{1, 1}, {}};
  for (int i = 1; i <= 5; ++i) EXPECT_EQ(process.next(), core::Time{std::chrono::seconds{20 * i}});
}

TEST(Busyness, MultipliesTheRate) {
  EXPECT_NEAR(mean_calls({.kind = Arrivals::Kind::poisson, .rate = 0.05}, 0, 3600, 400, 1.5), 270, 5);
}

TEST(TheNthCaller, IsTheSamePersonAtAnyRate) {
  // By inversion twice the rate makes each of them come in half the time.
  const Arrivals slow{.kind = Arrivals::Kind::poisson, .rate = 0.01};
  const Arrivals fast{.kind = Arrivals::Kind::poisson, .rate = 0.02};
  ArrivalProcess a{slow, ReplicationKey{1, 1}, {}};
  ArrivalProcess b{fast, ReplicationKey{1, 1}, {}};
  for (int i = 0; i < 100; ++i)
    EXPECT_NEAR(seconds(a.next().time_since_epoch()), 2 * seconds(b.next().time_since_epoch()), 1e-5);
}

TEST(ABatch, CallsAtOneInstant) {
  const Arrivals law{.kind = Arrivals::Kind::renewal, .between = scenario::Distribution::fixed(20), .batch = {{1.0, 3}}};
  ArrivalProcess process{law, ReplicationKey{1, 1}, {}};
  std::vector<std::uint64_t> callers;
  for (const int at : {20, 20, 20, 40, 40, 40}) {
    EXPECT_EQ(process.next(), core::Time{std::chrono::seconds{at}});
    callers.push_back(process.caller());
  }
  std::sort(callers.begin(), callers.end());
  EXPECT_EQ(std::unique(callers.begin(), callers.end()), callers.end()) << "six persons";
}

TEST(BatchesOfDifferentSizes, HaveTheirMean) {
  EXPECT_NEAR(mean_calls({.kind = Arrivals::Kind::poisson, .rate = 0.01, .batch = {{0.5, 1}, {0.5, 5}}}, 0, 10000), 300, 12);
}

TEST(AProcessOfOneDay, BeginsAndEndsWithIt) {
  const Arrivals law{.kind = Arrivals::Kind::poisson, .rate = 0.05, .shift = 86400, .length = 86400};
  expect_calls(law, 0, 86400, 0);
  expect_calls(law, 86400, 90000, 180);
  expect_calls(law, 2 * 86400, 1e6, 0);
}

/// Times and persons of one day.
std::map<double, std::uint64_t> callers_at(double keep) {
  const Arrivals law{.kind = Arrivals::Kind::table, .interval = 1800, .rates = {0.05, 0.2}};
  ArrivalProcess process{law, ReplicationKey{5, 2}, {.keep = keep}};
  std::map<double, std::uint64_t> all;
  for (core::Time t = process.next(); t != core::kNever; t = process.next())
    all[seconds(t.time_since_epoch())] = process.caller();
  return all;
}

TEST(ASmallerVolume, IsMadeOfCallersOfTheLargerOne) {
  const auto all = callers_at(1);
  const auto most = callers_at(0.8);
  const auto half = callers_at(0.5);
  EXPECT_NEAR(static_cast<double>(most.size()) / static_cast<double>(all.size()), 0.8, 0.09);
  EXPECT_NEAR(static_cast<double>(half.size()) / static_cast<double>(all.size()), 0.5, 0.11);
  EXPECT_TRUE(std::includes(all.begin(), all.end(), most.begin(), most.end()));
  EXPECT_TRUE(std::includes(most.begin(), most.end(), half.begin(), half.end()));
}

/// Mean and variance of factors, and correlation of neighbours.
TEST(CorrelatedBusyness, HasGammaMarginalsAndTheAskedCorrelation) {
  const scenario::Busyness law{.shape = 20, .interval = 1800, .correlation = 0.8};
  std::vector<double> first;
  std::vector<double> second;
  for (std::uint64_t day = 0; day < 4000; ++day) {
    const Modulation modulation = modulation_of(law, 3600 * 4, ReplicationKey{9, day}, 7);
    ASSERT_EQ(modulation.factors.size(), 8U);
    first.push_back(modulation.factors[5]);
    second.push_back(modulation.factors[6]);
  }
  const auto covariance = [](const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - 1) * (b[i] - 1);
    return sum / static_cast<double>(a.size());
  };
  EXPECT_NEAR(std::accumulate(first.begin(), first.end(), 0.0) / 4000, 1, 0.015);
  EXPECT_NEAR(covariance(first, first), 1.0 / 20, 0.006);
  EXPECT_NEAR(covariance(first, second) / covariance(first, first), 0.8, 0.05);
}

TEST(AModulation, MultipliesTheRateOfEachPiece) {
  // Calls of every kind of process with a rate, in a piece with factor 2, one with 0, one with a half.
  const Modulation modulation{1000, {2, 0, 0.5}};
  for (const Arrivals& law : {Arrivals{.kind = Arrivals::Kind::poisson, .rate = 0.1},
                              Arrivals{.kind = Arrivals::Kind::table, .interval = 700, .rates = {0.1, 0.1}, .repeat = true},
                              Arrivals{.kind = Arrivals::Kind::sine, .rate = 0.1, .amplitude = 0.1, .period = 10},
                              Arrivals{.kind = Arrivals::Kind::markov, .rates = {0.1, 0.1}, .means = {100, 30}}}) {
    double calls[3] = {};
    for (std::uint64_t day = 0; day < 300; ++day) {
      ArrivalProcess process{law, ReplicationKey{4, day}, {.own = &modulation}};
      for (core::Time t = process.next(); seconds(t.time_since_epoch()) < 3000; t = process.next()) {
        calls[static_cast<std::size_t>(seconds(t.time_since_epoch()) / 1000)] += 1.0 / 300;
      }
    }
    EXPECT_NEAR(calls[0], 200, 4) << static_cast<int>(law.kind);
    EXPECT_EQ(calls[1], 0) << static_cast<int>(law.kind);
    EXPECT_NEAR(calls[2], 50, 2) << static_cast<int>(law.kind);
  }
}

}  // namespace
}  // namespace ringside::sim
