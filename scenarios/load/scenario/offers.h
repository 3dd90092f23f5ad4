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

/// Whether what happens to the announcements of this flow has to be drawn: they are not all alike.
bool has_drawn_announcements(const scenario::Flow& flow);

/// Rows of scenarios/sipp/media.xml for one message of a flow, drawn likewise: how long it plays, how late its server answers,
/// and whether it does.
std::vector<std::string> announcement_rows(const scenario::Flow& flow, const scenario::Distribution& length,
                                           std::uint32_t number, const sim::ReplicationKey& key, double time_scale,
                                           std::size_t rows);

}  // namespace ringside::load
