#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace ringside::load {

/// For every agent, from the BYE that frees him to the INVITE of his next call, as his phone sees them: milliseconds. Only
/// meaningful where a call was always waiting. Read from SIPp's short trace of the agents (-trace_shortmsg).
std::vector<double> dispatch_gaps(std::string_view short_trace);
/// Nothing for a file that is missing.
std::vector<double> read_dispatch_gaps(const std::filesystem::path& file);

}  // namespace ringside::load
