#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/ports/host.h"

namespace ringside::control {

/// Seconds, as Prometheus counts them: every bucket holds what is not above its bound.
class Histogram {
 public:
  static constexpr std::array<int, 13> kBounds{1, 2, 5, 10, 20, 30, 60, 120, 180, 300, 600, 1200, 3600};

  void add(core::Duration value);
  std::uint64_t count() const { return count_; }
  core::Duration sum() const { return sum_; }
  /// Values not above kBounds[i].
  std::uint64_t up_to(std::size_t i) const { return cumulative_[i]; }

 private:
  std::array<std::uint64_t, kBounds.size()> cumulative_{};
  std::uint64_t count_ = 0;
  core::Duration sum_{};
};

/// How a call ended, as far as its last row tells.
enum class Outcome : std::uint8_t { handled, abandoned, dissuaded, failed };
inline constexpr std::array<std::string_view, 4> kOutcomes{"handled", "abandoned", "dissuaded", "failed"};

/// Times of one flow's calls since the engine started; reset_stats does not touch them.
struct FlowTimes {
  std::array<Histogram, kOutcomes.size()> wait;  ///< reception to talk, or to the end
  Histogram pickup;                              ///< of handled calls
  Histogram talk;
  Histogram estimate_error;  ///< difference, either way, of the wait told at admission and the one that came true
};

/// Sorts what the call detail records say into histograms. On the engine's thread.
class CallTimes : public ports::Observer {
 public:
  void action_taken(const core::Action& action, const core::Engine& engine) override;
  /// By flow index; flows without ended calls may be missing at the end.
  const std::vector<FlowTimes>& flows() const { return flows_; }

 private:
  std::vector<FlowTimes> flows_;
};

}  // namespace ringside::control
