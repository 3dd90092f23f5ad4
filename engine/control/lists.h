#pragma once

#include "engine/control/methods.h"

/// The lists of the control interface as arrays, with the keys, blanks and types that OpenSIPS' clients know.
namespace ringside::control {

void write_queue(JsonWriter& into, const core::Engine& engine, core::Time now);
void write_flows(JsonWriter& into, const core::Engine& engine, core::Time now);
void write_agents(JsonWriter& into, const core::Engine& engine, core::Time now);
/// `full` adds medium, time in the queue and time of talk, which OpenSIPS' list does not have.
enum class Detail { as_opensips, full };
void write_calls(JsonWriter& into, const core::Engine& engine, core::Time now, Detail detail);

}  // namespace ringside::control
