#include <vector>

#include "engine/core/strategies/agent_strategy.h"

namespace ringside::core {
namespace {

/// Each available agent is as likely as any other.
class Random final : public AgentStrategy {
 public:
  explicit Random(RandomBits& bits) : bits_{bits} {}

  void reset(std::uint32_t agent_count) override {
    available_.clear();
    available_.reserve(agent_count);
    position_.assign(agent_count, kOutside);
  }

  void enter(const Candidate& candidate) override {
    std::uint32_t& position = position_[raw(candidate.index)];
    if (position != kOutside) return;
    position = static_cast<std::uint32_t>(available_.size());
    available_.push_back(candidate.index);
  }

  void leave(AgentIndex agent) override {
    std::uint32_t& position = position_[raw(agent)];
    if (position == kOutside) return;
    available_[position] = available_.back();
    position_[raw(available_.back())] = position;
    position = kOutside;
    available_.pop_back();
  }

  /// One draw over those who have not declined, so that they are equally likely, too.
  AgentIndex choose(const DeclinedBy& declined) override {
    std::uint32_t willing = static_cast<std::uint32_t>(available_.size());
    declined.for_each([&](AgentIndex agent) { willing -= position_[raw(agent)] == kOutside ? 0 : 1; });
    if (willing == 0) return kNoAgent;
    std::uint32_t at = bits_.below(willing);
    if (willing == available_.size()) return available_[at];
    for (const AgentIndex agent : available_) {
      if (!declined(agent) && at-- == 0) return agent;
    }
    return kNoAgent;
  }

 private:
  static constexpr std::uint32_t kOutside = 0xffff'ffff;

  RandomBits& bits_;
  std::vector<AgentIndex> available_;
  std::vector<std::uint32_t> position_;  ///< by agent
};

}  // namespace

std::unique_ptr<AgentStrategy> make_random(RandomBits& bits) { return std::make_unique<Random>(bits); }

}  // namespace ringside::core
