#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/types.h"

namespace ringside::sim {

/// What happens first of what falls into one instant: ends of service and log-ins, then the engine's own deadlines
/// (dispatch), then arrivals, then abandonments. Within one rank the order in which the events were made.
enum class Rank : std::uint8_t { service, dispatch, arrival, abandonment };

/// What the event is about; the slot says whom.
enum class EventKind : std::uint8_t { stage, patience, redial, staff };

/// An event as it is kept: 16 bytes. The key is unique, and is what its owner remembers of it: an owner who forgets the key
/// has cancelled the event, which is dropped when its time comes.
struct Event {
  std::int64_t when;
  std::uint64_t key;

  static constexpr unsigned kSlotBits = 24;
  static constexpr unsigned kKindBits = 2;
  static constexpr unsigned kSequenceBits = 36;

  Rank rank() const { return static_cast<Rank>(key >> (64 - 2)); }
  EventKind kind() const { return static_cast<EventKind>(key >> kSlotBits & 3); }
  std::uint32_t slot() const { return static_cast<std::uint32_t>(key & ((1U << kSlotBits) - 1)); }
  bool before(const Event& other) const { return when != other.when ? when < other.when : key < other.key; }
};

/// The events to come: a 4-ary heap of plain values, without allocation in the steady state. The place of an event that was
/// taken is kept open, so that the next one made from it costs one sift.
class EventList {
 public:
  /// The key of the new event.
  std::uint64_t add(core::Time when, Rank rank, EventKind kind, std::uint32_t slot) {
    const std::uint64_t key = static_cast<std::uint64_t>(rank) << 62 | (++sequence_ << (Event::kSlotBits + Event::kKindBits)) |
                              static_cast<std::uint64_t>(kind) << Event::kSlotBits | slot;
    const Event event{when.time_since_epoch().count(), key};
    if (open_) {
      open_ = false;
      sift_down(event);
    } else {
      heap_.emplace_back();
      sift_up(heap_.size() - 1, event);
    }
    return key;
  }

  /// Null if nothing is to come. Good until the list changes.
  const Event* next() {
    close();
    return heap_.empty() ? nullptr : &heap_.front();
  }
  /// Takes the next one out. Only when next() is not null.
  Event take() {
    close();
    open_ = true;
    return heap_.front();
  }
  std::size_t size() const { return heap_.size() - (open_ ? 1 : 0); }

 private:
  void close() {
    if (!open_) return;
    open_ = false;
    const Event last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) sift_down(last);
  }

  void sift_up(std::size_t at, const Event& event) {
    while (at > 0) {
      const std::size_t parent = (at - 1) / 4;
      if (!event.before(heap_[parent])) break;
      heap_[at] = heap_[parent];
      at = parent;
    }
    heap_[at] = event;
  }

  void sift_down(const Event& event) {
    std::size_t at = 0;
    const std::size_t size = heap_.size();
    for (;;) {
      const std::size_t first = at * 4 + 1;
      if (first >= size) break;
      std::size_t least = first;
      const std::size_t end = first + 4 < size ? first + 4 : size;
      for (std::size_t child = first + 1; child < end; ++child) {
        if (heap_[child].before(heap_[least])) least = child;
      }
      if (!heap_[least].before(event)) break;
      heap_[at] = heap_[least];
      at = least;
    }
    heap_[at] = event;
  }

  std::vector<Event> heap_;
  std::uint64_t sequence_ = 0;
  bool open_ = false;
};

}  // namespace ringside::sim
