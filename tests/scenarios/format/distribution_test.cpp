#include "scenarios/format/distribution.h"

#include <gtest/gtest.h>

#include <cmath>

namespace ringside::scenario {
namespace {

using Kind = Distribution::Kind;

TEST(MeansOfLaws, AreWhatTheirFormulasSay) {
  EXPECT_DOUBLE_EQ((Distribution{Kind::uniform, 1, 3, {}, {}}.mean()), 2);
  EXPECT_NEAR((Distribution{Kind::truncated_normal, 0, 1, {}, {}}.mean()), 0.7978846, 1e-6);  // half-normal: sqrt(2/π)
  EXPECT_NEAR((Distribution{Kind::weibull, 10, 2, {}, {}}.mean()), 8.862269, 1e-5);           // 10 Γ(1.5)
  EXPECT_DOUBLE_EQ((Distribution{Kind::pareto, 10, 2, {}, {}}.mean()), 20);
  EXPECT_TRUE(std::isinf(Distribution{Kind::pareto, 10, 1, {}, {}}.mean()));
  EXPECT_DOUBLE_EQ((Distribution{Kind::empirical, 0, 0, {1, 2, 6}, {}}.mean()), 3);
}

TEST(TheMeanOfAMixture, IsThatOfItsPartsByTheirWeights) {
  Distribution mixture{Kind::mixture, 0, 0, {}, {}};
  mixture.parts = {{0.25, Distribution::fixed(8)}, {0.75, Distribution::exponential_of(4)}};
  EXPECT_DOUBLE_EQ(mixture.mean(), 5);
  mixture.parts.push_back({0, {Kind::pareto, 10, 1, {}, {}}});
  EXPECT_DOUBLE_EQ(mixture.mean(), 5) << "what never comes does not count";
}

}  // namespace
}  // namespace ringside::scenario
