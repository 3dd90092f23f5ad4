#include "simulator/experiments/sweep.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/experiments/text_scenario.h"

namespace ringside::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::atomic<bool> kGoOn{false};

Sweep small_sweep() {
  Sweep sweep;
  sweep.file = "small.yaml";
  sweep.text = one_team("60/h", "4", "30m");
  sweep.points = *grid({*parse_axis("agents.t.count=3..6"), *parse_axis("settings.wrapup_time=0s,20s")}, 100);
  sweep.replications = 5;
  sweep.version = "test";
  return sweep;
}

report::RunStore store_in(const ScenarioFolder& folder, const std::string& name = "runs.db") {
  return std::move(*report::RunStore::open(folder.path(name)));
}

TEST(AnAxis, IsAListOrARangeWithItsUnit) {
  EXPECT_THAT(parse_axis("a.b=1s,2s,5s")->values, ElementsAre("1s", "2s", "5s"));
  EXPECT_THAT(parse_axis("a=4..7")->values, ElementsAre("4", "5", "6", "7"));
  EXPECT_THAT(parse_axis("a=10s..40s/15s")->values, ElementsAre("10s", "25s", "40s"));
  EXPECT_THAT(parse_axis("a=40/h..60/h/10")->values, ElementsAre("40/h", "50/h", "60/h"));
  EXPECT_THAT(parse_axis("a={exponential: 1m},[1, 2]")->values, ElementsAre("{exponential: 1m}", "[1, 2]"));
  for (const char* wrong :
       {"a", "=1", "a=", "a=1..", "a=5..3", "a=1s..2m", "a=1..5/0", "a=1,,2", "a=1..1e9/0.0001", "a=..", "a=1..999999999"}) {
    EXPECT_FALSE(parse_axis(wrong)) << wrong;
  }
}

TEST(AGrid, HasEveryCombinationAndABound) {
  EXPECT_EQ(small_sweep().points.size(), 8U);
  EXPECT_EQ(small_sweep().points[1][1].value, "20s");
  EXPECT_FALSE(grid({*parse_axis("a=1..100"), *parse_axis("b=1..100")}, 9999));
}

TEST(ALatinHypercube, HitsEveryPartOfEveryAxisOnce) {
  const auto points = latin_hypercube({*parse_axis("a=1..20"), *parse_axis("b=0.0..1.0"), *parse_axis("c=x,y")}, 20, 7);
  std::set<std::string> whole;
  std::set<int> parts;
  int x = 0;
  for (const SweepPoint& point : points) {
    whole.insert(point[0].value);
    parts.insert(static_cast<int>(std::stod(point[1].value) * 20));
    x += point[2].value == "x" ? 1 : 0;
  }
  EXPECT_EQ(whole.size(), 20U);
  EXPECT_EQ(parts.size(), 20U);
  EXPECT_EQ(x, 10);
}

TEST(APointOfASweep, IsThereOnce) {
  EXPECT_EQ(latin_hypercube({*parse_axis("a=x,y"), *parse_axis("b=1..2")}, 40, 7).size(), 4U);
  EXPECT_EQ(grid({*parse_axis("a=x,y,x")}, 9)->size(), 2U);
  EXPECT_EQ(latin_hypercube({*parse_axis("a=0.0..1.0")}, 40, 7).size(), 40U) << "none is equal";
}

TEST(ASweepThatWasStopped, GoesOnWithoutRepeatingAnything) {
  const ScenarioFolder folder;
  const Sweep sweep = small_sweep();
  report::RunStore store = store_in(folder);
  std::atomic<bool> stop{false};
  SweepOptions options;
  options.progress = [&](std::uint64_t done, std::uint64_t, std::uint64_t) { stop = done >= 3; };
  EXPECT_EQ(play_sweep(sweep, options, &store, stop)->played, 3U);
  options.progress = {};
  const SweepProgress rest = play_sweep(sweep, options, &store, kGoOn).value();
  EXPECT_EQ(rest.before, 3U);
  EXPECT_EQ(rest.played, 5U);

  report::RunStore whole = store_in(folder, "whole.db");
  play_sweep(sweep, {}, &whole, kGoOn).value();
  EXPECT_EQ(sweep_json(sweep, played_points(sweep, store).value(), {}, {}),
            sweep_json(sweep, played_points(sweep, whole).value(), {}, {}))
      << "and comes to the very same results";
}

