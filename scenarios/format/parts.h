#pragma once

#include "scenarios/format/node.h"
#include "scenarios/format/scenario.h"

/// The parts of a scenario, each read by its own file; horizon, calendar and day_starts are known before the others.
/// Private to the loader.
namespace ringside::scenario {

void read_settings(const Node& node, Scenario& scenario);
Busyness read_busyness(const Node& node, const Scenario& scenario);
void read_arrivals(const Node& node, const Scenario& scenario, std::vector<Arrivals>& all);
std::vector<std::pair<std::string, Node>> read_days(const Node& node, const Scenario& scenario);
/// Times of day of each day of the calendar, or of the one day there is.
std::vector<Shift> read_shifts(const Node& node, const Scenario& scenario);
/// A duration as the engine's tables hold it.
std::int64_t whole_seconds(const Node& node);
void read_flows(const Node& node, Scenario& scenario);
void read_agents(const Node& node, Scenario& scenario);
void read_staffing(const Node& node, Scenario& scenario);
void read_sipp_files(const Node& node, SippFiles& files);
void read_what_if(const Node& node, Scenario& scenario);

}  // namespace ringside::scenario
