#include "engine/core/strategies/keyed_agents.h"

namespace ringside::core {
namespace {

/// The lowest recent occupancy (occupancy.h). Who is in a chat stands behind those who do nothing.
Standing judge(const Candidate& candidate) { return {!candidate.agent.free(), candidate.agent.occupancy.standing()}; }

}  // namespace

std::unique_ptr<AgentStrategy> make_least_occupied() { return std::make_unique<KeyedAgents>(&judge); }

}  // namespace ringside::core
