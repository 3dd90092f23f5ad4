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
      lanes_[index].rank = std::uint64_t{flows[i].priority} + 1;
      lanes_[index].skill_slot = skill_slot(flows[i].skill, media);
      skills_[lanes_[index].skill_slot].lanes.push_back(index);
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

void CallQueue::push_back(Call& call) {
  Lane& lane = lane_of(call);
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

std::uint32_t CallQueue::ahead_in(const Lane& lane, const QueueKey& key) const {
  if (lane.size == 0 || key < lane.head_key) return 0;
  if (calls_.at(lane.tail).queue_key < key) return lane.size;
  std::uint32_t ahead = 0;
  for (std::uint32_t slot = lane.head; calls_.at(slot).queue_key < key; slot = calls_.at(slot).queue_next) ++ahead;
  return ahead;
}

std::uint32_t CallQueue::ahead_of(const Call& call, bool own_flow_only) const {
  if (own_flow_only) {
    return ahead_in(lane(call.flow, Media::rtp), call.queue_key) + ahead_in(lane(call.flow, Media::msrp), call.queue_key);
  }
  std::uint32_t ahead = 0;
  for (const Lane& lane : lanes_) ahead += ahead_in(lane, call.queue_key);
  return ahead;
}

std::uint32_t CallQueue::ahead_of_new(FlowIndex flow) const {
  const QueueKey key{lane(flow, Media::rtp).rank, kNoRank};
  std::uint32_t ahead = 0;
  for (const Lane& lane : lanes_) ahead += ahead_in(lane, key);
  return ahead;
}

std::vector<CallId> CallQueue::in_order() const {
  std::vector<CallId> order;
  order.reserve(size_);
  for (const Lane& lane : lanes_) {
    for (std::uint32_t slot = lane.head; slot != kNone; slot = calls_.at(slot).queue_next) order.push_back(calls_.at(slot).id);
  }
  std::sort(order.begin(), order.end(),
            [this](CallId a, CallId b) { return calls_.at(a.slot()).queue_key < calls_.at(b.slot()).queue_key; });
  return order;
}

}  // namespace ringside::core
