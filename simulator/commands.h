#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/format/load.h"

namespace ringside::sim {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongUse = 2;

struct RunCommand {
  std::string file;
  std::optional<std::uint64_t> replications;  ///< in place of the scenario's
  std::optional<std::uint64_t> seed;
  unsigned threads = 0;  ///< 0: as many as the machine has
  std::string json;      ///< path; "-": standard output; empty: none
  std::string csv;       ///< the same for the table of intervals
  bool deterministic = false;
  bool quiet = false;
  std::vector<scenario::Override> overrides;
};

/// Each returns an exit code, and says on standard error what was wrong.
int run(const RunCommand& command);
int check(const std::vector<std::string>& files);

}  // namespace ringside::sim
