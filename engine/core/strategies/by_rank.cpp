#include "engine/core/strategies/keyed_agents.h"

namespace ringside::core {
namespace {

/// The lowest `rank` of cc_agents first.
Standing judge(const Candidate& candidate) { return {false, candidate.agent.rank}; }

}  // namespace

std::unique_ptr<AgentStrategy> make_by_rank() { return std::make_unique<KeyedAgents>(&judge); }

}  // namespace ringside::core
