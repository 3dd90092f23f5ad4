#pragma once

#include <cstdint>

#include "engine/core/types.h"

namespace ringside::core {

/// The share of his time for which an agent was busy lately: the past counts half after each half-life. So the order of two
/// idle agents, or of two busy ones, does not change while time passes, and can be kept in a heap.
class Occupancy {
 public:
  static constexpr Duration kHalfLife = std::chrono::minutes{30};

  /// He becomes busy or idle, or is so still.
  void change(bool busy, Time now);
  double share(Time now) const;
  /// Smaller is less occupied; comparable among the idle and among the busy.
  std::int64_t standing() const;

 private:
  double share_ = 0;  ///< at since_
  Time since_{};
  bool busy_ = false;
};

}  // namespace ringside::core
