#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "reports/compare/gate.h"

/// How often the gate is wrong about measurements as noisy as those of shared machines.
namespace ringside::report {
namespace {

/// Twenty benchmarks in rounds, both sides in turn. Each round has a mood of its own; one in ten measurements is disturbed.
struct Rounds {
  std::vector<Subject> base, other;
};
Rounds rounds(std::mt19937& random, double slowdown, int count = 7) {
  std::normal_distribution<double> mood{0, 0.1};
  std::normal_distribution<double> noise{0, 0.02};
  std::uniform_real_distribution<double> uniform;
  Rounds made;
  for (int round = 0; round < count; ++round) {
    const double all = mood(random);
    const auto measured = [&](int benchmark, double factor) {
      const double disturbed = uniform(random) < 0.1 ? 0.5 * uniform(random) : 0;
      return factor * (100.0 + benchmark) * std::exp(all + noise(random) + disturbed);
    };
    Subject base{.name = "base"};
    Subject other{.name = "other"};
    for (int benchmark = 0; benchmark < 20; ++benchmark) {
      const std::string name = "work/" + std::to_string(benchmark) + ".cpu_time";
      base.measured[name] = {measured(benchmark, 1)};
      other.measured[name] = {measured(benchmark, benchmark == 7 ? 1 + slowdown : 1)};
    }
    made.base.push_back(base);
    made.other.push_back(other);
  }
  return made;
}

/// The gate's way: a regression is believed if fresh rounds say so again.
bool alarm(std::mt19937& random, double slowdown, int count = 7) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    const Rounds taken = rounds(random, slowdown, count);
    const auto report = judge(taken.base, taken.other, {parse_rule("cpu_time > 5%").value()}, 0.95);
    if (!report || report->verdict() != GateVerdict::regression) return false;
  }
  return true;
}

TEST(NoisyMeasurements, OfAnUnchangedProgramRaiseAnAlarmInLessThanOneOfAHundredRuns) {
  std::mt19937 random{1};
  int alarms = 0;
  for (int run = 0; run < 1000; ++run) alarms += alarm(random, 0);
  EXPECT_LT(alarms, 10);
}

TEST(NoisyMeasurements, OfAProgramThatIsAFifthSlowerRaiseOneInNineOfTen) {
  std::mt19937 random{2};
  int alarms = 0;
  for (int run = 0; run < 100; ++run) alarms += alarm(random, 0.2, 15);
  EXPECT_GE(alarms, 90);
}

TEST(CountedInstructions, NeedNoRepetitionAndAFewPercentAreSeen) {
  const auto counted = [](double number) {
    Subject subject{.name = "count"};
    subject.measured["work" + std::string{kInstructions}] = {number};
    return std::vector<Subject>{subject};
  };
  const std::vector<GateRule> rule{parse_rule("instructions > 3%").value()};
  EXPECT_EQ(judge(counted(1000), counted(1000), rule, 0.95)->verdict(), GateVerdict::pass);
  EXPECT_EQ(judge(counted(1000), counted(1025), rule, 0.95)->verdict(), GateVerdict::pass);
  EXPECT_EQ(judge(counted(1000), counted(1040), rule, 0.95)->verdict(), GateVerdict::regression);
}

}  // namespace
}  // namespace ringside::report
