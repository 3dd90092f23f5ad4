#pragma once

#include <functional>
#include <memory>
#include <string>
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

struct Implementation {
  const char* name;
  std::function<std::unique_ptr<StoreWorld>()> make;
  std::string why_not = {};  ///< why it cannot be tested here, or nothing
};

/// Those that the program with the suite is linked with.
std::vector<Implementation> implementations();

}  // namespace ringside::store
