#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/core/types.h"

namespace ringside::core {

/// All points in time at which the engine acts by itself: an indexed 4-ary heap with at most one entry an owner.
/// Arming and disarming cost O(log n) and allocate only while the number of owners grows. Entries of one instant come out
/// in the order in which they were armed.
class Deadlines {
 public:
  enum class Kind : std::uint8_t { call_state, call_retry, agent, tick };
  struct Owner {
    Kind kind;
    std::uint32_t index;  ///< slot of the call or index of the agent; below 2^24
  };

  /// Replaces the owner's deadline, if it has one.
  void arm(Owner owner, Time when);
  void disarm(Owner owner);
  bool armed(Owner owner) const;
  /// kNever if the owner has none.
  Time when(Owner owner) const;

  Time next() const { return heap_.empty() ? kNever : Time{Duration{heap_.front().when}}; }
  /// Takes the earliest entry out. Only when next() is not kNever.
  Owner take();
  std::size_t size() const { return heap_.size(); }

 private:
  static constexpr std::uint32_t kIdle = 0xffff'ffff;
  static constexpr unsigned kOwnerBits = 26;
  static constexpr unsigned kIndexBits = 24;

  struct Entry {
    std::int64_t when;
    std::uint64_t tie_and_owner;  ///< arming sequence above, owner below: ties resolve by sequence

    bool before(const Entry& other) const {
      return when != other.when ? when < other.when : tie_and_owner < other.tie_and_owner;
    }
    Owner owner() const {
      return {static_cast<Kind>(tie_and_owner >> kIndexBits & 3),
              static_cast<std::uint32_t>(tie_and_owner & ((1U << kIndexBits) - 1))};
    }
  };

  std::uint32_t& position(Owner owner);
  void place(std::uint32_t at, const Entry& entry);
  void sift_up(std::uint32_t at, const Entry& entry);
  void sift_down(std::uint32_t at, const Entry& entry);
  void remove_at(std::uint32_t at);

  std::vector<Entry> heap_;
  std::array<std::vector<std::uint32_t>, 4> positions_;
  std::uint64_t sequence_ = 0;
};

}  // namespace ringside::core
