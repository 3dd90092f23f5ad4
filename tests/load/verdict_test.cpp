#include "scenarios/load/verdict.h"

#include <gtest/gtest.h>

namespace ringside::load {
namespace {

CdrRow row(const std::string& caller, core::CdrType type, std::uint32_t rejected, unsigned fstats, const std::string& agent) {
  CdrRow cdr;
  cdr.caller = caller;
  cdr.flow_id = "f";
  cdr.agent_id = agent;
  cdr.type = type;
  cdr.rejected = rejected;
  cdr.fstats = fstats;
  return cdr;
}

/// Two handled calls, one of them rejected once, and everybody agrees.
class TheVerdict : public testing::Test {
 protected:
  TheVerdict() {
    CallerSpec spec;
    spec.name = "c";
    spec.flow = "f";
    spec.calls = 2;
    spec.rejections_max = 1;
    plan_.callers = {spec};
    PartyResult sipp;
    sipp.name = "c";
    sipp.calls_out = true;
    sipp.stats.created = 2;
    sipp.stats.successful = 2;
    run_.parties = {sipp};
    run_.cdrs = {row("c-1", core::CdrType::handled, 0, 7, "a"), row("c-2", core::CdrType::rejected, 0, 3, "a"),
                 row("c-2", core::CdrType::handled, 1, 7, "b")};
    run_.statistics = {{"ccg_incalls", 2}, {"ccg_answered_incalls", 2}, {"ccg_abandonned_incalls", 0}, {"ccg_onhold_calls", 0}};
    run_.engine_ended_well = true;
  }

  void expect_fault(const std::string& part) {
    const Verdict verdict = judge(plan_, run_);
    std::string all;
    for (const std::string& fault : verdict.faults) all += fault + "\n";
    EXPECT_FALSE(verdict.passed());
    EXPECT_NE(all.find(part), std::string::npos) << all;
  }

  Plan plan_;
  RunResult run_;
};

TEST_F(TheVerdict, IsGoodWhenAllAgree) {
  const Verdict verdict = judge(plan_, run_);
  EXPECT_TRUE(verdict.passed()) << verdict.faults[0];
  EXPECT_EQ(verdict.callers[0].handled, 2);
  EXPECT_EQ(verdict.callers[0].rejections, 1);
}

TEST_F(TheVerdict, NamesACallWithoutCdr) {
  run_.cdrs.erase(run_.cdrs.begin());
  expect_fault("c-1: no final CDR");
}

TEST_F(TheVerdict, NamesACallWithTwoFinalCdrs) {
  run_.cdrs.push_back(run_.cdrs[0]);
  expect_fault("c-1: 2 final CDRs");
}

TEST_F(TheVerdict, NamesACallOfAnotherFate) {
  run_.cdrs[0] = row("c-1", core::CdrType::ended_waiting, 0, 9, "");
  expect_fault("c-1: abandoned");
}

TEST_F(TheVerdict, CountsRejectionsAgainstTheirRows) {
  run_.cdrs[2].rejected = 2;
  expect_fault("rejected 2 in its CDR, but 1 rows");
}

TEST_F(TheVerdict, MissesCallsThatSippFailed) {
  run_.parties[0].stats.successful = 1;
  expect_fault("1 of 2 calls failed");
}

TEST_F(TheVerdict, MissesCallsThatWereNotMade) {
  run_.parties[0].stats.created = 1;
  run_.parties[0].stats.successful = 1;
  expect_fault("made 1 of 2");
}

TEST_F(TheVerdict, SeesStrangers) {
  run_.cdrs.push_back(row("stranger-1", core::CdrType::handled, 0, 7, "a"));
  expect_fault("stranger-1");
}

TEST_F(TheVerdict, SeesLegsLeftOpen) {
  PartyResult agents;
  agents.name = "agents";
  agents.stats.current = 1;
  run_.parties.push_back(agents);
  expect_fault("agents: 1 legs left open");
}

TEST_F(TheVerdict, NamesAPartyThatDied) {
  run_.lost_parties = {"party phones2 ended with 139 while calls were on"};
  expect_fault("party phones2 ended with 139");
}

TEST_F(TheVerdict, SeesAgentsLeftBusyAndCallsLeftOver) {
  run_.agents = {{"a", true, "incall"}};
  expect_fault("agent a is left incall");
  run_.calls_left = 3;
  expect_fault("still lists 3 calls");
}

TEST_F(TheVerdict, HoldsTheEnginesStatisticsAgainstTheCdrs) {
  run_.statistics["ccg_incalls"] = 3;
  expect_fault("ccg_incalls is 3, the CDRs say 2");
  run_.statistics.erase("ccg_incalls");
  expect_fault("gives no ccg_incalls");
}

TEST_F(TheVerdict, ChecksCounters) {
  plan_.counters = {{{"c", "reinvites"}, 1}};
  expect_fault("counter reinvites is 0, expected 1");
}

}  // namespace
}  // namespace ringside::load
