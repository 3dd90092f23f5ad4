#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "scenarios/format/fault.h"
#include "scenarios/format/scenario.h"

namespace ringside::scenario {

/// Reads and judges a scenario, with what its variants would make of it; all faults at once, none of them an exception.
tl::expected<Scenario, Faults> load_scenario(const std::string& file, const std::vector<Override>& overrides = {});
/// The same from text; `file` is for messages, and traces in CSV files are looked for beside it.
tl::expected<Scenario, Faults> parse_scenario(std::string_view text, const std::string& file,
                                              const std::vector<Override>& overrides = {});

/// Changes settings by the keys that a scenario has for them, settings.wrapup_time and so on; other keys are faults.
tl::expected<core::Settings, Faults> change_settings(const core::Settings& settings, const std::vector<Override>& overrides);

/// The JSON Schema of the format.
std::string_view schema();

}  // namespace ringside::scenario
