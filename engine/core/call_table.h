#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/core/call.h"

namespace ringside::core {

/// Owns all calls in slots that are used again, so that the steady state allocates nothing. A call that was closed stays
/// readable until forget_closed(): the actions about its end still name it.
class CallTable {
 public:
  explicit CallTable(std::uint64_t first_cid) : next_cid_{first_cid} {}

  /// A call with a fresh identity and default values; references into the table may move.
  Call& open();
  /// A call with the identity that it had before a restart; null if its slot is taken. Later calls get higher numbers.
  Call* open_again(CallId id);
  void close(const Call& call) { closed_.push_back(call.id.slot()); }
  void forget_closed();

  Call* find(CallId id) {
    const std::uint32_t slot = id.slot();
    return id.valid() && slot < calls_.size() && calls_[slot].id == id ? &calls_[slot] : nullptr;
  }
  const Call* find(CallId id) const { return const_cast<CallTable*>(this)->find(id); }

  Call& at(std::uint32_t slot) { return calls_[slot]; }
  const Call& at(std::uint32_t slot) const { return calls_[slot]; }
  /// No slot is left: 2^24 calls at once.
  bool full() const { return free_.empty() && calls_.size() >> CallId::kSlotBits != 0; }
  std::uint32_t slot_count() const { return static_cast<std::uint32_t>(calls_.size()); }
  std::uint64_t next_cid() const { return next_cid_; }
  void continue_at(std::uint64_t next_cid) { next_cid_ = std::max(next_cid_, next_cid); }

 private:
  Call& renew(std::uint32_t slot, CallId id);

  std::vector<Call> calls_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> closed_;
  std::uint64_t next_cid_;
};

}  // namespace ringside::core
