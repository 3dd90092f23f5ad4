#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/settings.h"
#include "engine/core/tables.h"
#include "reports/results/layout.h"
#include "scenarios/format/scenario.h"

namespace ringside::sim {

using core::Duration;
using core::Media;
using core::Time;

/// Callers of one flow and medium, as the world plays them.
struct SeriesPlan {
  core::FlowIndex flow;
  Media media;
  const scenario::Load* load;
};

/// A process of arrivals. A volume above 1 is made of several: the law's own callers, as many again, twice as many again, and
/// so on, the last of them thinned; so the callers of a smaller volume are among those of a larger one.
struct SourcePlan {
  std::uint32_t series;
  const scenario::Arrivals* law;
  std::uint32_t stream = 0;  ///< the same for the same law at every volume
  double factor = 1;
  double keep = 1;
};

struct GroupPlan {
  const scenario::AgentGroup* group;
  std::uint32_t first = 0;  ///< index of its first agent
  std::uint32_t most = 0;
  std::vector<const scenario::Distribution*> handle_time;  ///< by flow; null: the caller's own
  std::vector<const scenario::Distribution*> wrapup;       ///< by flow; null: the engine's
};

struct StartState;

/// A scenario made ready to be played many times: rows, indices, what is measured. Shared by all threads, never changed.
/// The scenario outlives it, and so does the state that it begins with, if it does not begin empty.
struct Plan {
  explicit Plan(const scenario::Scenario& scenario, const StartState* start = nullptr);

  const scenario::Scenario* scenario;
  const StartState* start;
  core::Settings settings;
  core::Tables tables;
  std::vector<SeriesPlan> series;
  std::vector<SourcePlan> sources;
  std::vector<GroupPlan> groups;
  std::vector<std::uint32_t> group_of;  ///< by agent
  report::Layout layout;
  std::vector<core::EwtEstimator> estimators;  ///< in the layout's order
  std::vector<Time> borders;                   ///< of the intervals, warm-up excluded; ends with the horizon
  std::uint32_t samples_a_run = 1;             ///< batches of one long run
  Time begin;                                  ///< before it nobody calls; 0 but for a run that goes on from a live centre
  Time warm;
  Time horizon;
};

}  // namespace ringside::sim
