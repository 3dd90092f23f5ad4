#pragma once

#include <optional>
#include <string>

#include "reports/formats/document.h"

namespace ringside::report {

/// The report as PDF bytes; nothing if the program was built without Qt.
std::optional<std::string> pdf_text(const Document& document);

}  // namespace ringside::report
