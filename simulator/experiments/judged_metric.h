#pragma once

#include <string>

namespace ringside::sim {

enum class Wish : std::uint8_t { more, less, neither };

/// A figure that variants are judged by: FIGURE of all together, FLOW.calls.FIGURE, or GROUP.FIGURE of agents.
struct JudgedMetric {
  std::string path;
  Wish wish = Wish::neither;
  std::string unit;  ///< "" for shares, "s", "calls", …
  double delta = 0;  ///< a difference that does not matter, in the unit; shares: 0.01 is a point

  std::string words() const;  ///< "answered in time", for reports
};

/// Whether more of it is better, by its name; the difference that does not matter is one point of a share, a second, or
/// what `delta` says. Other units: 0.
JudgedMetric judged_metric(const std::string& path);

}  // namespace ringside::sim
