#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <iostream>

#include "tests/core/random_world.h"

namespace ringside::core::test {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// Runs seed after seed for RINGSIDE_SECONDS, or exactly RINGSIDE_SEEDS of them, from RINGSIDE_SEED on. A failure says how
/// to run it again.
TEST(RandomEvents, never_break_an_invariant_and_leave_nothing_behind) {
  constexpr int kEvents = 2'000;
  const std::uint64_t first = from_environment("RINGSIDE_SEED", 1);
  const std::uint64_t count = from_environment("RINGSIDE_SEEDS", 0);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{from_environment("RINGSIDE_SECONDS", 15)};
  std::uint64_t seed = first;
  for (; count > 0 ? seed < first + count : std::chrono::steady_clock::now() < end; ++seed) {
    const std::string broken = RandomWorld{seed}.run(kEvents);
    ASSERT_EQ(broken, "") << "replay with RINGSIDE_SEED=" << seed << " RINGSIDE_SEEDS=1 and --gtest_filter=RandomEvents.*";
  }
  std::cout << (seed - first) * kEvents << " events, seeds " << first << " to " << seed - 1 << '\n';
}

}  // namespace
}  // namespace ringside::core::test
