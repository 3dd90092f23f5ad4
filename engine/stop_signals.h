#pragma once

#include <functional>
#include <thread>

namespace ringside {

/// Turns SIGTERM and SIGINT into calls of a handler on a thread of its own, with how many have come so far, and SIGHUP, which
/// would end the program when its terminal closes, into calls of another.
/// block() belongs at the very start of main(), before any thread is made, so that all of them leave the signals alone.
class StopSignals {
 public:
  static void block();

  StopSignals(std::function<void(int count)> on_signal, std::function<void()> on_hang_up);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

 private:
  std::thread thread_;
};

}  // namespace ringside
