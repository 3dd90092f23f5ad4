#include "reports/results/estimate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace ringside::report {
namespace {

TEST(StudentFactor, IsThatOfTheTables) {
  EXPECT_NEAR(student_factor(0.95, 2), 12.7062, 1e-4);
  EXPECT_NEAR(student_factor(0.95, 30), 2.04523, 1e-5);
  EXPECT_NEAR(student_factor(0.99, 11), 3.16927, 1e-5);
  EXPECT_TRUE(std::isinf(student_factor(0.95, 1)));
}

TEST(ARatio, OfAMeanHasStudentsInterval) {
  // Of 1, 2, 3, 4: mean 2.5, standard error sqrt(5/3)/2; with denominators of one the jackknife is exact.
  const Estimate estimate = ratio({1, 2, 3, 4}, {1, 1, 1, 1}, 0.95);
  EXPECT_DOUBLE_EQ(estimate.value, 2.5);
  EXPECT_NEAR(estimate.half_width, 3.18245 * std::sqrt(5.0 / 3) / 2, 1e-4);
}

TEST(ARatio, IsOneOfTotalsNotAMeanOfRatios) { EXPECT_DOUBLE_EQ(ratio({1, 90}, {10, 100}, 0.95).value, 91.0 / 110); }

TEST(ARatio, OfOneSampleOrOfNothingHasNoInterval) {
  EXPECT_FALSE(ratio({1}, {2}, 0.95).has_interval());
  EXPECT_FALSE(ratio({0, 0}, {0, 0}, 0.95).has_interval());
  EXPECT_FALSE(ratio({}, {}, 0.95).has_interval());
  EXPECT_EQ(ratio({0, 0}, {0, 0}, 0.95).value, 0);
}

TEST(TheDeltaMethod, AgreesWithTheJackknifeWhereBothAreGood) {
  std::mt19937_64 random{7};
  std::uniform_real_distribution<double> noise{0.8, 1.2};
  RatioMoments moments;
  std::vector<double> x;
  std::vector<double> y;
  for (int i = 0; i < 200; ++i) {
    y.push_back(100 * noise(random));
    x.push_back(0.3 * y.back() * noise(random));
    moments.add(x.back(), y.back());
  }
  const Estimate jackknife = ratio(x, y, 0.95);
  const Estimate delta = moments.estimate(0.95);
  EXPECT_NEAR(delta.value, jackknife.value, 1e-12);
  EXPECT_NEAR(delta.half_width, jackknife.half_width, jackknife.half_width * 0.01);
}

TEST(Intervals, CoverTheTruthAsOftenAsTheySay) {
  // 2,000 experiments of 20 samples; a binomial of 95 % leaves 93.5 … 96.5 % by chance.
  std::mt19937_64 random{11};
  std::gamma_distribution<double> calls{50, 2};
  std::normal_distribution<double> noise{0, 3};
  int covered = 0;
  constexpr int kExperiments = 2000;
  for (int e = 0; e < kExperiments; ++e) {
    std::vector<double> x;
    std::vector<double> y;
    for (int i = 0; i < 20; ++i) {
      y.push_back(calls(random));
      x.push_back(0.2 * y.back() + noise(random));
    }
    const Estimate estimate = ratio(x, y, 0.95);
    covered += std::abs(estimate.value - 0.2) <= estimate.half_width ? 1 : 0;
  }
  EXPECT_GT(covered, kExperiments * 0.935);
  EXPECT_LT(covered, kExperiments * 0.965);
}

TEST(ASpread, IsReadOffTheSortedValues) {
  const Spread s = spread({5, 1, 4, 2, 3, 6, 7, 8, 9, 10, 11});
  EXPECT_DOUBLE_EQ(s.mean, 6);
  EXPECT_DOUBLE_EQ(s.p10, 2);
  EXPECT_DOUBLE_EQ(s.p50, 6);
  EXPECT_DOUBLE_EQ(s.p90, 10);
}

}  // namespace
}  // namespace ringside::report