TEST(ShardsOfASweep, TogetherAreTheWholeOfIt) {
  const ScenarioFolder folder;
  const Sweep sweep = small_sweep();
  report::RunStore whole = store_in(folder, "whole.db");
  play_sweep(sweep, {.threads = 2, .started = {}, .progress = {}}, &whole, kGoOn).value();
  report::RunStore all = store_in(folder, "all.db");
  for (std::uint64_t shard = 1; shard <= 3; ++shard) {
    report::RunStore own = store_in(folder, "shard" + std::to_string(shard) + ".db");
    play_sweep(sweep, {.shard = shard, .shards = 3, .started = {}, .progress = {}}, &own, kGoOn).value();
    all.merge(own).value();
  }
  EXPECT_EQ(play_sweep(sweep, {}, &all, kGoOn)->played, 0U);
  EXPECT_EQ(sweep_json(sweep, played_points(sweep, all).value(), {}, {}),
            sweep_json(sweep, played_points(sweep, whole).value(), {}, {}));
}

TEST(AnotherSweep, IsNotMistakenForThisOne) {
  Sweep sweep = small_sweep();
  const std::string key = sweep.key();
  EXPECT_EQ(small_sweep().key(), key);
  sweep.seed = 2;
  EXPECT_NE(sweep.key(), key);
  sweep = small_sweep();
  sweep.text += "# changed\n";
  EXPECT_NE(sweep.key(), key);
  sweep = small_sweep();
  sweep.points.pop_back();
  EXPECT_NE(sweep.key(), key);
}

TEST(ASweepWhoseCsvHasChanged, IsAnotherOne) {
  const ScenarioFolder folder;
  Sweep sweep = small_sweep();
  sweep.text = one_team("{csv: {file: calls.csv}}", "4", "30m");
  sweep.file = folder.file(sweep.text);
  sweep.points = *grid({*parse_axis("agents.t.count=4,5")}, 10);
  report::RunStore store = store_in(folder);
  const auto play = [&](const std::string& rows) {
    folder.file("time,volume\n" + rows, "calls.csv");
    sweep.volumes = volumes_read(sweep);
    return play_sweep(sweep, {}, &store, kGoOn).value();
  };
  EXPECT_EQ(play("00:00,20\n00:15,20\n").played, 2U);
  EXPECT_EQ(play("00:00,20\n00:15,20\n").before, 2U);
  EXPECT_EQ(play("00:00,20\n00:15,90\n").before, 0U) << "its text is the same, its callers are not";
  EXPECT_EQ(volumes_read(small_sweep()), "");
}

TEST(ASweepOfNonsense, IsRefusedBeforeAnythingIsPlayed) {
  const ScenarioFolder folder;
  Sweep sweep = small_sweep();
  sweep.points.push_back({{"agents.t.count", "many"}});
  report::RunStore store = store_in(folder);
  const auto refused = play_sweep(sweep, {}, &store, kGoOn);
  ASSERT_FALSE(refused);
  EXPECT_THAT(scenario::to_string(refused.error().faults.at(0)), HasSubstr("agents.t.count"));
  EXPECT_TRUE(store.list()->empty());
}

TEST(ASweep, LeavesOutAWarmUpThatIsToBeFound) {
  const ScenarioFolder folder;
  Sweep sweep = small_sweep();
  sweep.text = one_team("60/h", "4", "20h", "experiment: {warmup: mser5}");
  sweep.points = *grid({*parse_axis("agents.t.count=4,5")}, 10);
  report::RunStore store = store_in(folder);
  play_sweep(sweep, {}, &store, kGoOn).value();
  for (const PlayedPoint& point : played_points(sweep, store).value()) EXPECT_GT(point.result.warmup, 0) << point.number;
}

