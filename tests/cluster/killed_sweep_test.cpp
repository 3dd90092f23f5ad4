#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <set>
#include <thread>

#include "reports/store/run_store.h"
#include "tests/cluster/sim_process.h"
#include "tests/experiments/text_scenario.h"
#include "tests/program/process.h"

namespace ringside::sim {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kPoints = 12;

std::vector<report::StoredRun> runs_in(const std::filesystem::path& file) {
  if (!std::filesystem::exists(file)) return {};
  const auto store = report::RunStore::open(file);
  const auto runs = store ? store->list() : tl::unexpected{store.error()};
  return runs ? *runs : std::vector<report::StoredRun>{};
}

std::size_t runs_once_there_are(std::size_t some, const std::filesystem::path& file) {
  for (int looks = 0; looks < 3000; ++looks) {
    if (const std::size_t there = runs_in(file).size(); there >= some) return there;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  return 0;
}

class AKilledSweep : public ::testing::TestWithParam<unsigned> {
 protected:
  Words words(const std::string& name, unsigned ranks) const {
    return sim_command(
        ranks, {"sweep", folder_.path("scenario.yaml"), "--vary", "agents.t.count=4..15", "--replications", "80", "--runs",
                folder_.path(name + ".db"), "--json", folder_.path(name + ".json"), "--deterministic", "--threads", "1"});
  }

  ScenarioFolder folder_;
};

TEST_P(AKilledSweep, GoesOnWithoutRepeatingWorkAndComesToTheSameBytes) {
  const unsigned ranks = GetParam();
  if (ranks > 1 && !has_mpi()) GTEST_SKIP() << "built without MPI";
  folder_.file(one_team("200/h", "4", "8h"));
  std::vector<report::StoredRun> before;
  {
    Process sweep{words("killed", ranks), mpi_environment()};
    ASSERT_GE(runs_once_there_are(2, folder_.path("killed.db")), 2U);
    // The program itself, or one rank of it, whose loss ends the others.
    const pid_t victim = ranks == 1 ? sweep.pid() : children_of(sweep.pid()).at(0);
    ASSERT_GT(victim, 1);
    ASSERT_EQ(kill(victim, SIGKILL), 0);
    sweep.wait_for_end(std::chrono::seconds{60});
    before = runs_in(folder_.path("killed.db"));
  }
  ASSERT_LT(before.size(), kPoints) << "it was too fast to be killed";

  const Outcome rest = outcome_of(words("killed", ranks));
  EXPECT_EQ(rest.code, 0) << rest.text;
  EXPECT_THAT(rest.text, HasSubstr("12 points: " + std::to_string(before.size()) + " were there, " +
                                   std::to_string(kPoints - before.size()) + " played"));
  const std::vector<report::StoredRun> after = runs_in(folder_.path("killed.db"));
  std::set<std::uint64_t> points;
  for (const report::StoredRun& run : after) points.insert(run.point);
  EXPECT_EQ(after.size(), kPoints);
  EXPECT_EQ(points.size(), kPoints) << "each once";

  ASSERT_EQ(outcome_of(words("whole", 1)).code, 0);
  EXPECT_GT(file_text(folder_.path("whole.json")).size(), 1000U);
  EXPECT_EQ(file_text(folder_.path("killed.json")), file_text(folder_.path("whole.json")));
}

/// The batch file for Slurm, run as Slurm runs it; but for `scontrol`, which only writes down what it was asked.
TEST(TheBatchFile, PutsItselfInTheQueueAgainUntilAllIsPlayed) {
  if (!has_mpi()) GTEST_SKIP() << "built without MPI";
  const ScenarioFolder folder;
  folder.file(one_team("200/h", "4", "8h"));
  folder.file("#!/bin/sh\necho \"$@\" >>\"" + folder.path("asked").string() + "\"\n", "scontrol");
  std::filesystem::permissions(folder.path("scontrol"), std::filesystem::perms::owner_all);
  const std::string runs = folder.path("runs.db");
  Words job{"env",
            "PATH=" + folder.path("").string() + ":" + std::getenv("PATH"),
            std::string{"RINGSIDE_SIM="} + RINGSIDE_SIM,
            "RINGSIDE_RUNS=" + runs,
            "RINGSIDE_CSV=" + folder.path("points.csv").string(),
            "SLURM_JOB_ID=77",
            "SLURM_NTASKS=2",
            "SLURM_CPUS_PER_TASK=1",
            "OMPI_MCA_ras=^slurm",
            "OMPI_MCA_plm=isolated"};  // there is no allocation to look for
  for (const std::string& setting : mpi_environment()) job.push_back(setting);
  job.insert(job.end(), {"bash", RINGSIDE_BATCH_FILE, folder.path("scenario.yaml"), "--vary", "agents.t.count=4..15",
                         "--replications", "80"});
  {
    Process first{job};
    ASSERT_GE(runs_once_there_are(2, runs), 2U) << first.output();
    first.send(SIGUSR1);  // to the shell alone, as --signal=B:USR1 does
    EXPECT_TRUE(first.wait_for_end(std::chrono::seconds{90})) << first.output();
  }
  EXPECT_EQ(file_text(folder.path("asked")), "requeue 77\n");
  EXPECT_LT(runs_in(runs).size(), kPoints);
  {
    Process second{job};
    EXPECT_EQ(second.wait_for_end(std::chrono::seconds{90}), 0) << second.output();
  }
  EXPECT_EQ(file_text(folder.path("asked")), "requeue 77\n") << "not again";
  EXPECT_EQ(runs_in(runs).size(), kPoints);
  EXPECT_THAT(file_text(folder.path("points.csv")), HasSubstr("\n12,15,"));
}

INSTANTIATE_TEST_SUITE_P(Of, AKilledSweep, ::testing::Values(1U, 2U),
                         [](const auto& row) { return row.param == 1 ? "OneProcess" : "TwoRanks"; });

}  // namespace
}  // namespace ringside::sim
