#pragma once

#include <QString>
#include <string>

namespace ringside::gui {

/// A title, name or label of a described chart in the user's language; names of flows and the like stay as they are.
QString in_words(const std::string& text);

}  // namespace ringside::gui
