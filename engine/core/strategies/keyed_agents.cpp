#include "engine/core/strategies/keyed_agents.h"

namespace ringside::core {

void KeyedAgents::reset(std::uint32_t agent_count) {
  heap_.clear();
  heap_.reserve(agent_count);
  position_.assign(agent_count, kOutside);
}

void KeyedAgents::enter(const Candidate& candidate) {
  const Entry entry{judge_(candidate), candidate.order, candidate.index};
  std::uint32_t at = position_[raw(candidate.index)];
  if (at == kOutside) {
    at = static_cast<std::uint32_t>(heap_.size());
    heap_.push_back(entry);
    sift_up(at, entry);
  } else if (entry.before(heap_[at])) {
    sift_up(at, entry);
  } else {
    sift_down(at, entry);
  }
}

void KeyedAgents::leave(AgentIndex agent) {
  const std::uint32_t at = position_[raw(agent)];
  if (at == kOutside) return;
  position_[raw(agent)] = kOutside;
  const Entry last = heap_.back();
  heap_.pop_back();
  if (at == heap_.size()) return;
  if (at > 0 && last.before(heap_[(at - 1) / 2])) {
    sift_up(at, last);
  } else {
    sift_down(at, last);
  }
}

AgentIndex KeyedAgents::choose(const DeclinedBy& declined) {
  const Entry* best = nullptr;
  best_below(0, declined, best);
  return best == nullptr ? kNoAgent : best->agent;
}

/// Goes down behind excluded agents only: nobody below an agent who may be chosen is better than he.
void KeyedAgents::best_below(std::uint32_t at, const DeclinedBy& declined, const Entry*& best) const {
  if (at >= heap_.size() || (best != nullptr && best->before(heap_[at]))) return;
  if (!declined(heap_[at].agent)) {
    best = &heap_[at];
    return;
  }
  best_below(2 * at + 1, declined, best);
  best_below(2 * at + 2, declined, best);
}

void KeyedAgents::place(std::uint32_t at, const Entry& entry) {
  heap_[at] = entry;
  position_[raw(entry.agent)] = at;
}

void KeyedAgents::sift_up(std::uint32_t at, const Entry& entry) {
  while (at > 0 && entry.before(heap_[(at - 1) / 2])) {
    place(at, heap_[(at - 1) / 2]);
    at = (at - 1) / 2;
  }
  place(at, entry);
}

void KeyedAgents::sift_down(std::uint32_t at, const Entry& entry) {
  for (;;) {
    std::uint32_t child = 2 * at + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && heap_[child + 1].before(heap_[child])) ++child;
    if (!heap_[child].before(entry)) break;
    place(at, heap_[child]);
    at = child;
  }
  place(at, entry);
}

}  // namespace ringside::core
