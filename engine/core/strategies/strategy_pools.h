#pragma once

#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "engine/core/flow.h"
#include "engine/core/strategies/agent_strategy.h"

namespace ringside::core {

/// The strategy objects that the flows ask for, one for each strategy, skill and medium; told of every agent who becomes
/// available. Flows with `list_order` have none, and cost nothing.
class StrategyPools {
 public:
  explicit StrategyPools(std::uint64_t seed) : bits_{seed} {}

  /// Takes what the flows ask for. Nobody is available yet; memories of objects that stay are kept.
  void reset(const std::vector<Flow>& flows, std::uint32_t skill_count, std::uint32_t agent_count);
  /// He is, or is not, available for audio and for chat, or what is known of him has changed.
  void update(const Candidate& candidate, bool audio, bool chat);
  void taken(SkillIndex skill, Media media, AgentIndex agent);
  /// Null for `list_order`.
  AgentStrategy* of(const Flow& flow, Media media) const;
  bool empty() const { return pools_.empty(); }
  bool uses(StrategyName name) const;

 private:
  struct Key {
    StrategyName name;
    SkillIndex skill;
    Media media;
    auto operator<=>(const Key&) const = default;
  };
  using BySkill = std::vector<std::pair<StrategyName, AgentStrategy*>>;

  static std::size_t slot(SkillIndex skill, Media media) { return raw(skill) * 2 + (media == Media::rtp ? 0 : 1); }

  RandomBits bits_;
  std::map<Key, std::unique_ptr<AgentStrategy>> pools_;
  std::vector<BySkill> by_skill_;  ///< by slot()
};

}  // namespace ringside::core
