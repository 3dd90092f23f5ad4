#include "engine/core/deadlines.h"

#include <cassert>

namespace ringside::core {

std::uint32_t& Deadlines::position(Owner owner) {
  auto& positions = positions_[static_cast<std::size_t>(owner.kind)];
  if (owner.index >= positions.size()) positions.resize(owner.index + 1, kIdle);
  return positions[owner.index];
}

bool Deadlines::armed(Owner owner) const {
  const auto& positions = positions_[static_cast<std::size_t>(owner.kind)];
  return owner.index < positions.size() && positions[owner.index] != kIdle;
}

Time Deadlines::when(Owner owner) const {
  if (!armed(owner)) return kNever;
  return Time{Duration{heap_[positions_[static_cast<std::size_t>(owner.kind)][owner.index]].when}};
}

void Deadlines::arm(Owner owner, Time when) {
  assert(owner.index < (1U << kIndexBits));
  const std::uint64_t packed = static_cast<std::uint64_t>(owner.kind) << kIndexBits | owner.index;
  const Entry entry{when.time_since_epoch().count(), sequence_++ << kOwnerBits | packed};
  const std::uint32_t at = position(owner);
  if (at == kIdle) {
    heap_.push_back(entry);
    sift_up(static_cast<std::uint32_t>(heap_.size() - 1), entry);
  } else if (entry.before(heap_[at])) {
    sift_up(at, entry);
  } else {
    sift_down(at, entry);
  }
}

void Deadlines::disarm(Owner owner) {
  if (armed(owner)) remove_at(position(owner));
}

Deadlines::Owner Deadlines::take() {
  const Owner owner = heap_.front().owner();
  remove_at(0);
  return owner;
}

void Deadlines::remove_at(std::uint32_t at) {
  position(heap_[at].owner()) = kIdle;
  const Entry last = heap_.back();
  heap_.pop_back();
  if (at == heap_.size()) return;
  if (at > 0 && last.before(heap_[(at - 1) / 4])) {
    sift_up(at, last);
  } else {
    sift_down(at, last);
  }
}

void Deadlines::place(std::uint32_t at, const Entry& entry) {
  heap_[at] = entry;
  position(entry.owner()) = at;
}

void Deadlines::sift_up(std::uint32_t at, const Entry& entry) {
  while (at > 0) {
    const std::uint32_t parent = (at - 1) / 4;
    if (!entry.before(heap_[parent])) break;
    place(at, heap_[parent]);
    at = parent;
  }
  place(at, entry);
}

void Deadlines::sift_down(std::uint32_t at, const Entry& entry) {
  const auto size = static_cast<std::uint32_t>(heap_.size());
  for (;;) {
    const std::uint32_t first = 4 * at + 1;
    if (first >= size) break;
    std::uint32_t least = first;
    for (std::uint32_t child = first + 1; child < size && child < first + 4; ++child) {
      if (heap_[child].before(heap_[least])) least = child;
    }
    if (!heap_[least].before(entry)) break;
    place(at, heap_[least]);
    at = least;
  }
  place(at, entry);
}

}  // namespace ringside::core
