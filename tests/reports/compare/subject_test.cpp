#include "reports/compare/subject.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace ringside::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string result_text(const std::string& scenario) {
  ReadResult read;
  read.result.scenario = scenario;
  read.result.total.figures = {{"offered", "calls", {50, 1, 10}, 500, 10, "offered", "days", {}}};
  return to_json(read.result, RunFacts{"ringside-sim 1", "2026-01-01T00:00:00Z", "host", 1, 2.0, 1.0});
}

TEST(AResultFile, BringsItsCpuTimePerCall) {
  const auto subjects = read_subjects("a.json", result_text("day"));
  ASSERT_TRUE(subjects) << subjects.error().message;
  ASSERT_EQ(subjects->size(), 1U);
  EXPECT_THAT(subjects->front().measured.at("cpu_per_call"), ElementsAre(0.002));
}

TEST(AResultOfRealCalls, BringsTheirTimesAndCosts) {
  std::string text = result_text("day");
  text.insert(
      text.find('{') + 1,
      R"("real": {"attempts": 34, "post_dial_delay_ms": {"p50": 10, "p95": 20, "p99": 23, "max": 30}, "set_up_ms": {"p50": 7},)"
      R"("engine": {"cpu_s": 0.5}, "audio": null, "sip_errors": {"final 503": 2},)"
      R"("disagreements": ["one"], "approximations": ["two"]},)");
  const auto subjects = read_subjects("real.json", text);
  ASSERT_TRUE(subjects) << subjects.error().message;
  const auto& measured = subjects->front().measured;
  EXPECT_THAT(measured.at("real.post_dial_delay_ms.p99"), ElementsAre(23));
  EXPECT_THAT(measured.at("real.set_up_ms.p50"), ElementsAre(7));
  EXPECT_FALSE(measured.contains("real.set_up_ms.p99")) << "nobody measured it";
  EXPECT_THAT(measured.at("real.engine.cpu_s"), ElementsAre(0.5));
  EXPECT_THAT(measured.at("real.sip_errors.final 503"), ElementsAre(2));
  EXPECT_THAT(measured.at("real.disagreements"), ElementsAre(1));
  EXPECT_EQ(subjects->front().result->real->approximations.front(), "two");
  text.replace(text.find("\"one\""), 5, "7");
  const auto faulty = read_subjects("real.json", text);
  ASSERT_FALSE(faulty);
  EXPECT_THAT(faulty.error().message, HasSubstr("real.disagreements[0]: found number, allowed is a text"));
}

TEST(AComparisonFile, IsItsBaseAndItsVariants) {
  const std::string text =
      R"({"format": "ringside-comparison", "version": 1, "variants": [{"name": "base", "changes": {}, "result": )" +
      result_text("day") + R"(}, {"name": "more", "changes": {"agents.a.count": "+2"}, "result": )" + result_text("day") +
      "}]}";
  const auto subjects = read_subjects("c.json", text);
  ASSERT_TRUE(subjects) << subjects.error().message;
  ASSERT_EQ(subjects->size(), 2U);
  EXPECT_EQ(subjects->at(1).name, "more");
  EXPECT_EQ(subjects->at(1).changes, "agents.a.count=+2\n");
}

TEST(ASweepFile, IsItsPointsWithTheirPlaces) {
  const std::string result = result_text("day");
  const auto points = read_subjects(
      "sweep.json", R"({"format":"ringside-sweep","points":[{"point":0,"changes":{"a.count":"4"},"result":)" + result +
                        R"(},{"point":1,"changes":{"a.count":"5"},"on_front":true,"result":)" + result + "}]}");
  ASSERT_TRUE(points) << points.error().message;
  ASSERT_EQ(points->size(), 2U);
  EXPECT_EQ(points->at(0).name, "point 0");
  EXPECT_EQ(points->at(1).changes, "a.count=5\n");
  EXPECT_TRUE(points->at(1).of_sweep && points->at(1).on_front);
  EXPECT_FALSE(read_subjects("sweep.json", R"({"format":"ringside-sweep","points":[]})"));
}

