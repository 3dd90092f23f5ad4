#pragma once

#include <string>

namespace ringside::report {

/// "ringside-report: MESSAGE" on standard error.
void complain(const std::string& message);

/// All or nothing: a reader never sees half a report. "-" is standard output. False: it has been complained about.
bool write_output(const std::string& path, const std::string& text);

}  // namespace ringside::report
