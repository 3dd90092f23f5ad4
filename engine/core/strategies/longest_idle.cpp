#include "engine/core/strategies/keyed_agents.h"

namespace ringside::core {
namespace {

/// Whose work changed last the longest ago: his last call or wrap-up ended then, or he logged in. Who is in a chat stands
/// behind those who do nothing.
Standing judge(const Candidate& candidate) {
  return {!candidate.agent.free(), candidate.agent.last_change.time_since_epoch().count()};
}

}  // namespace

std::unique_ptr<AgentStrategy> make_longest_idle() { return std::make_unique<KeyedAgents>(&judge); }

}  // namespace ringside::core
