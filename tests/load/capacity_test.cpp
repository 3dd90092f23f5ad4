#include "scenarios/load/capacity.h"

#include <gtest/gtest.h>

#include "scenarios/format/load.h"
#include "scenarios/load/commands/day_pace.h"

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

TEST(Capacity, IsToldInRatesThatWereOffered) {
  Centre centre{1'000};
  const Capacity found = find_capacity({}, {}, [&](double rate) -> Result<Probe> {
                           Probe probe = centre(rate).value();
                           probe.rate = 0.9 * rate;
                           return probe;
                         }).value();
  EXPECT_GT(found.clean, 0.9 * 900);
  EXPECT_LE(found.clean, 0.9 * 1'000);
  EXPECT_GT(found.unclean, 0.9 * 1'000);
  EXPECT_LE(found.unclean, 0.9 * 1'100);
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

constexpr double kSeconds = 8;

TEST(TheCapacityOfADay, IsSearchedAtRatesThatItsPlayedPartReallyHas) {
  const auto day = scenario::load_scenario(std::string{RINGSIDE_SCENARIOS_DIR} + "/tech_support_day.yaml");
  ASSERT_TRUE(day) << scenario::to_string(day.error().front());
  const DayPace pace{first_calls(*day, 0), day->horizon, kSeconds};
  for (const double rate : {2.0, 14.0, 50.0}) {
    const scenario::Scenario part = first_part(*day, pace.played(pace.scale(rate)));
    EXPECT_NEAR(expected_calls(part, 0) / kSeconds, rate, 1 / kSeconds + 1e-9) << part.horizon << " s of the day are played";
  }
}

TEST(TheCapacityOfADay, IsFoundThoughNobodyCallsInItsFirstMinutes) {
  std::vector<double> calls_at;
  for (int i = 0; i < 1'000; ++i) calls_at.push_back(3'000 + 3 * i);
  const DayPace pace{calls_at, 6'000, kSeconds};
  EXPECT_EQ(pace.rate(1), 0);
  for (const double rate : {0.5, 5.0, 40.0, 100.0, 150.0}) EXPECT_NEAR(pace.rate(pace.scale(rate)), rate, 1 / kSeconds + 1e-9);
  EXPECT_EQ(pace.scale(1e6), DayPace::kFastest) << "a faster one is no day any more";
  EXPECT_EQ(pace.played(1'000), 6'000) << "there is no more of it";
}

/// A run without a blemish.
RealRun good_run() {
  RealRun run;
  run.real.attempts = 80;
  run.real.post_dial_delay.p99 = 20;
  return run;
}

/// Judged by criteria that its figures keep.
Probe judged(const RealRun& run) {
  Probe probe = probe_of(run, kSeconds);
  judge(probe, {});
  return probe;
}

TEST(TheCapacityOfADay, HasNoCleanRateAtWhichTheEngineDiedOrCdrsDiffer) {
  EXPECT_TRUE(judged(good_run()).clean());
  RealRun died = good_run();
  died.real.disagreements = {"2 of something: a, b", "the engine died while calls were on"};
  const Probe probe = judged(died);
  EXPECT_FALSE(probe.clean());
  ASSERT_EQ(probe.faults.size(), 1U);
  EXPECT_EQ(probe.faults[0], "SIPp, CDRs and statistics disagree 2 times, first: 2 of something: a, b");
  EXPECT_TRUE(probe.saturated.empty()) << "the engine bears no more";
  RealRun unfinished = good_run();
  unfinished.result.interrupted = true;
  EXPECT_FALSE(judged(unfinished).clean());
}

TEST(TheCapacityOfADay, IsThatOfTheGeneratorIfItCameLateOrWasAtItsLimit) {
  RealRun late = good_run();
  late.real.arrival_error.p99 = 900;
  EXPECT_EQ(judged(late).saturated.size(), 1U);
  RealRun full = good_run();
  full.real.busiest_sipp = 0.99;
  EXPECT_EQ(judged(full).saturated.size(), 1U);
  RealRun storm = good_run();
  storm.real.retransmissions = 50;
  EXPECT_FALSE(judged(storm).clean());
  EXPECT_TRUE(judged(storm).saturated.empty()) << "an engine that answers late makes SIPps repeat themselves";
}

TEST(TheCapacityOfADay, IsToldInCallsThatWereMade) {
  RealRun run;
  run.real.attempts = 72;
  EXPECT_EQ(probe_of(run, kSeconds).rate, 9) << "whatever was asked for";
}

}  // namespace
}  // namespace ringside::load
