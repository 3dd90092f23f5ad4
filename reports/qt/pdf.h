#pragma once

#include <string>

#include "reports/formats/document.h"

namespace ringside::report {

/// The report on A4 as PDF bytes, with page numbers and charts as vectors. Needs a QApplication; a display it needs not
/// (platform "offscreen").
std::string to_pdf(const Document& document);

}  // namespace ringside::report
