#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "scenarios/format/load.h"
#include "simulator/sampler.h"

namespace ringside::sim {
namespace {

using scenario::Distribution;
using Kind = Distribution::Kind;

TEST(AStream, BelongsToItsOwnerAlone) {
  const ReplicationKey key{1, 0};
  std::set<std::uint64_t> first;
  int streams = 0;
  for (std::uint32_t source = 0; source < 3; ++source)
    for (std::uint64_t number = 0; number < 50; ++number)
      for (std::uint32_t attempt = 1; attempt < 4; ++attempt)
        for (const Purpose purpose : {Purpose::patience, Purpose::work, Purpose::redial})
          for (std::uint32_t offer = 0; offer < 2; ++offer, ++streams)
            first.insert(RandomStream{key, source, number, attempt, purpose, offer}.bits());
  EXPECT_EQ(first.size(), static_cast<std::size_t>(streams));
  EXPECT_EQ(RandomStream(key, 1, 2, 1, Purpose::work).bits(), RandomStream(key, 1, 2, 1, Purpose::work).bits());
}

TEST(Replications, HaveDifferentStreams) {
  std::set<std::uint64_t> first;
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    for (std::uint64_t replication = 0; replication < 200; ++replication)
      first.insert(RandomStream{ReplicationKey{seed, replication}, 0, 0, 1, Purpose::work}.bits());
  EXPECT_EQ(first.size(), 4000U);
}

struct Law {
  const char* name;
  Distribution law;
  double mean;
  double variance;
};
void PrintTo(const Law& law, std::ostream* out) { *out << law.name; }
class ALaw : public ::testing::TestWithParam<Law> {};

TEST_P(ALaw, HasItsMeanAndVariance) {
  constexpr int kDraws = 200000;
  const ReplicationKey key{9, 4};
  double sum = 0;
  double squares = 0;
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    RandomStream random{key, 0, i, 1, Purpose::work};
    const double x = draw(GetParam().law, random);
    ASSERT_GE(x, 0);
    sum += x;
    squares += (x - GetParam().mean) * (x - GetParam().mean);
  }
  const double error = std::sqrt(GetParam().variance / kDraws);
  EXPECT_NEAR(sum / kDraws, GetParam().mean, 4.5 * error + 1e-9);
  EXPECT_NEAR(squares / kDraws, GetParam().variance, 0.06 * GetParam().variance + 1e-9);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ALaw,
    ::testing::Values(
        Law{"exponential", Distribution::exponential_of(180), 180, 32400}, Law{"deterministic", Distribution::fixed(30), 30, 0},
        Law{"uniform", {Kind::uniform, 20, 40, {}, {}}, 30, 400.0 / 12},
        Law{"lognormal", {Kind::lognormal, 180, 90, {}, {}}, 180, 8100},
        Law{"erlang 2", {Kind::gamma, 120, 2, {}, {}}, 120, 7200}, Law{"gamma 0.7", {Kind::gamma, 70, 0.7, {}, {}}, 70, 7000},
        Law{"gamma 400", {Kind::gamma, 1, 400, {}, {}}, 1, 1.0 / 400},
        Law{"weibull", {Kind::weibull, 100, 2, {}, {}}, 88.6227, 2146.02}, Law{"pareto", {Kind::pareto, 10, 6, {}, {}}, 12, 6},
        Law{"normal far from 0", {Kind::truncated_normal, 100, 10, {}, {}}, 100, 100},
        Law{"normal at 0", {Kind::truncated_normal, 0, 1, {}, {}}, 0.797885, 0.363380},
        Law{"empirical", {Kind::empirical, 0, 0, {1, 2, 3}, {}}, 2, 2.0 / 3},
        Law{"mixture",
            {Kind::mixture, 0, 0, {}, {{0.1, Distribution::fixed(0)}, {0.9, Distribution::exponential_of(1000)}}},
            900,
            990000}));

TEST(TheNormalQuantile, IsThatOfTheTables) {
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
  EXPECT_NEAR(normal_quantile(0.5), 0, 1e-16);
  EXPECT_NEAR(normal_quantile(1e-10), -6.361340902404056, 1e-12);
}

}  // namespace
}  // namespace ringside::sim