TEST(ASweep, ShowsFiguresOfFlowsAndOfAgents) {
  const ScenarioFolder folder;
  Sweep sweep = small_sweep();
  sweep.text = one_team("60/h", "4", "30m");
  sweep.points = {{{"agents.t.cost", "30"}}, {{"agents.t.cost", "60"}}};
  report::RunStore store = store_in(folder);
  play_sweep(sweep, {}, &store, kGoOn).value();
  const std::vector<PlayedPoint> points = played_points(sweep, store).value();
  const std::vector<std::string> figures{"f.calls.mean_wait", "t.occupancy", "cost"};
  EXPECT_THAT(sweep_csv(points, figures), HasSubstr(",cost,cost_half_width"));
  const std::string table = sweep_table(points, figures, 10);
  EXPECT_THAT(table, HasSubstr("120.0")) << "four agents at 30 an hour: not a share";
  EXPECT_THAT(table, testing::Not(HasSubstr("  - ")));
  EXPECT_THAT(pareto_front(points, {"cost"}), ElementsAre(0)) << "the cheaper one";
}

TEST(TheJsonOfASweep, HasNoIntervalsOfItsPoints) {
  const ScenarioFolder folder;
  Sweep sweep = small_sweep();
  sweep.text = one_team("60/h", "4", "30m", "interval: 10m");
  sweep.points = *grid({*parse_axis("agents.t.count=4,5")}, 10);
  report::RunStore store = store_in(folder);
  play_sweep(sweep, {}, &store, kGoOn).value();
  const std::vector<PlayedPoint> points = played_points(sweep, store).value();
  ASSERT_EQ(points.at(0).result.intervals.size(), 3U);
  const std::string json = sweep_json(sweep, points, {}, {});
  EXPECT_THAT(json, HasSubstr("\"intervals\": []"));
  EXPECT_THAT(json, testing::Not(HasSubstr("\"intervals\": [\n")));
  EXPECT_THAT(json, HasSubstr("\"service_level\""));
}

TEST(ASpreadsheet, GetsAColumnForEachKeyAndNoFormula) {
  const ScenarioFolder folder;
  Sweep sweep = small_sweep();
  sweep.points = {{{"agents.t.count", "+1"}}, {{"agents.t.count", "{interval: 1h, values: [3, 4]}"}}};
  report::RunStore store = store_in(folder);
  play_sweep(sweep, {}, &store, kGoOn).value();
  const std::string csv = sweep_csv(played_points(sweep, store).value());
  EXPECT_THAT(csv, HasSubstr("point,agents.t.count,service_level,service_level_half_width"));
  EXPECT_THAT(csv, HasSubstr("\n1,'+1,"));
  EXPECT_THAT(csv, HasSubstr("\n2,\"{interval: 1h, values: [3, 4]}\","));
}

TEST(TheFront, HoldsWhatNobodyBeats) {
  const auto point = [](double wait, double abandoned, double calls = 1) {
    PlayedPoint p;
    p.result.total.figures = {{"mean_wait", "s", {wait, 0, 1}, 0, calls, "", "", {}},
                              {"abandonment_rate", "", {abandoned, 0, 1}, 0, 1, "", "", {}}};
    return p;
  };
  std::vector<PlayedPoint> points{point(10, 0.1), point(5, 0.2), point(10, 0.15), point(20, 0.05), point(5, 0.2)};
  EXPECT_THAT(pareto_front(points, {"mean_wait", "abandonment_rate"}), ElementsAre(0, 1, 3, 4)) << "equal ones stay both";
  points.push_back(point(0, 0.12, 0));
  EXPECT_THAT(pareto_front(points, {"mean_wait", "abandonment_rate"}), ElementsAre(0, 1, 3, 4))
      << "a mean of no calls is not 0";
  EXPECT_THAT(sweep_table({points.back()}, {"mean_wait"}, 1), HasSubstr("  - "));
}

}  // namespace
}  // namespace ringside::sim
