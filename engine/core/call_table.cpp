#include "engine/core/call_table.h"

#include <utility>

namespace ringside::core {

Call& CallTable::open() {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(calls_.size()));
    calls_.emplace_back();
  }
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  return renew(slot, CallId{next_cid_++, slot});
}

Call* CallTable::open_again(CallId id) {
  if (!id.valid()) return nullptr;
  while (calls_.size() <= id.slot()) {
    free_.push_back(static_cast<std::uint32_t>(calls_.size()));
    calls_.emplace_back();
  }
  const auto free = std::find(free_.begin(), free_.end(), id.slot());
  if (free == free_.end()) return nullptr;
  free_.erase(free);
  continue_at(id.cid() + 1);
  return &renew(id.slot(), id);
}

Call& CallTable::renew(std::uint32_t slot, CallId id) {
  Call& call = calls_[slot];
  static_cast<CallValues&>(call) = {};
  // The texts keep their memory.
  call.caller_user.clear();
  call.caller_display_name.clear();
  call.param.clear();
  call.declined.clear();
  call.id = id;
  return call;
}

void CallTable::forget_closed() {
  for (const std::uint32_t slot : closed_) {
    calls_[slot].id = CallId{};
    calls_[slot].state = CallState::none;
    free_.push_back(slot);
  }
  closed_.clear();
}

}  // namespace ringside::core
