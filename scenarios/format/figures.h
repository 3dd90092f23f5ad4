#pragma once

#include <string>
#include <vector>

#include "scenarios/format/scenario.h"

namespace ringside::scenario {

/// The names of the figures that a result of this scenario has of each flow and medium and of all together: what a precision
/// may ask for. Those who reckon them are above this folder; a test of the simulator holds both to the same names.
std::vector<std::string> figures_of(const Scenario& scenario);

/// Likewise of a group of agents, or of all agents together if `group` is null.
std::vector<std::string> figures_of_agents(const Scenario& scenario, const AgentGroup* group);

}  // namespace ringside::scenario
