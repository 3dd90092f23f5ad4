#pragma once

#include "engine/control/methods.h"

/// The lists of the control interface as arrays, with the keys, blanks and types that OpenSIPS' clients know.
namespace ringside::control {

void write_queue(JsonWriter& into, const core::Engine& engine, core::Time now);
void write_flows(JsonWriter& into, const core::Engine& engine, core::Time now);
void write_agents(JsonWriter& into, const core::Engine& engine, core::Time now);
void write_calls(JsonWriter& into, const core::Engine& engine, core::Time now);

}  // namespace ringside::control
