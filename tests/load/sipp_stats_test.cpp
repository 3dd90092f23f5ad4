#include "scenarios/load/sipp_stats.h"

#include <gtest/gtest.h>

namespace ringside::load {
namespace {

constexpr const char* kHead =
    "StartTime;CurrentTime;TotalCallCreated;CurrentCall;SuccessfulCall(P);SuccessfulCall(C);FailedCall(C);"
    "Retransmissions(C);reinvites(P);reinvites(C);\n";

TEST(SippStats, TheLastCompleteLineCounts) {
  const SippStats stats = parse_sipp_stats(std::string{kHead} +
                                           "a\tb\t100.5;a\tb\t101.5;3;2;1;1;0;4;0;7;\n"
                                           "a\tb\t100.5;a\tb\t102.5;5;0;4;5;1;4;0;9;\n");
  EXPECT_EQ(stats.created, 5);
  EXPECT_EQ(stats.current, 0);
  EXPECT_EQ(stats.successful, 5);
  EXPECT_EQ(stats.failed, 1);
  EXPECT_EQ(stats.retransmissions, 4);
  EXPECT_EQ(stats.counter("reinvites"), 9);
}

TEST(SippStats, ALineThatIsBeingWrittenIsLeftOut) {
  const SippStats stats =
      parse_sipp_stats(std::string{kHead} + "a\tb\t100.5;a\tb\t101.5;3;2;1;1;0;4;0;7;\n" + "a\tb\t100.5;a\tb\t10");
  EXPECT_EQ(stats.created, 3);
}

TEST(SippStats, SendingEndsWithTheLastNewCall) {
  const SippStats stats = parse_sipp_stats(std::string{kHead} +
                                           "x\t100.0;x\t101.0;3;2;1;1;0;4;0;7;\n"
                                           "x\t100.0;x\t102.0;9;0;4;5;1;4;0;9;\n"
                                           "x\t100.0;x\t103.0;9;0;4;9;1;4;0;9;\n");
  EXPECT_DOUBLE_EQ(stats.seconds_sending, 2.0);
}

TEST(SippStats, AnEmptyOrForeignFileGivesZeros) {
  EXPECT_EQ(parse_sipp_stats("").created, 0);
  EXPECT_EQ(parse_sipp_stats("no;such;thing\n1;2;3\n").created, 0);
  EXPECT_EQ(read_sipp_stats("/nowhere/at/all.csv").created, 0);
}

}  // namespace
}  // namespace ringside::load
