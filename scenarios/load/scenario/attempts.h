#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/load/plan.h"

namespace ringside::load {

/// One attempt of a person as his SIPp logged it (scenarios/sipp/person.xml). Unix times in milliseconds; 0: never.
struct SippAttempt {
  std::string caller;  ///< NAME-N
  std::string fate;
  double planned = 0;
  double sent = 0;
  double rang = 0;
  double answered = 0;
  double queued = 0;
  double talk = 0;
  double ended = 0;
  std::uint32_t kind = 0;  ///< of the agent
  bool dissuaded = false;

  /// NAME, and N from 1.
  std::string_view person() const { return std::string_view{caller}.substr(0, caller.rfind('-')); }
  int number() const;
  /// He heard his place or his wait in the queue, and hung up; for the engine he is abandoned.
  bool balked() const { return fate == "balked"; }
  /// What the caller takes it for. `none`: refused.
  Outcome outcome() const;
};

/// Lines of another form are passed over, and so is one that is not complete.
std::vector<SippAttempt> parse_attempts(std::string_view log);
/// Nothing for a file that is missing.
std::vector<SippAttempt> read_attempts(const std::filesystem::path& file);

}  // namespace ringside::load
