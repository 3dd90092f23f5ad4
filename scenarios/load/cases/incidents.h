#pragma once

#include <string>

#include "scenarios/load/plan.h"

namespace ringside::load {

/// Logs an agent in over MI.
Incident agent_logs_in(milliseconds at, const std::string& agent);

}  // namespace ringside::load
