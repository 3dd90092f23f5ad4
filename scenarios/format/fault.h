#pragma once

#include <string>
#include <vector>

namespace ringside::scenario {

/// What is wrong in a scenario file, and where: line and column count from 1; 0 if the value came from --set.
struct Fault {
  std::string file;
  int line = 0;
  int column = 0;
  std::string key;  ///< with its path: "flows.support.calls.patience"
  std::string found;
  std::string allowed;
};
using Faults = std::vector<Fault>;

std::string to_string(const Fault& fault);

}  // namespace ringside::scenario
