#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "simulator/sample_bytes.h"

namespace ringside::sim {
namespace {

report::Sample sample() {
  report::Sample sample;
  sample.time = 0.1;
  sample.intervals = {{1, 2, 1e-300}, {-0.0, 4, 5}};
  sample.waits.resize(2);
  for (const double wait : {0.0, 0.5, 90.0, 1e9}) sample.waits[1].add(wait);
  sample.deepest = {3};
  sample.depth_at = {{}, {7}};
  return sample;
}

std::string bytes_of(const std::vector<report::Sample>& samples) {
  std::string bytes;
  append_bytes(samples, bytes);
  return bytes;
}

TEST(SamplesAsBytes, ComeBackToTheLastBit) {
  const std::string bytes = bytes_of({sample(), {}, sample()}) + bytes_of({}) + bytes_of({sample()});
  std::string_view left{bytes};
  const std::vector<report::Sample> first = take_samples(left);
  ASSERT_EQ(first.size(), 3U);
  EXPECT_EQ(first[0].time, 0.1);
  EXPECT_EQ(first[0].intervals, sample().intervals);
  EXPECT_TRUE(std::signbit(first[0].intervals[1][0]));
  EXPECT_EQ(first[0].waits.at(1).counts(), sample().waits[1].counts());
  EXPECT_EQ(first[0].waits[1].total(), 4U);
  EXPECT_EQ(first[0].waits[1].quantile(0.9), sample().waits[1].quantile(0.9));
  EXPECT_EQ(first[2].depth_at, sample().depth_at);
  EXPECT_TRUE(take_samples(left).empty());
  EXPECT_EQ(take_samples(left).size(), 1U);
  EXPECT_TRUE(left.empty());
}

TEST(SamplesAsBytes, ThatAreCutOffAreNotBelieved) {
  const std::string bytes = bytes_of({sample()});
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    std::string_view left{bytes.data(), length};
    EXPECT_THROW(take_samples(left), std::logic_error) << length;
  }
}

}  // namespace
}  // namespace ringside::sim
