#include "engine/memory_trim.h"

#include <gtest/gtest.h>

namespace ringside {
namespace {

int rounds_with(TrimRounds& rounds, std::size_t calls, int asked) {
  int due = 0;
  for (int i = 0; i < asked; ++i) due += rounds.due(calls) ? 1 : 0;
  return due;
}

TEST(TrimRounds, MemoryIsGivenBackForAMinuteAfterAPeakAndThenNoMore) {
  TrimRounds rounds;
  EXPECT_EQ(rounds_with(rounds, 5'000, 20), 0) << "while the load is on";
  EXPECT_EQ(rounds_with(rounds, 3'000, 5), 0) << "that is no end of a peak";
  EXPECT_EQ(rounds_with(rounds, 0, 20), TrimRounds::kRounds);
  EXPECT_GE(TrimRounds::kRounds * MemoryTrim::kRound, std::chrono::seconds{40}) << "ended transactions live for 32 s";
  EXPECT_LE(TrimRounds::kRounds * MemoryTrim::kRound, std::chrono::seconds{64});
}

TEST(TrimRounds, AHandfulOfCallsIsNoPeak) {
  TrimRounds rounds;
  EXPECT_EQ(rounds_with(rounds, 40, 3), 0);
  EXPECT_EQ(rounds_with(rounds, 0, 10), 0);
}

TEST(TrimRounds, EveryFallBeginsAnew) {
  TrimRounds rounds;
  EXPECT_EQ(rounds_with(rounds, 1'000, 1), 0);
  EXPECT_EQ(rounds_with(rounds, 500, 2), 2);
  EXPECT_EQ(rounds_with(rounds, 200, 20), TrimRounds::kRounds);
}

TEST(TrimRounds, TheLastStragglersOfAPeakCountToo) {
  TrimRounds rounds;
  EXPECT_EQ(rounds_with(rounds, 1'000, 1), 0);
  EXPECT_EQ(rounds_with(rounds, 30, 5), 5);
  EXPECT_EQ(rounds_with(rounds, 1, 5), 5);
  EXPECT_EQ(rounds_with(rounds, 0, 20), TrimRounds::kRounds);
}

}  // namespace
}  // namespace ringside
