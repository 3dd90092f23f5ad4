#include "engine/core/call_queue.h"

#include <algorithm>

namespace ringside::core {

void CallQueue::reset(std::uint32_t skill_count, const std::vector<Flow>& flows) {
  size_ = 0;
  lanes_.assign(flows.size() * 2, {});
  skills_.assign(std::size_t{skill_count} * 2, {});
  for (std::uint32_t i = 0; i < flows.size(); ++i) {
    for (const Media media : {Media::rtp, Media::msrp}) {
      const std::uint32_t index = lane_index(FlowIndex{i}, media);
      lanes_[index].rank = (std::uint64_t{flows[i].priority} + 1) * QueueKey::kStep;
      lanes_[index].aging = flows[i].priority_aging;
      lanes_[index].skill_slot = skill_slot(flows[i].skill, media);
      SkillLanes& skill = skills_[lanes_[index].skill_slot];
      skill.lanes.push_back(index);
      skill.aging = skill.aging || flows[i].priority_aging > Duration{};
    }
  }
}

void CallQueue::link(Lane& lane, Call& call, std::uint32_t next) {
  const std::uint32_t slot = call.id.slot();
  const std::uint32_t previous = next == kNone ? lane.tail : calls_.at(next).queue_previous;
  call.queue_previous = previous;
  call.queue_next = next;
  (next == kNone ? lane.tail : calls_.at(next).queue_previous) = slot;
  (previous == kNone ? lane.head : calls_.at(previous).queue_next) = slot;
  ++lane.size;
  ++size_;
  if (previous == kNone) head_changed(lane);
}

void CallQueue::push_back(Call& call, Time now) {
  Lane& lane = lane_of(call);
  call.place_since = now;
  call.queue_key = {lane.rank, ++entered_};
  link(lane, call, kNone);
}

void CallQueue::push_top(Call& call) {
  Lane& lane = lane_of(call);
  call.queue_key = {0, ~++returned_};
  link(lane, call, lane.head);
}

void CallQueue::push_again(Call& call) {
  Lane& lane = lane_of(call);
  if (call.queue_key.rank != 0) call.queue_key.rank = lane.rank;
  if (lane.tail != kNone && calls_.at(lane.tail).queue_key < call.queue_key) {
    link(lane, call, kNone);
    return;
  }
  std::uint32_t next = lane.head;
  while (next != kNone && calls_.at(next).queue_key < call.queue_key) next = calls_.at(next).queue_next;
  link(lane, call, next);
}

void CallQueue::continue_after(const QueueKey& key) {
  entered_ = std::max(entered_, key.rank == 0 ? 0 : key.sequence);
  returned_ = std::max(returned_, key.rank == 0 && key.sequence != 0 ? ~key.sequence : 0);
}

void CallQueue::remove(Call& call) {
  Lane& lane = lane_of(call);
  const bool was_head = lane.head == call.id.slot();
  (call.queue_previous == kNone ? lane.head : calls_.at(call.queue_previous).queue_next) = call.queue_next;
  (call.queue_next == kNone ? lane.tail : calls_.at(call.queue_next).queue_previous) = call.queue_previous;
  --lane.size;
  --size_;
  if (was_head) head_changed(lane);
}

void CallQueue::head_changed(Lane& lane) {
  lane.head_key = lane.head == kNone ? QueueKey{kNoRank, 0} : calls_.at(lane.head).queue_key;
  SkillLanes& skill = skills_[lane.skill_slot];
  skill.best_key = {kNoRank, 0};
  skill.best = kNone;
  for (const std::uint32_t index : skill.lanes) {
    if (lanes_[index].head_key < skill.best_key) {
      skill.best_key = lanes_[index].head_key;
      skill.best = index;
    }
  }
}

QueueKey CallQueue::key_at(const Lane& lane, const Call& call, Time now) {
  QueueKey key = call.queue_key;
  if (lane.aging == Duration{} || key.rank == 0) return key;
  const auto waited = static_cast<std::uint64_t>((now - call.place_since).count());
  const auto aging = static_cast<std::uint64_t>(lane.aging.count());
  const std::uint64_t part = std::min(waited % aging / (aging / QueueKey::kStep), QueueKey::kStep - 1);
  key.rank -= std::min(waited / aging * QueueKey::kStep + part, key.rank - QueueKey::kStep);
  return key;
}

std::uint32_t CallQueue::ahead_in(const Lane& lane, const QueueKey& key, Time now) const {
  const auto before = [&](std::uint32_t slot) { return key_at(lane, calls_.at(slot), now) < key; };
  if (lane.size == 0 || !before(lane.head)) return 0;
  if (before(lane.tail)) return lane.size;
  if (key_at(lane, calls_.at(lane.tail), now) == key) return lane.size - 1;  // the call that has just entered
  std::uint32_t ahead = 0;
  for (std::uint32_t slot = lane.head; before(slot); slot = calls_.at(slot).queue_next) ++ahead;
  return ahead;
}

std::uint32_t CallQueue::ahead_of(const Call& call, bool own_flow_only, Time now) const {
  const QueueKey key = key_at(lane(call.flow, call.media), call, now);
  if (own_flow_only) {
    return ahead_in(lane(call.flow, Media::rtp), key, now) + ahead_in(lane(call.flow, Media::msrp), key, now);
  }
  std::uint32_t ahead = 0;
  for (const Lane& lane : lanes_) ahead += ahead_in(lane, key, now);
  return ahead;
}

std::uint32_t CallQueue::ahead_of_new(const Flow& flow, FlowIndex index, Time now) const {
  const QueueKey key{lane(index, Media::rtp).rank, kNoRank};
  std::uint32_t ahead = 0;
  for (const Media media : {Media::rtp, Media::msrp}) {
    for (const std::uint32_t lane : skills_[skill_slot(flow.skill, media)].lanes) ahead += ahead_in(lanes_[lane], key, now);
  }
  return ahead;
}

Duration CallQueue::head_wait(FlowIndex flow, Time now) const {
  Duration longest{};
  for (const Media media : {Media::rtp, Media::msrp}) {
    const Lane& candidates = lane(flow, media);
    if (candidates.size > 0) longest = std::max(longest, now - calls_.at(candidates.head).queue_entry);
  }
  return longest;
}

std::vector<CallId> CallQueue::in_order(Time now) const {
  std::vector<std::pair<QueueKey, CallId>> order;
  order.reserve(size_);
  for (const Lane& lane : lanes_) {
    for (std::uint32_t slot = lane.head; slot != kNone; slot = calls_.at(slot).queue_next) {
      order.emplace_back(key_at(lane, calls_.at(slot), now), calls_.at(slot).id);
    }
  }
  std::sort(order.begin(), order.end());
  std::vector<CallId> ids;
  ids.reserve(order.size());
  for (const auto& [key, id] : order) ids.push_back(id);
  return ids;
}

}  // namespace ringside::core
