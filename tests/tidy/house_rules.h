#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace ringside::tidy {

/// A text file of the tree, its path as it is written from the root ("engine/core/types.h").
struct SourceFile {
  std::string path;
  std::string text;
};
using Files = std::vector<SourceFile>;
/// What breaks a rule, one sentence each, beginning with file and line.
using Violations = std::vector<std::string>;

/// Every text file below `root` but what is built, generated or hidden.
Files files_of_tree(const std::filesystem::path& root);

/// Each part includes only the parts below it, and always from the root.
Violations wrong_includes(const Files& files);
/// Sofia-SIP is known to engine/sip alone.
Violations sofia_outside_sip(const Files& files);
/// Every header says #pragma once.
Violations headers_without_pragma_once(const Files& files);
/// Every folder of the layout says in a README.md what it is.
Violations folders_without_readme(const Files& files);
/// Every row "| E-XXX-N | ... |" of engine/README.md names tests that are there and name the rule.
Violations rules_without_test(const Files& files);
/// Nothing names a place on somebody's own machine.
Violations absolute_paths(const Files& files);

}  // namespace ringside::tidy
