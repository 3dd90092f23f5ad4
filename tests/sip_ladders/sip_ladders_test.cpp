#include <gtest/gtest.h>

#include <algorithm>

#include "scenarios/load/cases/ladder_case.h"
#include "scenarios/load/progress.h"
#include "scenarios/load/proxy.h"
#include "scenarios/load/report.h"
#include "scenarios/load/run.h"
#include "scenarios/load/site.h"
#include "scenarios/load/verdict.h"

namespace ringside::load {

/// What GoogleTest shows of a ladder.
void PrintTo(const LadderCase& ladder, std::ostream* out) { *out << ladder.story; }

namespace {

class SipLadder : public testing::TestWithParam<LadderCase> {};

TEST_P(SipLadder, IsClimbedAsTheSpecificationSays) {
  const LadderCase& ladder = GetParam();
  if (ladder.slow) GTEST_SKIP() << "takes most of a minute: ringside-load ladder " << ladder.name;
  Plan plan = ladder.plan();
  if (plan.through_proxy && find_kamailio().empty())
    GTEST_SKIP() << "kamailio is not installed (Debian: apt-get install kamailio)";
  const auto site = Site::find({});
  ASSERT_TRUE(site) << site.error().message;
  const auto directory = make_run_directory({}, ladder.name);
  ASSERT_TRUE(directory) << directory.error().message;
  plan.trace = true;
  Progress progress{true};
  const auto run = RunningPlan{plan, *site, *directory, progress}.play();
  ASSERT_TRUE(run) << run.error().message << "\nlogs: " << *directory;
  const Verdict verdict = judge(plan, *run);
  EXPECT_TRUE(verdict.passed()) << ladder.ladder << ", " << ladder.story << '\n' << faults(verdict) << "logs: " << *directory;
  if (verdict.passed()) std::filesystem::remove_all(*directory);
}

TEST(ALadder, SeesAPartyThatDiesThoughItWasToLive) {
  const LadderCase* const ladder = find_ladder_case("agent-dies-in-the-talk");
  ASSERT_NE(ladder, nullptr);
  Plan plan = ladder->plan();
  plan.may_fail.clear();
  const auto site = Site::find({});
  ASSERT_TRUE(site) << site.error().message;
  const auto directory = make_run_directory({}, "lost-party");
  ASSERT_TRUE(directory) << directory.error().message;
  Progress progress{true};
  const auto run = RunningPlan{plan, *site, *directory, progress}.play();
  ASSERT_TRUE(run) << run.error().message << "\nlogs: " << *directory;
  EXPECT_EQ(run->lost_parties, std::vector<std::string>{"party agents ended with 137 while calls were on"});
  EXPECT_FALSE(judge(plan, *run).passed());
  std::filesystem::remove_all(*directory);
}

std::string test_name(const testing::TestParamInfo<LadderCase>& info) {
  std::string name = info.param.ladder + "_" + info.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(, SipLadder, testing::ValuesIn(ladder_cases()), test_name);

}  // namespace
}  // namespace ringside::load
