#pragma once

#include <string>

namespace ringside::report {

/// "ringside-report: MESSAGE" on standard error.
void complain(const std::string& message);

/// By write_output_file. "-" is standard output. False: it has been complained about.
bool write_output(const std::string& path, const std::string& text);

}  // namespace ringside::report
