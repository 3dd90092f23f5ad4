#include "engine/core/strategies/keyed_agents.h"

namespace ringside::core {
namespace {

/// Who has talked in the fewest calls since the engine started.
Standing judge(const Candidate& candidate) { return {false, static_cast<std::int64_t>(candidate.agent.talks)}; }

}  // namespace

std::unique_ptr<AgentStrategy> make_fewest_calls() { return std::make_unique<KeyedAgents>(&judge); }

}  // namespace ringside::core
