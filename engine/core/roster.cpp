#include "engine/core/roster.h"

#include <algorithm>

namespace ringside::core {

void Roster::reset(std::uint32_t skill_count, const std::vector<const std::vector<SkillIndex>*>& skills_of,
                   const std::vector<AgentIndex>& order) {
  const auto count = static_cast<std::uint32_t>(skills_of.size());
  agents_.assign(count, {});
  for (std::uint32_t i = 0; i < count; ++i) agents_[i].skills = skills_of[i];
  at_.assign(std::max<std::uint32_t>(256, 4 * count), kNoAgent);
  bits_.assign(std::size_t{skill_count} * 2, {});
  for (OrderedBits& set : bits_) set.resize(static_cast<std::uint32_t>(at_.size()));
  front_ = end_ = (static_cast<std::uint32_t>(at_.size()) - count) / 2;
  front_order_ = end_order_ = 0;
  for (const AgentIndex agent : order) {
    agents_[raw(agent)].place = end_;
    agents_[raw(agent)].order = end_order_++;
    at_[end_++] = agent;
  }
}

void Roster::mark(const Member& member, bool on) {
  for (const Media media : {Media::rtp, Media::msrp}) {
    if (!member.available[slot(media)]) continue;
    for (const SkillIndex skill : *member.skills)
      on ? bits(skill, media).set(member.place) : bits(skill, media).reset(member.place);
  }
}

void Roster::move(AgentIndex agent, std::uint32_t place) {
  Member& member = agents_[raw(agent)];
  mark(member, false);
  at_[member.place] = kNoAgent;
  member.place = place;
  at_[place] = agent;
  mark(member, true);
}

void Roster::to_front(AgentIndex agent) {
  if (front_ == 0) renumber();
  move(agent, --front_);
  agents_[raw(agent)].order = --front_order_;
}

void Roster::to_end(AgentIndex agent) {
  if (end_ == at_.size()) renumber();
  move(agent, end_++);
  agents_[raw(agent)].order = end_order_++;
}

void Roster::set_available(AgentIndex agent, Media media, bool available) {
  Member& member = agents_[raw(agent)];
  if (member.available[slot(media)] == available) return;
  member.available[slot(media)] = available;
  for (const SkillIndex skill : *member.skills) {
    available ? bits(skill, media).set(member.place) : bits(skill, media).reset(member.place);
  }
}

AgentIndex Roster::first(SkillIndex skill, Media media) const {
  const std::uint32_t place = bits(skill, media).first();
  return place == OrderedBits::kNone ? kNoAgent : at_[place];
}

AgentIndex Roster::next(SkillIndex skill, Media media, AgentIndex after) const {
  const std::uint32_t place = bits(skill, media).next(agents_[raw(after)].place);
  return place == OrderedBits::kNone ? kNoAgent : at_[place];
}

std::vector<AgentIndex> Roster::in_order() const {
  std::vector<AgentIndex> order;
  order.reserve(agents_.size());
  for (std::uint32_t place = front_; place < end_; ++place) {
    if (at_[place] != kNoAgent) order.push_back(at_[place]);
  }
  return order;
}

void Roster::renumber() {
  for (const Member& member : agents_) mark(member, false);
  const std::uint32_t middle = (static_cast<std::uint32_t>(at_.size()) - static_cast<std::uint32_t>(agents_.size())) / 2;
  // The strip is compacted to its left end first, so that no place is overwritten before it was read.
  std::uint32_t count = 0;
  for (std::uint32_t place = front_; place < end_; ++place) {
    if (at_[place] != kNoAgent) at_[count++] = at_[place];
  }
  std::move_backward(at_.begin(), at_.begin() + count, at_.begin() + middle + count);
  std::fill(at_.begin(), at_.begin() + middle, kNoAgent);
  std::fill(at_.begin() + middle + count, at_.end(), kNoAgent);
  front_ = middle;
  end_ = middle + count;
  for (std::uint32_t place = front_; place < end_; ++place) agents_[raw(at_[place])].place = place;
  for (const Member& member : agents_) mark(member, true);
}

}  // namespace ringside::core