TEST(AReportOfTheLoadRunner, TellsThatItsGeneratorWasSaturated) {
  const auto subjects =
      read_subjects("r1.json", R"({"command": "bench R1", "passed": true, "bench": {"engine_cpu_ms_per_call": 0.4,
      "wait_ms": {"p99": 3}, "invalid": ["sipp callers used 98 % of a core"]}})");
  ASSERT_TRUE(subjects) << subjects.error().message;
  EXPECT_THAT(subjects->front().measured.at("cpu_per_call"), ElementsAre(0.0004));
  EXPECT_THAT(subjects->front().measured.at("wait_ms.p99"), ElementsAre(3));
  EXPECT_THAT(subjects->front().invalid, ElementsAre(HasSubstr("98 %")));
}

TEST(ABenchmarkFile, KeepsItsRepetitionsInNanoseconds) {
  const auto subjects = read_subjects("b.json", R"({"benchmarks": [
      {"name": "S1/x", "run_name": "S1", "run_type": "iteration", "cpu_time": 2, "time_unit": "us"},
      {"name": "S1/x", "run_name": "S1", "run_type": "iteration", "cpu_time": 3, "time_unit": "us"},
      {"name": "S1_median", "run_name": "S1", "run_type": "aggregate", "cpu_time": 2.5, "time_unit": "us"}]})");
  ASSERT_TRUE(subjects) << subjects.error().message;
  EXPECT_THAT(subjects->front().measured.at("S1.cpu_time"), ElementsAre(2000, 3000));
}

TEST(ABenchmarkFile, SaysWhichBenchmarksFailed) {
  const auto subjects = read_subjects("b.json", R"({"benchmarks": [
      {"name": "S1", "run_name": "S1", "run_type": "iteration", "cpu_time": 2},
      {"name": "S2", "run_name": "S2", "run_type": "iteration", "cpu_time": 0, "error_occurred": true,
       "error_message": "the store is full"}]})");
  ASSERT_TRUE(subjects) << subjects.error().message;
  EXPECT_FALSE(subjects->front().measured.contains("S2.cpu_time"));
  EXPECT_EQ(subjects->front().failed.at("S2.cpu_time"), "the store is full");
}

TEST(FilesOfTheSameName, AreToldApartAsTheyWereAskedFor) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("ringside-subjects-" + std::to_string(getpid()));
  const std::string main = (folder / "main" / "day.json").string();
  const std::string branch = (folder / "branch" / "day.json").string();
  const std::string other = (folder / "branch" / "night.json").string();
  for (const std::string& file : {main, branch, other}) {
    fs::create_directories(fs::path{file}.parent_path());
    std::ofstream{file} << result_text("day");
  }
  const auto name = [&](const std::string& file, const std::vector<std::string>& among) {
    return find_subjects(file, "/nowhere/runs.db", among).value().at(0).name;
  };
  EXPECT_EQ(name(main, {main, branch, other}), main);
  EXPECT_EQ(name(branch, {main, branch, other}), branch);
  EXPECT_EQ(name(other, {main, branch, other}), "night.json");
  EXPECT_EQ(name(main, {main, main}), "day.json") << "the same file twice";
  fs::remove_all(folder);
}

TEST(WhatCannotBeCompared, IsAnErrorThatNamesTheFile) {
  for (const std::string text :
       {"", "[]", "{", "{}", "{\"format\": 7}", "{\"benchmarks\": []}", "{\"benchmarks\": [3, {}]}", "{\"bench\": {}}",
        "{\"format\": \"ringside-comparison\"}", "{\"format\": \"ringside-comparison\", \"variants\": [{}]}",
        "{\"format\": \"ringside-comparison\", \"variants\": [{\"result\": {}}]}"}) {
    const auto subjects = read_subjects("tea.json", text);
    ASSERT_FALSE(subjects) << text;
    EXPECT_THAT(subjects.error().message, HasSubstr("tea.json: ")) << text;
  }
  EXPECT_FALSE(read_subjects("deep", std::string(100000, '[')));
  EXPECT_FALSE(find_subjects("/nowhere/at/all.json", "/nowhere/runs.db"));
  EXPECT_FALSE(find_subjects("12", "/nowhere/runs.db"));
  EXPECT_THAT(find_subjects("/tmp", "/nowhere/runs.db").error().message, HasSubstr("found a folder"));
}

}  // namespace
}  // namespace ringside::report
