#pragma once

#include <string>
#include <vector>

#include "gui/models/scenario_document.h"

namespace ringside::gui {

/// Changes as a run keeps them, a line each (KEY=VALUE), as values to be written into the text that was played: a step such as
/// "+1" as what it came to, since a file knows no steps. The error is for the user.
tl::expected<std::vector<ValueChange>, YamlEditError> written_changes(const std::string& text, const std::string& lines);

}  // namespace ringside::gui
