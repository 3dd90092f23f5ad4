#include "engine/memory_trim.h"

#include <malloc.h>

#include <utility>

namespace ringside {

MemoryTrim::MemoryTrim(ports::Executor& loop, std::function<std::size_t()> calls)
    : loop_{loop}, calls_{std::move(calls)}, thread_{[this] { run(); }} {}

MemoryTrim::~MemoryTrim() {
  {
    const std::lock_guard lock{mutex_};
    over_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void MemoryTrim::run() {
  std::unique_lock lock{mutex_};
  while (!changed_.wait_for(lock, kRound, [this] { return over_; })) loop_.post([this] { trim(); });
}

void MemoryTrim::trim() {
  if (rounds_.due(calls_())) ::malloc_trim(0);
}

}  // namespace ringside
