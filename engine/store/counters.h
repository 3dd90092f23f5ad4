#pragma once

#include <atomic>
#include <cstdint>

#include "engine/store/sql_store.h"

namespace ringside::store {

/// StoreCounters as the store's threads count them.
struct Counting {
  std::atomic<std::uint64_t> queued{0}, written{0}, spilled{0}, commits{0}, failures{0}, refused{0}, lost{0};

  StoreCounters snapshot() const {
    return {queued.load(), written.load(), spilled.load(), commits.load(), failures.load(), refused.load(), lost.load()};
  }
};

}  // namespace ringside::store
