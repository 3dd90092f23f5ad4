#pragma once

#include <filesystem>
#include <string>

namespace ringside::report {

/// All or nothing: a reader never sees half a file, and a file that cannot be written stays what it was. A link stays one, its
/// target is written. What is no file, such as /dev/null or a pipe, is written as it stands and never replaced.
bool write_output_file(const std::filesystem::path& file, const std::string& text);

}  // namespace ringside::report
