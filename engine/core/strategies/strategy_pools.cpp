#include "engine/core/strategies/strategy_pools.h"

#include <algorithm>

namespace ringside::core {
namespace {

std::unique_ptr<AgentStrategy> make(StrategyName name, RandomBits& bits) {
  switch (name) {
    case StrategyName::list_order: break;
    case StrategyName::longest_idle: return make_longest_idle();
    case StrategyName::round_robin: return make_round_robin();
    case StrategyName::fewest_calls: return make_fewest_calls();
    case StrategyName::least_occupied: return make_least_occupied();
    case StrategyName::random: return make_random(bits);
    case StrategyName::by_rank: return make_by_rank();
  }
  return nullptr;
}

}  // namespace

void StrategyPools::reset(const std::vector<Flow>& flows, std::uint32_t skill_count, std::uint32_t agent_count) {
  std::map<Key, std::unique_ptr<AgentStrategy>> former;
  former.swap(pools_);
  by_skill_.assign(std::size_t{skill_count} * 2, {});
  for (const Flow& flow : flows) {
    if (flow.agent_strategy == StrategyName::list_order) continue;
    for (const Media media : {Media::rtp, Media::msrp}) {
      const Key key{flow.agent_strategy, flow.skill, media};
      const auto [pool, is_new] = pools_.try_emplace(key);
      if (!is_new) continue;
      const auto known = former.find(key);
      pool->second = known != former.end() ? std::move(known->second) : make(key.name, bits_);
      pool->second->reset(agent_count);
      by_skill_[slot(flow.skill, media)].emplace_back(key.name, pool->second.get());
    }
  }
}

void StrategyPools::update(const Candidate& candidate, bool audio, bool chat) {
  if (pools_.empty()) return;
  for (const SkillIndex skill : candidate.agent.skills) {
    for (const Media media : {Media::rtp, Media::msrp}) {
      for (const auto& [name, strategy] : by_skill_[slot(skill, media)]) {
        if (media == Media::rtp ? audio : chat) {
          strategy->enter(candidate);
        } else {
          strategy->leave(candidate.index);
        }
      }
    }
  }
}

void StrategyPools::taken(SkillIndex skill, Media media, AgentIndex agent) {
  if (pools_.empty()) return;
  for (const auto& [name, strategy] : by_skill_[slot(skill, media)]) strategy->taken(agent);
}

AgentStrategy* StrategyPools::of(const Flow& flow, Media media) const {
  if (flow.agent_strategy == StrategyName::list_order) return nullptr;
  for (const auto& [name, strategy] : by_skill_[slot(flow.skill, media)]) {
    if (name == flow.agent_strategy) return strategy;
  }
  return nullptr;
}

bool StrategyPools::uses(StrategyName name) const {
  return std::any_of(pools_.begin(), pools_.end(), [name](const auto& pool) { return pool.first.name == name; });
}

}  // namespace ringside::core
