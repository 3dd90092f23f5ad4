#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>

#include "engine/ports/clock.h"

namespace ringside {

/// When memory is worth giving back: for some rounds after the number of calls has fallen to the half of what it was, down to
/// the last straggler. SIP keeps what ended for T1x64 (32 s), so it comes back bit by bit.
class TrimRounds {
 public:
  static constexpr int kRounds = 6;

  /// Asked once a round.
  bool due(std::size_t calls) {
    peak_ = std::max(peak_, calls);
    if ((peak_ >= kWorthIt || (rounds_ > 0 && peak_ > 0)) && calls <= peak_ / 2) {
      peak_ = calls;
      rounds_ = kRounds;
    }
    if (rounds_ == 0) return false;
    --rounds_;
    return true;
  }

 private:
  static constexpr std::size_t kWorthIt = 50;
  std::size_t peak_ = 0;
  int rounds_ = 0;
};

/// Gives memory back to the system after peaks, which glibc does not do by itself. A thread of its own counts the rounds;
/// counting calls and trimming is done in the loop.
class MemoryTrim {
 public:
  static constexpr std::chrono::seconds kRound{9};

  MemoryTrim(ports::Executor& loop, std::function<std::size_t()> calls);
  MemoryTrim(const MemoryTrim&) = delete;
  MemoryTrim& operator=(const MemoryTrim&) = delete;
  ~MemoryTrim();

 private:
  void run();
  void trim();

  ports::Executor& loop_;
  std::function<std::size_t()> calls_;
  TrimRounds rounds_;  ///< the loop's
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;  ///< under mutex_
  std::thread thread_;
};

}  // namespace ringside
