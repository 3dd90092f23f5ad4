#pragma once

#include "scenarios/format/node.h"
#include "scenarios/format/scenario.h"

/// The parts of a scenario, each read by its own file. Private to the loader.
namespace ringside::scenario {

void read_settings(const Node& node, Scenario& scenario);
Arrivals read_arrivals(const Node& node);
void read_flows(const Node& node, Scenario& scenario);
void read_agents(const Node& node, Scenario& scenario);

}  // namespace ringside::scenario
