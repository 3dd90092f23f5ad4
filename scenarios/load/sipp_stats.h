#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace ringside::load {

/// The last line of SIPp's statistics file, as far as we use it.
struct SippStats {
  long created = 0;
  long current = 0;
  long successful = 0;
  long failed = 0;
  long retransmissions = 0;
  long dead_call_messages = 0;
  double seconds_sending = 0;  ///< from the first line to the first line at which all calls had been made
  /// Counters that the scenario names, and the reasons SIPp knows for failures ("FailedUnexpectedMessage").
  std::map<std::string, long> counters;

  long counter(const std::string& name) const {
    const auto found = counters.find(name);
    return found == counters.end() ? 0 : found->second;
  }
};

/// Zeros for a file that is missing or has no line yet.
SippStats read_sipp_stats(const std::filesystem::path& file);
SippStats parse_sipp_stats(std::string_view text);

}  // namespace ringside::load
