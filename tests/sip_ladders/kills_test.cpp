#include "scenarios/load/cases/kills.h"

#include <gtest/gtest.h>

#include "scenarios/load/progress.h"
#include "scenarios/load/site.h"

namespace ringside::load {
namespace {

/// A short one; `ringside-load kills` does it fifty times.
TEST(Kills, LoseNoCdrAndNoCallThatWaitedOrTalked) {
  const auto site = Site::find({});
  ASSERT_TRUE(site) << site.error().message;
  const auto directory = make_run_directory(folder_in_memory(), "kills");
  ASSERT_TRUE(directory) << directory.error().message;
  KillsWitness witness;
  const Plan plan = kills_plan({.count = 3, .rate = 50, .seed = 7}, site->scenarios, witness);
  Progress progress{true};
  const auto run = RunningPlan{plan, *site, *directory, progress}.play();
  ASSERT_TRUE(run) << run.error().message << "\nlogs: " << *directory;
  const KillsVerdict verdict = judge_kills(*run, witness);
  EXPECT_EQ(witness.kills.size(), 3U);
  EXPECT_GT(witness.listed, 100);
  EXPECT_GT(verdict.answered, 100);
  for (const std::string& fault : verdict.faults) ADD_FAILURE() << fault << "\nlogs: " << *directory;
  if (verdict.faults.empty()) std::filesystem::remove_all(*directory);
}

}  // namespace
}  // namespace ringside::load
