#include "scenarios/load/scenario/attempts.h"

#include <gtest/gtest.h>

namespace ringside::load {
namespace {

TEST(Attempts, ALineOfPersonXmlIsRead) {
  const auto attempts = parse_attempts(
      "attempt sales-7-2 talked planned 1000.000000 sent 1004.500000 rang  answered 1010.000000 queue 1020.000000 talk "
      "2000.000000 ended 5000.000000 kind 1.000000 dissuaded \n");
  ASSERT_EQ(attempts.size(), 1U);
  const SippAttempt& attempt = attempts[0];
  EXPECT_EQ(attempt.caller, "sales-7-2");
  EXPECT_EQ(attempt.person(), "sales-7");
  EXPECT_EQ(attempt.number(), 2);
  EXPECT_EQ(attempt.outcome(), Outcome::handled);
  EXPECT_EQ(attempt.planned, 1000);
  EXPECT_EQ(attempt.sent, 1004.5);
  EXPECT_EQ(attempt.rang, 0) << "SIPp writes nothing for a 0";
  EXPECT_EQ(attempt.queued, 1020);
  EXPECT_EQ(attempt.talk, 2000);
  EXPECT_EQ(attempt.ended, 5000);
  EXPECT_EQ(attempt.kind, 1U);
  EXPECT_FALSE(attempt.dissuaded);
}

TEST(Attempts, FatesAreOutcomes) {
  const auto outcome = [](const std::string& fate, const std::string& dissuaded = "") {
    return parse_attempts("attempt f-1-1 " + fate + " planned 1 sent 1 rang  answered  queue  talk  ended 2 kind  dissuaded " +
                          dissuaded)
        .at(0)
        .outcome();
  };
  EXPECT_EQ(outcome("ended"), Outcome::handled);
  EXPECT_EQ(outcome("left"), Outcome::abandoned);
  EXPECT_EQ(outcome("cancelled"), Outcome::abandoned);
  EXPECT_EQ(outcome("balked"), Outcome::abandoned) << "so the engine takes it";
  EXPECT_EQ(outcome("dropped"), Outcome::failed);
  EXPECT_EQ(outcome("dropped", "1.000000"), Outcome::dissuaded);
  EXPECT_EQ(outcome("480"), Outcome::none);
}

TEST(Attempts, WhatIsNotCompleteIsPassedOver) {
  EXPECT_TRUE(parse_attempts("").empty());
  EXPECT_TRUE(parse_attempts("attempt f-1-1 talked planned 1 sent 2 rang  answered 3 que").empty());
  EXPECT_TRUE(parse_attempts("something else\nattempt\nattempt x\n").empty());
  EXPECT_TRUE(
      parse_attempts("attempt f talked planned 1 sent 1 rang  answered  queue  talk  ended 2 kind  dissuaded ").empty());
}

}  // namespace
}  // namespace ringside::load
