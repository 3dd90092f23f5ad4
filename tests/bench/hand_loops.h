#pragma once

#include <cstdint>

/// Call centres written out by hand: the practical limit that a general simulator is measured against. Each is one
/// specialised loop over doubles: a 4-ary heap, the next arrival outside it, ziggurat exponentials, no engine.
namespace ringside::bench {

struct LoopResult {
  std::uint64_t offered = 0;
  std::uint64_t answered = 0;
  std::uint64_t abandoned = 0;
  std::uint64_t in_time = 0;
  double wait = 0;
};

/// Work S1: M/M/n+M with 100 agents.
LoopResult hand_s1(std::uint64_t calls, std::uint64_t seed);
/// Work S2: one day of 13 hours, drained.
LoopResult hand_s2_day(std::uint64_t seed);

}  // namespace ringside::bench
