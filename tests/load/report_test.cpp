#include "scenarios/load/report.h"

#include <gtest/gtest.h>

namespace ringside::load {
namespace {

TEST(Report, NumbersStandToTheRightAndTextToTheLeft) {
  EXPECT_EQ(table({{"flow", "calls"}, {"tech", "5"}, {"a", "100"}}), "flow  calls\ntech      5\na       100\n");
}

TEST(Report, PercentilesAreNearestRanks) {
  std::vector<double> values;
  for (int i = 100; i >= 1; --i) values.push_back(i);
  const Percentiles p = percentiles(values);
  EXPECT_DOUBLE_EQ(p.p50, 50);
  EXPECT_DOUBLE_EQ(p.p95, 95);
  EXPECT_DOUBLE_EQ(p.p99, 99);
  EXPECT_DOUBLE_EQ(p.max, 100);
  EXPECT_DOUBLE_EQ(percentiles({}).p99, 0);
  EXPECT_DOUBLE_EQ(percentiles({7}).p50, 7);
}

TEST(Report, TheSummaryAddsUp) {
  Verdict verdict;
  CallerTally one{"one", "f", ""};
  one.sent = 3;
  one.handled = 3;
  CallerTally two{"two", "f", ""};
  two.sent = 4;
  two.abandoned = 4;
  verdict.callers = {one, two};
  const std::string text = summary(verdict);
  const auto last = text.rfind("all");
  ASSERT_NE(last, std::string::npos);
  EXPECT_NE(text.find('7', last), std::string::npos);
  EXPECT_NE(text.find('3', last), std::string::npos);
  EXPECT_NE(text.find('4', last), std::string::npos);
}

}  // namespace
}  // namespace ringside::load
