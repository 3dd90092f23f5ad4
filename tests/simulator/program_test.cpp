#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace {

using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

struct Outcome {
  int code;
  std::string text;  ///< both streams
};

Outcome sim(const std::string& arguments) {
  FILE* pipe = popen((std::string{RINGSIDE_SIM} + " " + arguments + " 2>&1").c_str(), "r");
  Outcome outcome{-1, {}};
  std::array<char, 4096> buffer{};
  while (const std::size_t n = fread(buffer.data(), 1, buffer.size(), pipe)) outcome.text.append(buffer.data(), n);
  outcome.code = WEXITSTATUS(pclose(pipe));
  return outcome;
}

std::string read(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

const std::string kSmall = RINGSIDE_SCENARIOS "/small.yaml";

TEST(RingsideSim, RunsAScenarioAndSaysWhatCameOfIt) {
  const Outcome outcome = sim("run " + kSmall + " --replications 20 --seed 3 --threads 2");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.text, HasSubstr("20 of 20 replications, seed 3"));
  EXPECT_THAT(outcome.text, HasSubstr("answered within 20 s"));
}

TEST(RingsideSim, WritesTheSameBytesForAnyNumberOfThreads) {
  const fs::path folder = fs::temp_directory_path() / ("ringside-sim-test-" + std::to_string(getpid()));
  fs::create_directories(folder);
  std::string first;
  for (const char* threads : {"1", "2", "8"}) {
    const fs::path file = folder / threads;
    ASSERT_EQ(
        sim("run " + kSmall + " --replications 50 --deterministic --threads " + threads + " --json " + file.string()).code, 0);
    if (first.empty()) first = read(file);
    EXPECT_EQ(read(file), first);
  }
  EXPECT_GT(first.size(), 1000U);
  fs::remove_all(folder);
}

TEST(RingsideSim, ChangesTheScenarioWithSet) {
  const Outcome outcome = sim("run " + kSmall + " --replications 5 --set agents.team.count=+45");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.text, HasSubstr("50.0 agents"));
}

TEST(RingsideSim, GoesOnFromWhatALiveEngineSays) {
  const fs::path file = fs::temp_directory_path() / ("ringside-snapshot-" + std::to_string(getpid()) + ".json");
  std::ofstream{file} << R"({"Time":0,"Flows":[],"Agents":[],"Queue":[],"Calls":[]})";
  const std::string from = " --replications 5 --from-snapshot " + file.string();
  const Outcome outcome = sim("run " + kSmall + from + " --for 10m --at 00:10");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.text, HasSubstr("from a live centre on"));
  EXPECT_THAT(outcome.text, HasSubstr("0.0 agents there"));
  EXPECT_THAT(sim("run " + kSmall + from + " --at 01:00").text,
              HasSubstr("found a snapshot of 01:00, the scenario is of 00:00"));
  EXPECT_EQ(sim("run " + kSmall + " --for 1h").code, 2);
  EXPECT_EQ(sim("run " + kSmall + from + " --for never").code, 2);
  EXPECT_THAT(sim("run " + kSmall + " --from-snapshot /no/such/file").text, HasSubstr("/no/such/file: cannot be read"));
  fs::remove(file);
}

TEST(RingsideSim, SaysThatAFigureIsNotAsPreciseAsAsked) {
  const fs::path file = fs::temp_directory_path() / ("ringside-precision-" + std::to_string(getpid()) + ".yaml");
  std::ofstream{file} << "settings: {wrapup_time: 0s}\n"
                         "flows: {f: {calls: {arrivals: 100/h, handle_time: {exponential: 3m}}}}\n"
                         "agents: {t: {count: 6, skills: [f]}}\nhorizon: 1h\nexperiment: {replications: 5, precision: "
                         "{figure: service_level, half_width: 0.0001, most_replications: 20}}\n";
  const Outcome missed = sim("run " + file.string());
  EXPECT_EQ(missed.code, 3);
  EXPECT_THAT(missed.text, HasSubstr("20 replications do not make service_level as precise as asked"));
  EXPECT_THAT(missed.text, HasSubstr("NOT AS PRECISE AS ASKED"));
  EXPECT_THAT(sim("run " + file.string() + " --json -").text, HasSubstr("\"reached\": false"));
  const Outcome reached = sim("run " + file.string() + " --set experiment.precision.half_width=0.9");
  EXPECT_EQ(reached.code, 0);
  EXPECT_THAT(sim("--help").text, HasSubstr("3 played as far as the scenario allows"));
  fs::remove(file);
}

