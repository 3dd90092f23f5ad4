#include "reports/results/histogram.h"

#include <gtest/gtest.h>

namespace ringside::report {
namespace {

TEST(AHistogram, GivesQuantilesToOnePartInThirty) {
  Histogram h;
  for (int i = 1; i <= 100000; ++i) h.add(i * 0.01);  // even up to 1000 s
  for (const double p : {0.01, 0.1, 0.5, 0.9, 0.99}) EXPECT_NEAR(h.quantile(p), 1000 * p, 1000 * p * 0.005) << p;
}

TEST(AHistogram, KeepsZeroApart) {
  Histogram h;
  for (int i = 0; i < 70; ++i) h.add(0);
  for (int i = 0; i < 30; ++i) h.add(10);
  EXPECT_EQ(h.quantile(0.5), 0);
  EXPECT_NEAR(h.quantile(0.9), 10, 0.4);
  EXPECT_DOUBLE_EQ(h.at_most(0), 70);
  EXPECT_DOUBLE_EQ(h.at_most(5), 70);
  EXPECT_DOUBLE_EQ(h.at_most(1e6), 100);
}

TEST(AHistogram, TakesAnyNumber) {
  Histogram h;
  for (const double x : {-1.0, 1e-300, 1e300, 0.999999999, 1.0, 2.0}) h.add(x);
  EXPECT_EQ(h.total(), 6U);
  EXPECT_GT(h.quantile(1.0), 1e9);
}

TEST(Histograms, AddUp) {
  Histogram a;
  Histogram b;
  a.add(1);
  b.add(100);
  b.add(200);
  a.add(b);
  EXPECT_EQ(a.total(), 3U);
  EXPECT_DOUBLE_EQ(a.at_most(50), 1);
}

TEST(AnEmptyHistogram, HasNoQuantiles) { EXPECT_EQ(Histogram{}.quantile(0.5), 0); }

}  // namespace
}  // namespace ringside::report
