#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "engine/core/types.h"
#include "simulator/fit/law_fit.h"
#include "simulator/plan.h"
#include "simulator/recorded/recorded_day.h"

namespace ringside::sim {

/// What was not seen of somebody is drawn from what was seen of others.
struct Unseen {
  std::vector<std::optional<fit::LawFit>> patience;  ///< by series; none: nobody was seen to leave
  std::vector<std::vector<const CallSeen*>> talks;   ///< by series
  std::map<core::AgentIndex, std::vector<const OfferSeen*>> offers;
  std::vector<const OfferSeen*> all_offers;
  std::map<std::pair<std::uint32_t, core::Message>, std::vector<Duration>> messages;  ///< by flow
  std::vector<Duration> releases;

  Unseen(const RecordedDay& day, const Plan& plan);
};

}  // namespace ringside::sim
