#pragma once

#include "engine/control/methods.h"

/// The lists of the control interface, with the keys, blanks and types that OpenSIPS' clients know.
namespace ringside::control {

Json list_queue(const core::Engine& engine, core::Time now);
Json list_flows(const core::Engine& engine, core::Time now);
Json list_agents(const core::Engine& engine, core::Time now);
Json list_calls(const core::Engine& engine, core::Time now);

}  // namespace ringside::control
