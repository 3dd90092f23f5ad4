#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "simulator/arrival_process.h"
#include "simulator/sampler.h"

namespace ringside::sim {
namespace {

using scenario::Arrivals;

/// How many call within [from, to), on average over days.
double mean_calls(const Arrivals& law, double from, double to, int days = 400, double busyness = 1) {
  double calls = 0;
  for (int day = 0; day < days; ++day) {
    ArrivalProcess process{law, ReplicationKey{3, static_cast<std::uint64_t>(day)}, 0, busyness};
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

TEST(ARenewalProcess, KeepsItsIntervals) {
  const Arrivals law{.kind = Arrivals::Kind::renewal, .between = scenario::Distribution::fixed(20)};
  ArrivalProcess process{law, ReplicationKey{1, 1}, 0, 1};
  for (int i = 1; i <= 5; ++i) EXPECT_EQ(process.next(), core::Time{std::chrono::seconds{20 * i}});
}

TEST(Busyness, MultipliesTheRate) { EXPECT_NEAR(mean_calls({.kind = Arrivals::Kind::poisson, .rate = 0.05}, 0, 3600, 400, 1.5), 270, 5); }

TEST(TheNthCaller, IsTheSamePersonAtAnyRate) {
  // By inversion twice the rate makes each of them come in half the time.
  const Arrivals slow{.kind = Arrivals::Kind::poisson, .rate = 0.01};
  const Arrivals fast{.kind = Arrivals::Kind::poisson, .rate = 0.02};
  ArrivalProcess a{slow, ReplicationKey{1, 1}, 0, 1};
  ArrivalProcess b{fast, ReplicationKey{1, 1}, 0, 1};
  for (int i = 0; i < 100; ++i) EXPECT_NEAR(seconds(a.next().time_since_epoch()), 2 * seconds(b.next().time_since_epoch()), 1e-5);
}

}  // namespace
}  // namespace ringside::sim
