#include "engine/core/deadlines.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace ringside::core {
namespace {

using Kind = Deadlines::Kind;
constexpr Time at(std::int64_t ns) { return Time{Duration{ns}}; }

TEST(Deadlines, come_out_in_order_of_time_and_at_one_instant_in_order_of_arming) {
  Deadlines deadlines;
  deadlines.arm({Kind::agent, 3}, at(20));
  deadlines.arm({Kind::call_state, 9}, at(10));
  deadlines.arm({Kind::call_retry, 9}, at(20));
  deadlines.arm({Kind::agent, 1}, at(20));
  EXPECT_EQ(deadlines.next(), at(10));
  EXPECT_EQ(deadlines.take().index, 9U);
  EXPECT_EQ(deadlines.take().index, 3U);
  EXPECT_EQ(static_cast<int>(deadlines.take().kind), static_cast<int>(Kind::call_retry));
  EXPECT_EQ(deadlines.take().index, 1U);
  EXPECT_EQ(deadlines.next(), kNever);
}

TEST(Deadlines, an_owner_has_one_deadline_and_the_newest_counts) {
  Deadlines deadlines;
  deadlines.arm({Kind::agent, 0}, at(5));
  deadlines.arm({Kind::agent, 0}, at(50));
  EXPECT_EQ(deadlines.size(), 1U);
  EXPECT_EQ(deadlines.when({Kind::agent, 0}), at(50));
  deadlines.disarm({Kind::agent, 0});
  deadlines.disarm({Kind::agent, 0});
  EXPECT_FALSE(deadlines.armed({Kind::agent, 0}));
  EXPECT_EQ(deadlines.when({Kind::agent, 77}), kNever);
}

TEST(Deadlines, agree_with_a_sorted_map_under_random_use) {
  std::mt19937 random{20261123};  // fixed: a failure replays
  Deadlines deadlines;
  std::map<std::uint32_t, std::int64_t> expected;
  for (int step = 0; step < 20'000; ++step) {
    const auto owner = static_cast<std::uint32_t>(random()) % 500;
    switch (random() % 3) {
      case 0:
        deadlines.disarm({Kind::agent, owner});
        expected.erase(owner);
        break;
      case 1:
        if (!expected.empty()) {
          const Time next = deadlines.next();
          const std::uint32_t taken = deadlines.take().index;
          for (const auto& [other, when] : expected) ASSERT_LE(next, at(when)) << "step " << step << " owner " << other;
          ASSERT_EQ(at(expected.at(taken)), next);
          expected.erase(taken);
        }
        break;
      default: {
        const std::int64_t when = random() % 1000;
        deadlines.arm({Kind::agent, owner}, at(when));
        expected[owner] = when;
      }
    }
    ASSERT_EQ(deadlines.size(), expected.size());
  }
}

}  // namespace
}  // namespace ringside::core
