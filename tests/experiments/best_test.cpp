#include "simulator/experiments/best.h"

#include <gtest/gtest.h>

#include "simulator/random_stream.h"
#include "simulator/sampler.h"

namespace ringside::sim {
namespace {

/// Normal observations around these means; half of the variance is common to all variants of one batch.
double observation(const std::vector<double>& means, std::uint32_t experiment, std::size_t variant, std::uint64_t batch) {
  RandomStream common{{7, experiment}, 0, batch, 0, Purpose::work};
  RandomStream own{{7, experiment}, static_cast<std::uint32_t>(variant + 1), batch, 0, Purpose::work};
  return means[variant] + std::sqrt(0.5) * (normal_quantile(common.uniform()) + normal_quantile(own.uniform()));
}

TEST(TheBestOfSeveral, IsFoundWithTheCertaintyAskedForWhenItIsBetterByDelta) {
  const std::vector<double> means{0, 0, 0.5, 0, 0};  // all others exactly delta below: the hardest case
  int right = 0;
  constexpr int kExperiments = 400;
  for (std::uint32_t e = 0; e < kExperiments; ++e) {
    const BestChoice choice = choose_best(
        {means.size(), 0.5, 0.95, 10, 5000}, [&](std::size_t v, std::uint64_t b) { return observation(means, e, v, b); },
        [] { return true; });
    ASSERT_TRUE(choice.decided);
    right += choice.left.at(0) == 2 ? 1 : 0;
  }
  EXPECT_GE(right, kExperiments * 95 / 100);
}

TEST(TheBestOfSeveral, RulesOutBadOnesSoonAndPlaysThemNoMore) {
  const std::vector<double> means{0, 20, 19.5};
  const BestChoice choice = choose_best(
      {3, 0.2, 0.95, 10, 100000}, [&](std::size_t v, std::uint64_t b) { return observation(means, 1, v, b); },
      [] { return true; });
  EXPECT_EQ(choice.left, std::vector<std::size_t>{1});
  EXPECT_EQ(choice.batches[0], 10U);
  EXPECT_GT(choice.batches[1], 10U);
}

TEST(TheBestOfSeveral, IsUndecidedWhenTheDaysAllowedDoNotTell) {
  const std::vector<double> means{0, 0.001};
  const BestChoice choice = choose_best(
      {2, 0.001, 0.95, 10, 50}, [&](std::size_t v, std::uint64_t b) { return observation(means, 1, v, b); },
      [] { return true; });
  EXPECT_FALSE(choice.decided);
  EXPECT_EQ(choice.left.size(), 2U);
  EXPECT_EQ(choice.batches[0], 50U);
}

TEST(TheBestOfSeveral, StopsWhenToldSo) {
  int asked = 0;
  const BestChoice choice = choose_best(
      {2, 0.1, 0.95, 10, 50}, [](std::size_t, std::uint64_t) { return 0.0; }, [&] { return ++asked < 5; });
  EXPECT_FALSE(choice.decided);
}

TEST(TheBestOfSeveral, IsTheFirstOfEqualOnes) {
  const BestChoice choice = choose_best(
      {3, 0.1, 0.95, 10, 50}, [](std::size_t, std::uint64_t) { return 1.0; }, [] { return true; });
  EXPECT_TRUE(choice.decided);
  EXPECT_EQ(choice.left, std::vector<std::size_t>{0});
}

}  // namespace
}  // namespace ringside::sim
