#pragma once

#include <string>
#include <vector>

namespace ringside::scenario {

/// One `--set key=value`: replaces the value at a path such as `agents.seniors.count`; a value with a sign, "+2", adds to the
/// number that is there, or to every number of agents in a table.
struct Override {
  std::string key;
  std::string value;  ///< YAML in one line
  int line = 0;       ///< where the scenario file says so; 0: it does not, the change is of --set
  int column = 0;
};

/// One entry of `what_if`: the scenario with something changed.
struct Variant {
  std::string name;
  std::string description;
  std::vector<Override> overrides;
};

}  // namespace ringside::scenario
