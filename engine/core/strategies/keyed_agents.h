#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/strategies/agent_strategy.h"

namespace ringside::core {

/// What such a strategy compares: those who are `behind` come after all others.
struct Standing {
  bool behind;
  std::int64_t number;
  constexpr auto operator<=>(const Standing&) const = default;
};

/// A strategy that is a number: the agent with the least one is chosen, of equals the one who stands in front. An indexed
/// binary heap; a choice looks past those who have declined the call only.
class KeyedAgents final : public AgentStrategy {
 public:
  using Judge = Standing (*)(const Candidate&);
  /// What `judge` says of an agent may change only together with an enter().
  explicit KeyedAgents(Judge judge) : judge_{judge} {}

  void reset(std::uint32_t agent_count) override;
  void enter(const Candidate& candidate) override;
  void leave(AgentIndex agent) override;
  AgentIndex choose(const DeclinedBy& declined) override;

 private:
  static constexpr std::uint32_t kOutside = 0xffff'ffff;

  struct Entry {
    Standing standing;
    std::int64_t order;
    AgentIndex agent;

    bool before(const Entry& other) const {
      return standing != other.standing ? standing < other.standing : order < other.order;
    }
  };

  void sift_up(std::uint32_t at, const Entry& entry);
  void sift_down(std::uint32_t at, const Entry& entry);
  void place(std::uint32_t at, const Entry& entry);
  void best_below(std::uint32_t at, const DeclinedBy& declined, const Entry*& best) const;

  Judge judge_;
  std::vector<Entry> heap_;
  std::vector<std::uint32_t> position_;  ///< by agent
};

}  // namespace ringside::core
