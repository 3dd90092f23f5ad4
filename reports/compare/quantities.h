#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/compare/subject.h"

namespace ringside::report {

/// One figure on both sides of a comparison.
struct Quantity {
  std::string name;
  std::string unit;
  Estimate base;  ///< of a repeated measurement the median, without an interval
  Estimate other;
  const DayTerms* base_days = nullptr;  ///< if days pair
  const DayTerms* other_days = nullptr;
  std::vector<double> base_repeated;
  std::vector<double> other_repeated;
  double base_confidence = 0.95;  ///< of the estimates' half widths
  double other_confidence = 0.95;

  bool paired() const { return base_days != nullptr; }
  bool repeated() const { return !base_repeated.empty() || !other_repeated.empty(); }
  /// other − factor · base, in the best way there is.
  Estimate difference(double confidence, double factor = 1) const;
};

/// The figures that both sides have: those of all calls and those of all agents together under their names, of a flow as
/// FLOW.FIGURE or FLOW.chats.FIGURE, of a group as group.GROUP.FIGURE, measured ones. Points into the subjects.
std::vector<Quantity> quantities(std::span<const Subject> base, std::span<const Subject> other);

}  // namespace ringside::report
