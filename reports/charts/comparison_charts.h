#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/charts/chart.h"
#include "reports/results/result.h"

/// Charts of several runs.
namespace ringside::report {

struct NamedDifference {
  std::string name;     ///< of the run, or of the figure
  Estimate difference;  ///< to the base
};

/// Differences with their intervals, 0 marked. `unit` is that of a difference.
Chart differences_chart(const std::string& id, const std::string& title, ChartUnit unit,
                        const std::vector<NamedDifference>& differences, double confidence);

struct NamedResult {
  std::string name;
  const Result* result;
};

/// A figure of all calls by interval, a line a run: those that have the first one's intervals. None if it has none.
std::optional<Chart> overlay_chart(const std::vector<NamedResult>& runs, const std::string& figure, const std::string& title,
                                   ChartUnit unit);

}  // namespace ringside::report
