#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "engine/core/settings.h"
#include "engine/core/tables.h"
#include "scenarios/format/load.h"

namespace ringside::sim {

/// The rules of a recorded day, changed: settings.KEY as in a scenario, flows.FLOWID.COLUMN and agents.AGENTID.COLUMN with the
/// columns of cc_flows and cc_agents. An agent who is not there yet is hired, and logged in all day unless `logstate` is 0;
/// logstate of another keeps him there, or away, all day. The error is a line that names key, found and allowed.
tl::expected<void, std::string> change(core::Settings& settings, core::Tables& tables,
                                       const std::vector<scenario::Override>& changes);

}  // namespace ringside::sim
