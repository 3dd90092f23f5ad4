#include "engine/core/roster.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <list>
#include <random>

namespace ringside::core {
namespace {

TEST(OrderedBits, finds_the_least_member_and_the_next_one) {
  OrderedBits bits;
  bits.resize(300'000);
  EXPECT_EQ(bits.first(), OrderedBits::kNone);
  for (const std::uint32_t i : {299'999U, 63U, 64U, 4096U, 0U}) bits.set(i);
  std::vector<std::uint32_t> members;
  for (std::uint32_t i = bits.first(); i != OrderedBits::kNone; i = bits.next(i)) members.push_back(i);
  EXPECT_EQ(members, (std::vector<std::uint32_t>{0, 63, 64, 4096, 299'999}));
  bits.reset(0);
  bits.reset(63);
  EXPECT_EQ(bits.first(), 64U);
}

/// E-DSP-2 as a plain list, to compare with.
TEST(Roster, E_DSP_2_agrees_with_a_plain_list_through_many_moves_and_renumberings) {
  constexpr std::uint32_t kAgents = 150;
  std::mt19937 random{42};
  std::vector<std::vector<SkillIndex>> skills(kAgents);
  std::vector<const std::vector<SkillIndex>*> pointers;
  std::list<std::uint32_t> order;
  std::vector<bool> available(kAgents);
  for (std::uint32_t i = 0; i < kAgents; ++i) {
    for (std::uint32_t s = 0; s < 5; ++s) {
      if (random() % 2 == 0) skills[i].push_back(SkillIndex{s});
    }
    order.push_back(i);
  }
  for (const auto& s : skills) pointers.push_back(&s);
  Roster roster;
  std::vector<AgentIndex> start;
  for (const std::uint32_t i : order) start.push_back(AgentIndex{i});
  roster.reset(5, pointers, start);
  for (int step = 0; step < 20'000; ++step) {
    const auto agent = static_cast<std::uint32_t>(random()) % kAgents;
    switch (random() % 3) {
      case 0:
        roster.to_front(AgentIndex{agent});
        order.remove(agent);
        order.push_front(agent);
        break;
      case 1:
        roster.to_end(AgentIndex{agent});
        order.remove(agent);
        order.push_back(agent);
        break;
      default: available[agent] = !available[agent]; roster.set_available(AgentIndex{agent}, Media::rtp, available[agent]);
    }
    const SkillIndex skill{static_cast<std::uint32_t>(random() % 5)};
    AgentIndex found = roster.first(skill, Media::rtp);
    for (const std::uint32_t i : order) {
      if (!available[i] || std::find(skills[i].begin(), skills[i].end(), skill) == skills[i].end()) continue;
      ASSERT_EQ(raw(found), i) << "step " << step;
      found = roster.next(skill, Media::rtp, found);
    }
    ASSERT_EQ(found, kNoAgent) << "step " << step;
    ASSERT_EQ(roster.first(skill, Media::msrp), kNoAgent);
  }
}

}  // namespace
}  // namespace ringside::core
