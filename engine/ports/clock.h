#pragma once

#include <functional>

#include "engine/core/types.h"

namespace ringside::ports {

/// Time as the engine's thread sees it: a wall clock that never runs backwards, or the simulator's virtual one.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual core::Time now() const = 0;
  /// Have Host::expire() called at `when` or as soon after as can be; once; replaces the earlier
  /// request. kNever cancels it.
  virtual void wake_at(core::Time when) = 0;
};

/// Runs work on the engine's thread. The only member of the engine's side that other threads may call.
class Executor {
 public:
  virtual ~Executor() = default;
  virtual void post(std::function<void()> work) = 0;
};

}  // namespace ringside::ports
