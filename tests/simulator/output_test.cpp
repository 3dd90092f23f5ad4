#include <gmock/gmock.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>

#include "scenarios/format/figures.h"
#include "simulator/until_precise.h"
#include "simulator/warmup.h"
#include "tests/simulator/played.h"

namespace ringside::sim {
namespace {

using ::testing::HasSubstr;

/// Begins empty and fills up: 40 agents' worth of work, talks of 10 minutes.
constexpr const char* kFillsUp = R"(
settings: {wrapup_time: 0s}
flows: {f: {calls: {arrivals: 0.06/s, handle_time: {exponential: 10m}, patience: {exponential: 5m}}}}
agents: {t: {count: 40, skills: [f]}}
horizon: 20h
)";

TEST(Mser5, LeavesOutWhatComesBeforeTheSteadyState) {
  // e^(-t/20) plus a deterministic flutter: it has died down after some 60 to 120 values.
  std::vector<double> values;
  for (int t = 0; t < 1000; ++t) values.push_back(10 * std::exp(-t / 20.0) + 0.3 * ((t * 7919) % 13 - 6));
  const Truncation found = mser5(values);
  EXPECT_TRUE(found.settled);
  EXPECT_GE(found.values, 40U);
  EXPECT_LE(found.values, 130U);
}

TEST(Mser5, LeavesOutNothingOfASteadySeries) {
  std::vector<double> values;
  for (int t = 0; t < 1000; ++t) values.push_back((t * 7919) % 13);
  EXPECT_LE(mser5(values).values, 20U);
}

TEST(Mser5, SaysIfTheSeriesNeverSettles) {
  std::vector<double> values;
  for (int t = 0; t < 1000; ++t) values.push_back(t);
  EXPECT_FALSE(mser5(values).settled);
}

TEST(AWarmUpByMser5, IsFoundFromPilotRuns) {
  auto scenario = scenario::parse_scenario(std::string{kFillsUp} + "experiment: {warmup: mser5}\n", "x.yaml").value();
  const std::atomic<bool> stop{false};
  EXPECT_TRUE(settle_warmup(scenario, 2, stop));
  EXPECT_GT(scenario.experiment.warmup, 10 * 60) << "one mean talk is too short";
  EXPECT_LT(scenario.experiment.warmup, 3 * 3600);
  auto again = scenario;
  EXPECT_TRUE(settle_warmup(again, 1, stop));
  EXPECT_EQ(again.experiment.warmup, scenario.experiment.warmup) << "whatever the number of threads";
}

TEST(AWarmUpThatIsGiven, StaysAsItIs) {
  auto scenario = scenario::parse_scenario(std::string{kFillsUp} + "experiment: {warmup: 2h}\n", "x.yaml").value();
  const std::atomic<bool> stop{false};
  EXPECT_TRUE(settle_warmup(scenario, 2, stop));
  EXPECT_EQ(scenario.experiment.warmup, 7200);
}

struct Outcome {
  std::uint64_t done;
  report::Result result;
};
Outcome until(const std::string& precision, unsigned threads = 2) {
  const auto scenario = scenario::parse_scenario(
                            "settings: {wrapup_time: 0s}\nflows: {f: {calls: {arrivals: 100/h, handle_time: {exponential: 3m}, "
                            "patience: {exponential: 2m}}}}\n"
                            "agents: {t: {count: 6, skills: [f]}}\nhorizon: 2h\nexperiment: {replications: 5, precision: "
                            "{figure: service_level, " +
                                precision + "}}\n",
                            "x.yaml")
                            .value();
  const Plan plan{scenario};
  report::Tally tally{tally_setup(plan)};
  const std::atomic<bool> stop{false};
  const std::uint64_t done = run_until_precise(plan, {.replications = 5, .threads = threads, .progress = {}},
                                               *scenario.experiment.precision, tally, stop);
  return {done, tally.result()};
}

TEST(Replications, GoOnUntilTheFigureIsPrecise) {
  const Outcome rough = until("half_width: 0.05");
  const Outcome fine = until("half_width: 0.01");
  EXPECT_LE(rough.result.total.find("service_level")->estimate.half_width, 0.05);
  EXPECT_LE(fine.result.total.find("service_level")->estimate.half_width, 0.01);
  EXPECT_GT(fine.done, 4 * rough.done);
  EXPECT_EQ(fine.done, fine.result.samples);
  EXPECT_EQ(until("half_width: 0.01", 1).done, fine.done) << "whatever the number of threads";
}

TEST(Replications, GoOnForARelativePrecisionOfOneFlowToo) {
  const Outcome outcome = until("relative: 0.02, flow: f");
  const report::Estimate& level = outcome.result.series[0].find("service_level")->estimate;
  EXPECT_LE(level.half_width, 0.02 * level.value);
}

TEST(Replications, EndWhereTheScenarioSaysItIsEnough) {
  EXPECT_EQ(until("half_width: 0.000001, most_replications: 40").done, 40U);
}

TEST(APrecision, OfAFigureThatDoesNotExistIsWrong) {
  const auto scenario = scenario::parse_scenario(kFillsUp, "x.yaml").value();
  const Plan plan{scenario};
  EXPECT_FALSE(wrong_precision(plan, {.figure = "mean_wait", .relative = 0.1}).has_value());
  EXPECT_THAT(wrong_precision(plan, {.figure = "mean_weight", .relative = 0.1}).value(), HasSubstr("there are service_level"));
  EXPECT_THAT(wrong_precision(plan, {.figure = "mean_wait", .flow = "g", .media = "calls", .relative = 0.1}).value(),
              HasSubstr("'g'"));
}

std::set<std::string> names_of(const std::vector<report::Figure>& figures) {
  std::set<std::string> names;
  for (const report::Figure& figure : figures) names.insert(figure.name);
  return names;
}

TEST(APrecision, MayAskForWhateverAResultHas) {
  const auto scenario =
      scenario::parse_scenario(kFillsUp, "x.yaml", {{"settings.ewt_shadow", "[last_served]"}, {"wait_limits", "[500ms, 90s]"}})
          .value();
  const Plan plan{scenario};
  const report::Result result = report::Tally{tally_setup(plan)}.result();
  const std::vector<std::string> names = scenario::figures_of(scenario);
  EXPECT_EQ((std::set<std::string>{names.begin(), names.end()}), names_of(result.total.figures));
}

TEST(APrecision, MayAskForWhateverAResultHasOfAgents) {
  const auto scenario = scenario::parse_scenario(
                            "flows: {f: {calls: {handle_time: 1m}, chats: {handle_time: 1m}}}\nhorizon: 1h\n"
                            "agents: {free: {skills: [f], chats: 3}, paid: {skills: [f], cost: 20}}\n"
                            "experiment: {precision: {figure: paid.serving_f_chats, half_width: 0.1}}\n",
                            "x.yaml")
                            .value();
  const Plan plan{scenario};
  EXPECT_FALSE(wrong_precision(plan, *scenario.experiment.precision).has_value());
  const report::Result result = report::Tally{tally_setup(plan)}.result();
  const auto may = [&](const scenario::AgentGroup* group) {
    const std::vector<std::string> names = scenario::figures_of_agents(scenario, group);
    return std::set<std::string>{names.begin(), names.end()};
  };
  ASSERT_EQ(result.groups.size(), 2U);
  EXPECT_EQ(may(&scenario.agents[0]), names_of(result.groups[0].figures));
  EXPECT_EQ(may(&scenario.agents[1]), names_of(result.groups[1].figures));
  EXPECT_EQ(may(nullptr), names_of(result.all_agents.figures));
}

TEST(ATableOfIntervals, ComesBackAsTheVolumesOfAnotherScenario) {
  const std::string head = "day_starts: 08:00\ndate: 2025-02-28\nsettings: {wrapup_time: 20s}\n";
  const std::string tail =
      ", handle_time: 100s}}}\nagents: {t: {count: 20, skills: [sales]}}\nhorizon: 2h\ninterval: 30m\nexperiment: "
      "{replications: 1}\n";
  const Played day{head + "flows: {sales: {calls: {arrivals: {trace: [1m, 2m, 40m, 61m, 62m, 63m]}" + tail};
  const std::string csv = report::to_interval_csv(day.result);
  EXPECT_THAT(csv, HasSubstr("queue,date,time,volume,AHT,"));
  EXPECT_THAT(csv, HasSubstr("\nsales,2025-02-28,08:00,2.000,120.0,2,,0,,"));
  EXPECT_THAT(csv, HasSubstr("\nsales,2025-02-28,09:00,3.000,120.0,3,"));
  EXPECT_THAT(csv, HasSubstr("\nsales,2025-02-28,09:30,0.000,,0,,0,,0,,,,,,,,")) << "nobody came: no AHT and no service level";
  const auto file = std::filesystem::temp_directory_path() / ("ringside-intervals-" + std::to_string(getpid()) + ".csv");
  std::ofstream{file} << csv;
  const auto again = scenario::parse_scenario(
      head + "flows: {sales: {calls: {arrivals: {csv: {file: " + file.filename().string() + ", queue: sales}}" + tail,
      file.string());
  std::filesystem::remove(file);
  ASSERT_TRUE(again) << scenario::to_string(again.error().front());
  const std::vector<double>& rates = again->flows[0].calls->arrivals.at(0).rates;
  ASSERT_EQ(rates.size(), 4U);
  EXPECT_DOUBLE_EQ(rates[0] * 1800, 2);
  EXPECT_DOUBLE_EQ(rates[2] * 1800, 3);
  EXPECT_DOUBLE_EQ(rates[3], 0);
}

TEST(ATableOfIntervals, NumbersDaysWithoutADateAndPassesMidnight) {
  const Played day{
      "day_starts: 23:00\nsettings: {wrapup_time: 0s}\nflows: {f: {calls: {arrivals: {trace: [1m]}, handle_time: 10s}, chats: "
      "{arrivals: {trace: [90m]}, handle_time: 10s}}}\n"
      "agents: {t: {skills: [f], chats: 1}}\nhorizon: 2h\ninterval: 1h\n"};
  const std::string csv = report::to_interval_csv(day.result);
  EXPECT_THAT(csv, HasSubstr("\nf,1,23:00,1.000"));
  EXPECT_THAT(csv, HasSubstr("\nf chats,2,00:00,1.000"));
}

}  // namespace
}  // namespace ringside::sim
