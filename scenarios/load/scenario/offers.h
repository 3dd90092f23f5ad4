#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulator/plan.h"
#include "simulator/random_stream.h"

namespace ringside::load {

/// Rows of scenarios/sipp/phone.xml for the phones (or chat programs) of one group: what becomes of each offer, drawn by the
/// scenario's laws. The laws are the simulator's; the draws belong to the offers of the group in their order, and not to the
/// callers as there. Times are divided by the time scale.
std::vector<std::string> phone_rows(const sim::GroupPlan& group, std::uint32_t kind, std::uint32_t number,
                                    const sim::ReplicationKey& key, double time_scale, core::Media media, std::size_t rows);

}  // namespace ringside::load
