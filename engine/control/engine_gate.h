#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "engine/ports/clock.h"

namespace ringside::control {

/// The way of the transports' threads to the engine's: work is posted and waited for, but not for ever. Whoever is first
/// decides, the engine's thread by beginning the work or the waiting thread by giving it up, so that nothing runs that nobody
/// waits for. Any thread may use it.
class EngineGate {
 public:
  EngineGate(ports::Executor& executor, std::chrono::milliseconds patience);
  ~EngineGate();
  EngineGate(const EngineGate&) = delete;
  EngineGate& operator=(const EngineGate&) = delete;

  /// Runs the work on the engine's thread and returns when it is over; false if it was not begun in time, and never will be.
  bool run(const std::function<void()>& work);
  /// Whoever waits for work that was not begun is sent away, now and from now on.
  void close();

 private:
  struct Waiting;
  ports::Executor& executor_;
  const std::chrono::milliseconds patience_;
  std::shared_ptr<Waiting> waiting_;  ///< outlives the gate in work that the engine has not come to yet
};

}  // namespace ringside::control
