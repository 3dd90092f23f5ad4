#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ringside::validation {

/// One figure whose exact value is known, and where the simulator says it.
struct Claim {
  std::string name;
  double exact = 0;
  enum class Where { total, series, group, queue_at, variance_of_offered_wait } where = Where::total;
  std::string flow;    ///< series
  std::string media;   ///< series: "calls" or "chats"
  std::string figure;  ///< name in the result; a group's for `group`
  std::size_t group = 0;
  bool probability = false;  ///< 0.002 is precise enough
};

/// A case as a scenario that the loader reads, and what is claimed of it.
struct Case {
  std::string id;
  std::string yaml;
  double calls_a_replication = 0;
  std::vector<Claim> claims;
};

/// Reads the cases of a file; throws std::runtime_error, which names the case, for one of an unknown family.
std::vector<Case> read_cases(const std::string& file);

/// More of the same families with other parameters, and days with changing rates, staffing tables, busyness and drain; their
/// figures are worked out by exact.h.
std::vector<Case> variations();

}  // namespace ringside::validation
