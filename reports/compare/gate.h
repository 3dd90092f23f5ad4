#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "reports/compare/subject.h"

/// The gate of a build: may this change go in, as far as these runs tell?
namespace ringside::report {

/// "service_level < -0.02": fails if it has become smaller by more than 0.02. "cpu_per_call > 10%": if it has become larger by
/// more than 10 % of the base.
struct GateRule {
  std::string text;    ///< as it was written
  std::string figure;  ///< service_level, FLOW.service_level, group.NAME.occupancy, cost of all agents, cpu_per_call, …
  bool less = false;   ///< fails below the bound, else above
  double bound = 0;    ///< of the difference; with `relative` a share of the base
  bool relative = false;
};

/// The error says what was found and what is allowed.
tl::expected<GateRule, std::string> parse_rule(const std::string& text);

enum class GateVerdict : std::uint8_t { pass, regression, unknown };
const char* to_string(GateVerdict verdict);

/// What became of one rule for one figure.
struct GateFinding {
  GateRule rule;
  std::string figure;
  std::string unit;  ///< "": a share; as in Figure
  double base = 0;   ///< value, or median of the repetitions
  double other = 0;
  Estimate difference;  ///< other − base
  GateVerdict verdict = GateVerdict::unknown;
  std::string reason;   ///< in words
  bool paired = false;  ///< same callers on both sides
};

struct GateReport {
  std::string base;
  std::string other;
  double confidence = 0.95;  ///< of all findings together (Bonferroni)
  std::vector<GateFinding> findings;
  std::vector<std::string> invalid;  ///< reasons for which nothing is known at all

  /// A regression outweighs what is unknown; nothing to judge is unknown.
  GateVerdict verdict() const;
};

/// The rules of each figure they name; what the base has measured and the new side has not, or where it failed there, is
/// unknown. A side is one subject or several repetitions of it, taken turn by turn; figures of results come from the first,
/// measured quantities from all. The error names a figure that neither side has.
tl::expected<GateReport, std::string> judge(const std::vector<Subject>& base, const std::vector<Subject>& other,
                                            const std::vector<GateRule>& rules, double confidence);

}  // namespace ringside::report
