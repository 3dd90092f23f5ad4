#pragma once

#include <string>

namespace ringside::report {

/// A text as a cell: quoted if it must be (RFC 4180), and with an apostrophe before what a spreadsheet would take for a formula
/// (= + - @ tab and carriage return in front, OWASP "CSV Injection"). Numbers are written without it.
std::string csv_cell(const std::string& text);

}  // namespace ringside::report
