#include "engine/core/ordered_bits.h"
#include "engine/core/strategies/agent_strategy.h"

namespace ringside::core {
namespace {

/// In the order of the table, beginning behind the agent who was given a call last; after the last one the first.
class RoundRobin final : public AgentStrategy {
 public:
  void reset(std::uint32_t agent_count) override { available_.resize(agent_count); }
  void enter(const Candidate& candidate) override { available_.set(raw(candidate.index)); }
  void leave(AgentIndex agent) override { available_.reset(raw(agent)); }
  void taken(AgentIndex agent) override { last_ = raw(agent); }

  AgentIndex choose(const DeclinedBy& declined) override {
    std::uint32_t agent = last_ == OrderedBits::kNone ? available_.first() : available_.next(last_);
    while (agent != OrderedBits::kNone && declined(AgentIndex{agent})) agent = available_.next(agent);
    if (agent != OrderedBits::kNone || last_ == OrderedBits::kNone) return named(agent);
    agent = available_.first();
    while (agent <= last_ && declined(AgentIndex{agent})) agent = available_.next(agent);
    return agent <= last_ ? named(agent) : kNoAgent;
  }

 private:
  static AgentIndex named(std::uint32_t agent) { return agent == OrderedBits::kNone ? kNoAgent : AgentIndex{agent}; }

  OrderedBits available_;
  std::uint32_t last_ = OrderedBits::kNone;
};

}  // namespace

std::unique_ptr<AgentStrategy> make_round_robin() { return std::make_unique<RoundRobin>(); }

}  // namespace ringside::core
