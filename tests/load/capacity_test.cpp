#include "scenarios/load/capacity.h"

#include <gtest/gtest.h>

namespace ringside::load {
namespace {

/// An engine that is clean up to some rate.
struct Centre {
  double bears;
  double generator_bears = 1e9;
  int hiccups = 0;  ///< so many runs fail for reasons of the machine
  int runs = 0;

  Result<Probe> operator()(double rate) {
    ++runs;
    Probe probe;
    probe.rate = rate;
    if (rate > bears || hiccups-- > 0) probe.failed = 0.2;
    if (rate > generator_bears) probe.saturated = {"sipp took 99 % of a core"};
    return probe;
  }
};

Capacity search(Centre& centre, CapacityLimits limits = {}) {
  return find_capacity(limits, {}, [&](double rate) { return centre(rate); }).value();
}

TEST(Capacity, IsFoundFromBelowAndFromAbove) {
  for (const double bears : {60.0, 499.0, 730.0, 6'000.0}) {
    Centre centre{bears};
    const Capacity found = search(centre);
    EXPECT_LE(found.clean, bears);
    EXPECT_GT(found.unclean, bears);
    EXPECT_LE(found.unclean, found.clean * 1.1001);
  }
}

TEST(Capacity, ARunThatIsNotCleanIsRepeatedBeforeItIsBelieved) {
  Centre centre{1'000};
  centre.hiccups = 1;
  const Capacity found = search(centre);
  EXPECT_GT(found.clean, 900);
  Centre slow{1'000};
  slow.hiccups = 2;
  EXPECT_LT(search(slow).clean, 500) << "twice is a verdict";
}

TEST(Capacity, IsSaidToBeThatOfTheGeneratorIfThatWasTheLimit) {
  Centre centre{10'000, 1'500};
  const Capacity found = search(centre);
  EXPECT_TRUE(found.generator);
  EXPECT_LE(found.clean, 1'500);
}

TEST(Capacity, EndsAtItsLimits) {
  Centre best{1e9};
  const Capacity all = search(best, {.first = 500, .lowest = 1, .highest = 3'000});
  EXPECT_EQ(all.clean, 3'000);
  EXPECT_EQ(all.unclean, 0);
  Centre worst{0};
  EXPECT_EQ(search(worst).clean, 0);
}

TEST(Capacity, EveryCriterionIsNamed) {
  Probe probe;
  probe.failed = 0.001;
  probe.retransmissions = 0.02;
  probe.p99_ms = 400;
  judge(probe, {});
  EXPECT_EQ(probe.unclean.size(), 3U);
  probe = {};
  judge(probe, {});
  EXPECT_TRUE(probe.clean());
}

TEST(Capacity, ARunThatCannotBeMadeEndsTheSearch) {
  const auto found =
      find_capacity({}, {}, [](double) -> Result<Probe> { return failure(Error::Kind::interrupted, "interrupted"); });
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, Error::Kind::interrupted);
}

}  // namespace
}  // namespace ringside::load
