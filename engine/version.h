#pragma once

#include <string_view>

namespace ringside {

std::string_view version();  ///< "0.1.0"
/// The commit this was built from, with "-dirty" behind it if files differed; "unknown" outside a repository.
std::string_view commit();
/// "0.1.0 (commit 0123456789ab)"
std::string_view version_line();

}  // namespace ringside
