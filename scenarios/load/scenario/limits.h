#pragma once

#include <string>
#include <vector>

#include "scenarios/format/scenario.h"

namespace ringside::load {

/// What of a scenario cannot be played with an engine of our own, or with another target, each named with its place; empty: all
/// can be played.
std::vector<std::string> cannot_play(const scenario::Scenario& scenario, bool own_engine);

/// What is played, but otherwise than the simulator does it: in sentences for people.
std::vector<std::string> approximations(const scenario::Scenario& scenario, double time_scale, bool by_sipp_alone,
                                        bool led_chats);

}  // namespace ringside::load
