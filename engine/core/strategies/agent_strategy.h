#pragma once

#include <cstdint>
#include <memory>

#include "engine/core/agent.h"
#include "engine/core/call.h"
#include "engine/core/random.h"

namespace ringside::core {

/// An agent who can take a call, as a strategy sees him.
struct Candidate {
  AgentIndex index;
  const Agent& agent;
  std::int64_t order;  ///< his place in the one order of agents (E-DSP-2): smaller stands in front
};

/// Chooses one of several agents who can take a new call. An object serves one skill and one medium, for all flows that ask
/// for this strategy: the engine tells it who can take such a call now, and it must say who shall.
///
/// Contract: choose() names somebody who entered and has not left, and whom `declined` does not exclude; kNoAgent only if
/// there is nobody. Ties go to the agent who stands in front in the order. Nothing allocates after reset(); enter(), leave()
/// and choose() cost at most O(log agents), and O(declined) more for agents who have declined this very call. The same
/// sequence of calls gives the same choices.
class AgentStrategy {
 public:
  virtual ~AgentStrategy() = default;
  /// Nobody can take a call; indices will be below `agent_count`. Memories of past choices stay.
  virtual void reset(std::uint32_t agent_count) = 0;
  /// He can take a call, or what is known of him has changed.
  virtual void enter(const Candidate& candidate) = 0;
  /// He cannot, or could not before either.
  virtual void leave(AgentIndex agent) = 0;
  virtual AgentIndex choose(const DeclinedBy& declined) = 0;
  /// He was given a call, by this strategy or otherwise.
  virtual void taken(AgentIndex) {}
};

std::unique_ptr<AgentStrategy> make_longest_idle();
std::unique_ptr<AgentStrategy> make_round_robin();
std::unique_ptr<AgentStrategy> make_fewest_calls();
std::unique_ptr<AgentStrategy> make_least_occupied();
std::unique_ptr<AgentStrategy> make_random(RandomBits& bits);
std::unique_ptr<AgentStrategy> make_by_rank();

}  // namespace ringside::core
