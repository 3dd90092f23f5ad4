#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "tests/cluster/sim_process.h"
#include "tests/experiments/text_scenario.h"
#include "tests/program/process.h"
#include "tests/recorded/live_centre.h"

namespace ringside::sim {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kChats = RINGSIDE_SCENARIOS "/audio_and_chat.yaml";
const std::string kSmall = RINGSIDE_SCENARIOS "/small.yaml";

struct Row {
  const char* name;
  Words words;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

/// Each command, where the ranks must decide together what is played next.
class TwoRanks : public ::testing::TestWithParam<Row> {};

TEST_P(TwoRanks, ComeToTheSameBytesAsOneProcess) {
  const ScenarioFolder folder;
  const auto play = [&](unsigned ranks, const std::string& name) {
    Words words = GetParam().words;
    for (std::string& word : words) {
      if (word == "FOLDER/runs.db") word = folder.path(name + ".db");
    }
    words.insert(words.end(), {"--deterministic", "--json", folder.path(name)});
    const Outcome outcome = outcome_of(sim_command(ranks, words));
    EXPECT_EQ(outcome.code, 0) << outcome.text;
    return file_text(folder.path(name));
  };
  const std::string one = play(1, "one.json");
  EXPECT_GT(one.size(), 300U);
  EXPECT_EQ(play(2, "two.json"), one);
}

INSTANTIATE_TEST_SUITE_P(
    Commands, TwoRanks,
    ::testing::Values(
        Row{"run", {"run", kChats, "--replications", "25", "--seed", "4"}},
        Row{"run_until_precise",
            {"run", kChats, "--replications", "9", "--set",
             "experiment={warmup: 30m, precision: {figure: mean_wait, relative: 0.08, most_replications: 300}}"}},
        Row{"run_with_a_warm_up_to_be_found",
            {"run", kSmall, "--replications", "5", "--set", "experiment={warmup: mser5}", "--set", "horizon=3h"}},
        Row{"compare", {"compare", kChats, "--replications", "21"}},
        Row{"compare_for_the_best",
            {"compare", kChats, "--only", "full load", "--best", "orders.calls.mean_wait", "--delta", "4s"}},
        Row{"staff", {"staff", kSmall, "--replications", "40"}},
        Row{"sweep_with_points_for_each_rank",
            {"sweep", kChats, "--vary", "agents.both.count=7..9", "--replications", "5", "--runs", "FOLDER/runs.db"}},
        Row{"tune_with_all_ranks_at_each_point", {"tune", kChats, "--replications", "12", "--runs", "FOLDER/runs.db"}}),
    [](const auto& row) { return row.param.name; });

TEST(Ranks, TellAFaultOnce) {
  const Outcome outcome = outcome_of(sim_command(2, {"run", "no-such-file.yaml"}));
  EXPECT_EQ(outcome.code, 2);
  const std::size_t first = outcome.text.find("no-such-file.yaml");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(outcome.text.find("found no file", outcome.text.find("found no file") + 1), std::string::npos) << outcome.text;
}

TEST(Ranks, RefuseToWorkAtDifferentThings) {
  const Words one{RINGSIDE_SIM, "run", kChats, "--replications", "3"};
  Words words{RINGSIDE_MPIRUN, "-n", "1"};
  words.insert(words.end(), one.begin(), one.end());
  words.insert(words.end(), {":", "-n", "1"});
  words.insert(words.end(), one.begin(), one.end());
  words.back() = "4";
  const Outcome outcome = outcome_of(words);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.text, HasSubstr("rank 1 and rank 0 do not have the same program and command line"));
  EXPECT_THAT(outcome.text, Not(HasSubstr("replications, seed")));
}

TEST(Ranks, StopTogetherWhenInterruptedAndSayWhatWasComplete) {
  const ScenarioFolder folder;
  const std::string file = folder.path("result.json");
  Process run{sim_command(2, {"run", kChats, "--replications", "1000000", "--json", file}), mpi_environment()};
  const auto at_work = [&] {
    const std::vector<pid_t> ranks = children_of(run.pid());
    return ranks.size() == 2 && cpu_seconds_of(ranks[0]) > 0.8 && cpu_seconds_of(ranks[1]) > 0.8;
  };
  for (int looks = 0; looks < 3000 && !at_work(); ++looks) std::this_thread::sleep_for(std::chrono::milliseconds{20});
  run.send(SIGUSR1);
  EXPECT_EQ(run.wait_for_end(std::chrono::seconds{90}), 1) << run.output();
  EXPECT_THAT(run.output(), HasSubstr("of 1000000 replications"));
  EXPECT_THAT(file_text(file), HasSubstr("\"interrupted\": true"));
}

TEST(Ranks, LeaveWhatIsForOneProcessToTheFirst) {
  const Outcome outcome = outcome_of(sim_command(3, {"check", kChats}));
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.text.find("good:"), outcome.text.rfind("good:"));
}

TEST(Ranks, LeaveARecordedDayToTheFirstAndDoNotWaitForEachOther) {
  const ScenarioFolder folder;
  const std::string day = folder.file(LiveCentre{1}.record(20), "day.rec");
  const Outcome outcome = outcome_of(sim_command(2, {"replay", day, "--replications", "2", "--json", "-"}));
  EXPECT_EQ(outcome.code, 0) << outcome.text;
  EXPECT_THAT(outcome.text, HasSubstr("\"threads\": 1"));
}

TEST(Ranks, CountTheirThreadsTogether) {
  const Outcome outcome = outcome_of(sim_command(2, {"run", kChats, "--replications", "3", "--threads", "2", "--json", "-"}));
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.text, HasSubstr("\"threads\": 4"));
}

}  // namespace
}  // namespace ringside::sim
