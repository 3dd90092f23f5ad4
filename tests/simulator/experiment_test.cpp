#include <gmock/gmock.h>

#include <cmath>

#include "simulator/until_precise.h"
#include "simulator/warmup.h"
#include "tests/simulator/played.h"

namespace ringside::sim {
namespace {

constexpr const char* kBusy = R"(
settings: {wrapup_time: 5s, ewt_shadow: [queue_length]}
busyness: 50
flows:
  a:
    message_welcome: 3s
    calls: {arrivals: 200/h, patience: {exponential: 60s}, handle_time: {lognormal: {mean: 2m, sd: 1m}}, redial: {abandoned: {probability: 0.4, delay: {exponential: 5m}}}}
    chats: {arrivals: 50/h, handle_time: {gamma: {mean: 3m, shape: 0.7}}}
agents:
  t: {count: {interval: 30m, values: [5, 9, 6, 3]}, skills: [a], pickup: {uniform: {from: 1s, to: 4s}}, reject: 0.02, chats: {sessions: 3, speed: [1, 0.8]}}
horizon: 2h
interval: 30m
)";

TEST(TheResult, IsByteForByteTheSameForAnyNumberOfThreads) {
  const std::string one = report::to_json(Played(kBusy, 24, 1).result, {});
  EXPECT_EQ(one, report::to_json(Played(kBusy, 24, 2).result, {}));
  EXPECT_EQ(one, report::to_json(Played(kBusy, 24, 8).result, {}));
}

TEST(AnotherSeed, GivesOtherCallers) {
  EXPECT_NE(report::to_json(Played(kBusy, 4).result, {}),
            report::to_json(Played(std::string{kBusy} + "experiment: {seed: 2}\n", 4).result, {}));
}

TEST(AStoppedRun, KeepsTheReplicationsThatAreComplete) {
  const auto scenario = scenario::parse_scenario(kBusy, "test.yaml").value();
  const Plan plan{scenario};
  report::Tally tally{tally_setup(plan)};
  std::atomic<bool> stop{false};
  const RunOptions options{
      .replications = 100000, .seed = 1, .threads = 2, .progress = [&](std::uint64_t done) { stop = done >= 5; }};
  const std::uint64_t done = run_replications(plan, options, tally, stop);
  EXPECT_GE(done, 5U);
  EXPECT_LT(done, 1000U);
  EXPECT_EQ(tally.samples(), done);
}

TEST(Batches, AreTheSamplesOfOneLongRun) {
  const Played run{
      "settings: {wrapup_time: 0s}\nflows: {f: {calls: {arrivals: 0.02/s, handle_time: {exponential: 100s}}}}\nagents: {t: "
      "{count: 3, skills: [f]}}\n"
      "horizon: 1010000s\nexperiment: {replications: 1, batches: 20, warmup: 10000s}\n"};
  EXPECT_EQ(run.result.samples, 20U);
  EXPECT_TRUE(run.result.total.find("mean_wait")->estimate.has_interval());
  EXPECT_NEAR(run.sum("offered"), 20000, 600);
}

TEST(AWarmUpByMser5, IsFoundWhereNobodyWaits) {
  auto scenario = scenario::parse_scenario(
                      "settings: {wrapup_time: 0s}\nflows: {f: {calls: {arrivals: 0.06/s, handle_time: {exponential: 10m}}}}\n"
                      "agents: {t: {count: 200, skills: [f]}}\nhorizon: 20h\nexperiment: {warmup: mser5}\n",
                      "test.yaml")
                      .value();
  const std::atomic<bool> stop{false};
  EXPECT_TRUE(settle_warmup(scenario, 2, stop));
  EXPECT_GT(scenario.experiment.warmup, 10 * 60) << "until as many are served as call";
}

TEST(APrecision, IsAskedOfAFigureByItsPathAndSaidToBeReachedOrNot) {
  const auto scenario = scenario::parse_scenario(kBusy, "test.yaml").value();
  const Plan plan{scenario};
  const auto reached = [&](const scenario::Precision& precision) {
    EXPECT_FALSE(wrong_precision(plan, precision)) << precision.figure;
    report::Tally tally{tally_setup(plan)};
    const std::atomic<bool> stop{false};
    run_until_precise(plan, {.replications = 4, .threads = 2, .progress = {}}, precision, tally, stop);
    return reached_precision(tally.result(), precision);
  };
  const report::ReachedPrecision occupancy = reached({.figure = "t.occupancy", .half_width = 0.05, .most = 200});
  EXPECT_TRUE(occupancy.reached);
  EXPECT_LE(occupancy.half_width, 0.05);
  const report::ReachedPrecision wait =
      reached({.figure = "mean_wait", .flow = "a", .media = "chats", .half_width = 1e-6, .most = 8});
  EXPECT_FALSE(wait.reached);
  EXPECT_EQ(wait.figure, "a.chats.mean_wait");
  EXPECT_EQ(wait.asked, 1e-6);
  EXPECT_GT(wait.half_width, 1e-6);
  EXPECT_TRUE(wrong_precision(plan, {.figure = "t.happiness", .half_width = 1}));
}

TEST(DrawsThatBelongToTheCaller, MakeTwoVariantsMeetTheSameDay) {
  // One agent more, 40 days: the variance of the difference of the mean wait against that of independent days. At least 25
  // times smaller is asked of the large work; this small one must show the same kind of effect.
  const auto waits = [](const std::string& agents, int seed) {
    const std::string text =
        "settings: {wrapup_time: 0s}\nflows: {f: {calls: {arrivals: 0.53/s, patience: {exponential: 120s}, handle_time: "
        "{exponential: 180s}}}}\n"
        "agents: {t: {count: " +
        agents + ", skills: [f]}}\nhorizon: 10h\nexperiment: {warmup: 1h, seed: " + std::to_string(seed) + "}\n";
    const auto scenario = scenario::parse_scenario(text, "test.yaml").value();
    const Plan plan{scenario};
    const std::atomic<bool> stop{false};
    std::vector<double> means;
    for (std::uint64_t day = 0; day < 40; ++day) {
      World world{plan, scenario.experiment.seed, day};
      report::Tally tally{tally_setup(plan)};
      for (report::Sample& sample : world.run(stop)) tally.add(std::move(sample));
      means.push_back(tally.result().total.find("abandonment_rate")->estimate.value);
    }
    return means;
  };
  const auto variance = [](const std::vector<double>& a, const std::vector<double>& b) {
    double mean = 0;
    for (std::size_t i = 0; i < a.size(); ++i) mean += (a[i] - b[i]) / static_cast<double>(a.size());
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i] - mean) * (a[i] - b[i] - mean);
    return sum / static_cast<double>(a.size() - 1);
  };
  const auto base = waits("100", 1);
  EXPECT_GT(variance(base, waits("101", 2)), 25 * variance(base, waits("101", 1)));
}

}  // namespace
}  // namespace ringside::sim
