#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulator/experiments/prediction.h"

/// A scenario and its real days: both worlds in one picture.
namespace ringside::sim {

struct TwinDay {
  std::uint64_t replication = 0;  ///< whose callers called
  report::Result real;
  DayCurves curves;        ///< of the real day
  DayCurves same_callers;  ///< of the simulated day with the very same callers
  Overlay overlay;
  std::vector<std::string> notes;  ///< what a reader should know of it, a line each
  double set_up = 0;               ///< seconds of the scenario that a call's set-up took really, its median
};

struct Twin {
  std::string scenario;
  std::uint64_t seed = 1;
  double time_scale = 1;
  double day_starts = 0;
  Prediction prediction;
  std::vector<TwinDay> days;

  std::uint64_t strangers() const;  ///< days that are none of the simulated ones
  double share_inside() const;      ///< of all points of all days
  /// Whether so many strangers may be chance: at the prediction's confidence each day is one with that probability.
  bool believable() const;
  bool invalid() const;  ///< of some day nothing can be said: its load generator was saturated
};

/// Plays the day with the callers of this replication; nothing if `stop` became true.
std::optional<DayCurves> same_callers(const scenario::Scenario& scenario, std::uint64_t replication,
                                      const std::atomic<bool>& stop);

std::string to_json(const Twin& twin, const std::optional<report::RunFacts>& facts);
/// For a terminal.
std::string summary(const Twin& twin);

}  // namespace ringside::sim
