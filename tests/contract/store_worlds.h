#pragma once

#include <memory>
#include <vector>

#include "engine/ports/store.h"

namespace ringside::store {

/// One implementation of ports::Store, and the means to see it from the other side.
class StoreWorld {
 public:
  virtual ~StoreWorld() = default;
  virtual ports::Store& store() = 0;
  virtual void put(const core::FlowRow& row) = 0;
  virtual void put(const core::AgentRow& row) = 0;
  virtual std::vector<ports::CdrRecord> cdrs() = 0;
  /// In order of b2buaid.
  virtual std::vector<ports::CallRecord> calls() = 0;
};

std::unique_ptr<StoreWorld> make_memory_world();
std::unique_ptr<StoreWorld> make_sqlite_world();
/// CDRs, calls and agents in three files.
std::unique_ptr<StoreWorld> make_split_sqlite_world();

}  // namespace ringside::store
