#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/core/call_table.h"
#include "engine/core/flow.h"

namespace ringside::core {

/// The one logical queue (E-QUE-1). Calls wait in lanes, one per flow and medium, each in the order of the whole queue; a
/// skill knows the best head among its lanes. Entering, leaving and finding the first call for an agent cost nothing that
/// grows with waiting calls (E-DSP-6); an agent's search looks at one head per skill of his.
///
/// In a flow with `priority_aging` a waiting call gains a step of priority each such time, up to the highest. All calls of a
/// lane gain alike, so a lane keeps its order; the heads of a skill with such lanes are compared when they are asked for.
class CallQueue {
 public:
  explicit CallQueue(CallTable& calls) : calls_{calls} {}

  /// Empties the queue and takes the flows' skills and priorities; what waited is to be pushed again.
  void reset(std::uint32_t skill_count, const std::vector<Flow>& flows);

  void push_back(Call& call, Time now);
  /// To the very top of the whole queue (E-LIF-7).
  void push_top(Call& call);
  /// To the place that its former entry gives it (dissuading_keep_place, reload).
  void push_again(Call& call);
  /// A key from before a restart: later calls come behind it, or go to the top of it.
  void continue_after(const QueueKey& key);
  void remove(Call& call);

  /// The first call in queue order with one of the skills and the medium; null if there is none. `excluded` says which
  /// calls are not for this agent.
  template <class Excluded>
  Call* first_for(const std::vector<SkillIndex>& skills, Media media, Time now, Excluded&& excluded);

  std::uint32_t size() const { return size_; }
  std::uint32_t size(FlowIndex flow) const { return lane(flow, Media::rtp).size + lane(flow, Media::msrp).size; }
  std::uint32_t size(FlowIndex flow, Media media) const { return lane(flow, media).size; }

  /// Calls in front of this queued one, in the whole queue or in its flow (E-QUE-2).
  std::uint32_t ahead_of(const Call& call, bool own_flow_only, Time now) const;
  /// Calls that wait for the same skill and would stand in front of a call that entered now.
  std::uint32_t ahead_of_new(const Flow& flow, FlowIndex index, Time now) const;
  /// How long the flow's call that waits longest has done so; 0 if none waits.
  Duration head_wait(FlowIndex flow, Time now) const;

  /// All queued calls in queue order; for lists and invariants.
  std::vector<CallId> in_order(Time now) const;

 private:
  static constexpr std::uint32_t kNone = 0xffff'ffff;
  static constexpr std::uint64_t kNoRank = ~std::uint64_t{0};

  struct Lane {
    QueueKey head_key{kNoRank, 0};  ///< of an empty lane: behind everything
    std::uint32_t head = kNone;
    std::uint32_t tail = kNone;
    std::uint32_t size = 0;
    std::uint32_t skill_slot = 0;
    std::uint64_t rank = 0;  ///< of calls that were not returned
    Duration aging{};        ///< priority_aging of the flow
  };
  struct SkillLanes {
    std::vector<std::uint32_t> lanes;
    QueueKey best_key{kNoRank, 0};
    std::uint32_t best = kNone;
    bool aging = false;  ///< best and best_key are of no use, since keys change with time
  };

  static std::uint32_t lane_index(FlowIndex flow, Media media) { return raw(flow) * 2 + (media == Media::rtp ? 0 : 1); }
  static std::uint32_t skill_slot(SkillIndex skill, Media media) { return raw(skill) * 2 + (media == Media::rtp ? 0 : 1); }
  Lane& lane_of(const Call& call) { return lanes_[lane_index(call.flow, call.media)]; }
  const Lane& lane(FlowIndex flow, Media media) const { return lanes_[lane_index(flow, media)]; }

  void link(Lane& lane, Call& call, std::uint32_t next);
  void head_changed(Lane& lane);
  /// The call's place at this time.
  static QueueKey key_at(const Lane& lane, const Call& call, Time now);
  std::uint32_t ahead_in(const Lane& lane, const QueueKey& key, Time now) const;
  template <class Excluded>
  void search_lane(const Lane& lane, Time now, Excluded&& excluded, QueueKey& best_key, std::uint32_t& best);

  CallTable& calls_;
  std::vector<Lane> lanes_;
  std::vector<SkillLanes> skills_;
  std::uint32_t size_ = 0;
  std::uint64_t entered_ = 0;
  std::uint64_t returned_ = 0;
};

template <class Excluded>
Call* CallQueue::first_for(const std::vector<SkillIndex>& skills, Media media, Time now, Excluded&& excluded) {
  QueueKey best_key{kNoRank, 0};
  std::uint32_t best = kNone;
  bool any_excluded = false;
  for (const SkillIndex skill : skills) {
    const SkillLanes& candidates = skills_[skill_slot(skill, media)];
    if (candidates.aging) {
      for (const std::uint32_t lane : candidates.lanes) search_lane(lanes_[lane], now, excluded, best_key, best);
    } else if (candidates.best_key < best_key) {
      const std::uint32_t head = lanes_[candidates.best].head;
      if (excluded(calls_.at(head))) {
        any_excluded = true;
        continue;
      }
      best_key = candidates.best_key;
      best = head;
    }
  }
  if (any_excluded) {  // the best head of a skill is not for him: look behind it, and at the skill's other lanes
    for (const SkillIndex skill : skills) {
      for (const std::uint32_t lane : skills_[skill_slot(skill, media)].lanes) {
        search_lane(lanes_[lane], now, excluded, best_key, best);
      }
    }
  }
  return best == kNone ? nullptr : &calls_.at(best);
}

/// The first call of the lane that is not excluded, if it is better than the best so far.
template <class Excluded>
void CallQueue::search_lane(const Lane& lane, Time now, Excluded&& excluded, QueueKey& best_key, std::uint32_t& best) {
  for (std::uint32_t slot = lane.head; slot != kNone; slot = calls_.at(slot).queue_next) {
    const QueueKey key = key_at(lane, calls_.at(slot), now);
    if (!(key < best_key)) return;
    if (excluded(calls_.at(slot))) continue;
    best_key = key;
    best = slot;
    return;
  }
}

}  // namespace ringside::core
