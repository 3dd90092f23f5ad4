#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ringside::fit {

/// A group of agents who serve the same flows.
struct AgentDays {
  std::vector<std::string> flows;
  std::uint32_t agents = 0;         ///< different ones
  std::vector<std::uint64_t> days;  ///< by interval: on how many days each of them was at work, summed over them
};

/// How many of each group are at work, by group and interval, as near to the average of `open_days` as whole agents can be.
/// Where everybody has his own mix of flows, each group by itself rounds to nobody; so the number of all groups together is
/// rounded, and what is left of it goes to the largest remainders. A flow gets somebody, even beyond that number, in each
/// interval in which it had at least half as many agents as in its best one.
std::vector<std::vector<std::uint32_t>> whole_agents(const std::vector<AgentDays>& groups, std::uint64_t open_days);

}  // namespace ringside::fit
