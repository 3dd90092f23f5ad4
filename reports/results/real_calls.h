#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ringside::report {

/// Of all calls of a run.
struct NamedPercentiles {
  std::string name;  ///< "post_dial_delay_ms"
  double p50 = 0;
  double p95 = 0;
  double p99 = 0;
  double max = 0;
};

/// What a result of real calls has beside its figures: `real` in the JSON of ringside-load run. Times are real ones.
struct RealCalls {
  std::vector<NamedPercentiles> percentiles;
  std::vector<std::pair<std::string, double>> numbers;           ///< "attempts", "engine.cpu_ms_per_call", …
  std::vector<std::pair<std::string, std::int64_t>> sip_errors;  ///< calls, by cause
  std::vector<std::string> disagreements;                        ///< of SIPp, CDRs, events and statistics
  std::vector<std::string> approximations;                       ///< what was played otherwise than it is simulated

  /// 0 if it is not known.
  double number(const std::string& name) const {
    for (const auto& [known, value] : numbers) {
      if (known == name) return value;
    }
    return 0;
  }
};

}  // namespace ringside::report