TEST(RingsideSim, LeavesOutAWarmUpThatIsToBeFoundInEveryCommand) {
  const fs::path folder = fs::temp_directory_path() / ("ringside-mser5-" + std::to_string(getpid()));
  fs::create_directories(folder);
  const std::string file = (folder / "s.yaml").string();
  std::ofstream{file} << "settings: {wrapup_time: 0s}\n"
                         "flows: {f: {calls: {arrivals: 60/h, handle_time: {exponential: 5m}, patience: {exponential: 5m}}}}\n"
                         "agents: {t: {count: 8, skills: [f]}}\nhorizon: 20h\nservice_level: {target: 0.5}\n"
                         "experiment: {replications: 3, warmup: mser5}\nwhat_if: {more: {agents.t.count: \"+1\"}}\n";
  const std::string runs = " --runs " + (folder / "runs.db").string();
  for (const std::string& command : {"compare " + file, "sweep " + file + " --vary agents.t.count=8,9" + runs,
                                     "tune " + file + " --vary agents.t.count=8,9 --goal mean_wait" + runs}) {
    const Outcome outcome = sim(command + " --quiet --deterministic --json -");
    EXPECT_EQ(outcome.code, 0) << command;
    EXPECT_THAT(outcome.text, HasSubstr("\"warmup\": ")) << command;
    EXPECT_THAT(outcome.text, Not(HasSubstr("\"warmup\": 0.0"))) << command;
  }
  EXPECT_THAT(sim("staff " + file + " --step 4h --quiet --deterministic --json -").text, Not(HasSubstr("\"from\": 0.0")));
  fs::remove_all(folder);
}

TEST(RingsideSim, JudgesByCostAndByFiguresOfFlowsAndGroups) {
  const fs::path folder = fs::temp_directory_path() / ("ringside-cost-" + std::to_string(getpid()));
  fs::create_directories(folder);
  const std::string common = kSmall + " --replications 3 --quiet --runs " + (folder / "runs.db").string();
  const Outcome cost = sim("tune " + common +
                           " --set agents.team.cost=25 --vary agents.team.count=4..6 --goal cost "
                           "--goal support.calls.mean_wait");
  EXPECT_EQ(cost.code, 0) << cost.text;
  EXPECT_THAT(cost.text, HasSubstr("cost a day"));
  const Outcome swept = sim("sweep " + common + " --vary agents.team.count=4..6 --figure team.occupancy");
  EXPECT_EQ(swept.code, 0) << swept.text;
  const Outcome unknown = sim("sweep " + common + " --vary agents.team.count=4..6 --figure team.happiness");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.text, HasSubstr("GROUP.occupancy"));
  fs::remove_all(folder);
}

TEST(RingsideSim, ChoosesNoBestByAFigureThatAVariantDoesNotHave) {
  const Outcome outcome = sim("compare " + kSmall + " --set agents.team.count=0 --best mean_wait_answered --delta 1s --quiet");
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.text, HasSubstr("no value of 'mean_wait_answered' in the variant 'agents.team.count=0', days 1 to 5"));
  EXPECT_THAT(outcome.text, Not(HasSubstr("is chosen")));
}

TEST(RingsideSim, RefusesWhatTheChoiceOfTheBestHasNoUseFor) {
  for (const char* const option : {"--store", "--replications 5", "--metric service_level"}) {
    const Outcome outcome =
        sim("compare " + kSmall + " --set agents.team.count=+1 --best mean_wait --delta 5s --quiet " + option);
    EXPECT_EQ(outcome.code, 2) << option;
    EXPECT_THAT(outcome.text, HasSubstr("--best with " + std::string{option}.substr(0, 7))) << option;
  }
}

TEST(RingsideSim, SaysWhatIsWrongWithItsOptions) {
  for (const char* wrong :
       {"", "fly", "run", "run a.yaml b.yaml", "run a.yaml --replications 0", "run a.yaml --threads -1", "run a.yaml --seed x",
        "run a.yaml --set horizon", "run a.yaml --nonsense", "check", "run no-such-file.yaml"}) {
    const Outcome outcome = sim(wrong);
    EXPECT_EQ(outcome.code, 2) << wrong;
    EXPECT_FALSE(outcome.text.empty()) << wrong;
  }
  EXPECT_EQ(sim("run " + kSmall + " --replications 2 --json /no/such/folder/x.json").code, 1);
}

TEST(RingsideSim, ChecksFilesAndPrintsTheSchema) {
  EXPECT_EQ(sim("check " RINGSIDE_SCENARIOS "/*.yaml").code, 0);
  EXPECT_THAT(sim("schema").text, HasSubstr("json-schema.org"));
  EXPECT_THAT(sim("--help").text, HasSubstr("--replications"));
}

}  // namespace
