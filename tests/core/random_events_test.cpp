#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/core/random_world.h"

namespace ringside::core::test {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// RINGSIDE_SEED and RINGSIDE_SEEDS choose what is run; a failure says how to run it again.
TEST(RandomEvents, never_break_an_invariant_and_leave_nothing_behind) {
  const std::uint64_t first = from_environment("RINGSIDE_SEED", 1);
  const std::uint64_t count = from_environment("RINGSIDE_SEEDS", 150);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const std::string broken = RandomWorld{seed}.run(2'000);
    ASSERT_EQ(broken, "") << "replay with RINGSIDE_SEED=" << seed << " RINGSIDE_SEEDS=1 and --gtest_filter=RandomEvents.*";
  }
}

}  // namespace
}  // namespace ringside::core::test
