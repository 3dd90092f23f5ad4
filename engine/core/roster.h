#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/core/ordered_bits.h"
#include "engine/core/types.h"

namespace ringside::core {

/// The one order of agents (E-DSP-2), and, per skill and medium, who of them is available. The first available agent of a
/// skill is found in constant time; a change costs one bit a skill. Places are numbers on a finite strip: moving to an end
/// takes the next number there, and a full strip is renumbered, which costs O(agents) once in as many moves.
class Roster {
 public:
  /// `skills_of` holds every agent's skills, by index; agents stand as in `order`. Nobody is available yet.
  void reset(std::uint32_t skill_count, const std::vector<const std::vector<SkillIndex>*>& skills_of,
             const std::vector<AgentIndex>& order);

  void to_front(AgentIndex agent);
  void to_end(AgentIndex agent);
  void set_available(AgentIndex agent, Media media, bool available);
  bool available(AgentIndex agent, Media media) const { return agents_[raw(agent)].available[slot(media)]; }

  /// The first available agent with the skill; kNoAgent if there is none.
  AgentIndex first(SkillIndex skill, Media media) const;
  /// The next one behind him.
  AgentIndex next(SkillIndex skill, Media media, AgentIndex after) const;

  /// All agents in their order, available or not.
  std::vector<AgentIndex> in_order() const;
  /// A number for his place: smaller stands in front. Unlike a place on the strip it changes only when he moves.
  std::int64_t order(AgentIndex agent) const { return agents_[raw(agent)].order; }

 private:
  struct Member {
    std::uint32_t place = 0;
    std::int64_t order = 0;
    std::array<bool, 2> available{};
    const std::vector<SkillIndex>* skills = nullptr;
  };

  static std::size_t slot(Media media) { return media == Media::rtp ? 0 : 1; }
  OrderedBits& bits(SkillIndex skill, Media media) { return bits_[raw(skill) * 2 + slot(media)]; }
  const OrderedBits& bits(SkillIndex skill, Media media) const { return bits_[raw(skill) * 2 + slot(media)]; }
  void move(AgentIndex agent, std::uint32_t place);
  void renumber();
  void mark(const Member& member, bool on);

  std::vector<Member> agents_;
  std::vector<AgentIndex> at_;  ///< by place
  std::vector<OrderedBits> bits_;
  std::uint32_t front_ = 0;  ///< the first place in use
  std::uint32_t end_ = 0;    ///< behind the last place in use
  std::int64_t front_order_ = 0;
  std::int64_t end_order_ = 0;
};

}  // namespace ringside::core
