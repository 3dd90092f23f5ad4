#include "reports/store/run_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "reports/store/run_reference.h"

namespace ringside::report {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class TheRunStore : public ::testing::Test {
 protected:
  TheRunStore() {
    static int number = 0;
    folder_ = fs::temp_directory_path() / ("ringside-runs-" + std::to_string(getpid()) + "-" + std::to_string(++number));
    fs::create_directories(folder_);
  }
  ~TheRunStore() override { fs::remove_all(folder_); }

  RunStore open(const std::string& name = "deeper/runs.db") {
    auto store = RunStore::open(folder_ / name);
    EXPECT_TRUE(store) << store.error().message;
    return std::move(*store);
  }

  static StoredRun run(const std::string& kind = "run") {
    StoredRun run;
    run.kind = kind;
    run.name = "It's a \"day\"";
    run.started = "2026-02-03T04:05:06Z";
    run.version = "ringside-sim 0.1.0";
    run.seed = 7;
    run.scenario = "name: x\nhorizon: 1h\n";
    run.changes = "agents.team.count=+1\n";
    run.result = to_json(Result{}, {});
    return run;
  }
  static StoredRun point(const std::string& experiment, std::uint64_t number) {
    StoredRun one = run("sweep");
    one.experiment = experiment;
    one.point = number;
    return one;
  }

  fs::path folder_;
};

TEST_F(TheRunStore, GivesBackWhatWasPutIntoIt) {
  RunStore store = open();
  const std::int64_t id = store.add(run()).value();
  const StoredRun found = store.find(id).value().value();
  EXPECT_EQ(found.id, id);
  EXPECT_EQ(found.name, run().name);
  EXPECT_EQ(found.seed, 7U);
  EXPECT_EQ(found.scenario, run().scenario);
  EXPECT_EQ(found.changes, run().changes);
  EXPECT_EQ(found.result, run().result);
  EXPECT_FALSE(store.find(id + 1).value().has_value());
}

TEST_F(TheRunStore, KeepsRunsWhenTheProgramEnds) {
  open().add(run()).value();
  EXPECT_EQ(open().list().value().size(), 1U);
}

TEST_F(TheRunStore, ListsByKindAndWithoutTheLongTexts) {
  RunStore store = open();
  store.add(run()).value();
  store.add(run("compare")).value();
  EXPECT_EQ(store.list().value().size(), 2U);
  const auto compared = store.list({.kind = "compare", .experiment = {}}).value();
  ASSERT_EQ(compared.size(), 1U);
  EXPECT_TRUE(compared[0].result.empty());
}

TEST_F(TheRunStore, FindsTheLatestRunsAndThoseWithAWord) {
  RunStore store = open();
  for (const char* name : {"Monday", "Tuesday", "A \"100 %\" day"}) {
    StoredRun one = run();
    one.name = name;
    store.add(one).value();
  }
  const auto names = [&](const RunFilter& filter) {
    std::vector<std::string> found;
    for (const StoredRun& one : store.list(filter).value()) found.push_back(one.name);
    return found;
  };
  EXPECT_THAT(names({.newest = 2}), testing::ElementsAre("Tuesday", "A \"100 %\" day"));
  EXPECT_THAT(names({.words = "MONDAY"}), testing::ElementsAre("Monday"));
  EXPECT_THAT(names({.words = "100 %"}), testing::ElementsAre("A \"100 %\" day"));
  EXPECT_THAT(names({.words = "team.count"}), testing::SizeIs(3)) << "changes too";
  EXPECT_THAT(names({.words = "' OR 1=1 --"}), testing::IsEmpty());
}

TEST_F(TheRunStore, RemovesARunOnceAndNeverGivesItsIdAgain) {
  RunStore store = open();
  const std::int64_t id = store.add(run()).value();
  EXPECT_TRUE(store.remove(id).value());
  EXPECT_FALSE(store.remove(id).value());
  EXPECT_GT(store.add(run()).value(), id);
}

TEST_F(TheRunStore, HoldsEachPointOfAnExperimentOnce) {
  RunStore store = open();
  const std::int64_t id = store.add(point("a", 4)).value();
  EXPECT_EQ(store.add(point("a", 4)).value(), id);
  store.add(point("a", 1)).value();
  store.add(point("b", 4)).value();
  const auto points = store.points("a").value();
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].point, 1U);
  EXPECT_EQ(points[1].point, 4U);
}

TEST_F(TheRunStore, MergesFilesOfShardsWithoutRepeatingAnything) {
  RunStore one = open("one.db");
  RunStore two = open("two.db");
  one.add(point("a", 1)).value();
  two.add(point("a", 1)).value();
  two.add(point("a", 2)).value();
  two.add(run()).value();
  EXPECT_EQ(one.merge(two).value(), 2U);
  EXPECT_EQ(one.merge(two).value(), 0U);
  EXPECT_EQ(one.list().value().size(), 3U);
}

TEST_F(TheRunStore, IsWrittenByTwoProgramsAtOnce) {
  RunStore one = open();
  RunStore two = open();
  for (int i = 0; i < 20; ++i) {
    one.add(run()).value();
    two.add(run()).value();
  }
  EXPECT_EQ(one.list().value().size(), 40U);
}

TEST_F(TheRunStore, SaysWhyAFileWillNotDo) {
  std::ofstream{folder_ / "text.db"} << std::string(5000, 'x');
  EXPECT_THAT(RunStore::open(folder_ / "text.db").error().message, HasSubstr("text.db"));
  EXPECT_FALSE(RunStore::open(folder_));
  EXPECT_FALSE(RunStore::open(""));
  EXPECT_FALSE(RunStore::open("a\"b"));
  EXPECT_FALSE(RunStore::open(folder_ / "not-there.db", RunStore::Access::existing));
  EXPECT_FALSE(fs::exists(folder_ / "not-there.db"));
}

TEST_F(TheRunStore, FindsARunByIdOrByFile) {
  RunStore store = open();
  Result result;
  result.scenario = "By id";
  StoredRun kept = run();
  kept.result = to_json(result, {});
  const std::int64_t id = store.add(kept).value();
  EXPECT_EQ(find_run(std::to_string(id), store.file()).value().read.result.scenario, "By id");
  result.scenario = "By file";
  const std::string file = (folder_ / "r.json").string();
  std::ofstream{file} << to_json(result, {});
  EXPECT_EQ(find_run(file, store.file()).value().read.result.scenario, "By file");
  EXPECT_THAT(find_run("999", store.file()).error().message, HasSubstr("there is no run 999"));
  EXPECT_THAT(find_run("nowhere.json", store.file()).error().message, HasSubstr("nowhere.json"));
  EXPECT_FALSE(find_run(folder_.string(), store.file()));
  kept.result = "{\"format\": 3}";
  const std::int64_t broken = store.add(kept).value();
  EXPECT_THAT(find_run(std::to_string(broken), store.file()).error().message, HasSubstr("format"));
}

}  // namespace
}  // namespace ringside::report
