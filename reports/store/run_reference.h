#pragma once

#include <string>
#include <tl/expected.hpp>

#include "reports/results/read_json.h"
#include "reports/store/run_store.h"

namespace ringside::report {

/// A run that somebody asked for, read and judged.
struct FoundRun {
  std::string name;  ///< for headings: "run 12" or the file's name
  ReadResult read;
};

/// `reference` is an id in the store, such as 12, or the path of a result JSON file. The store is opened for ids only.
/// The error tells what was looked for, and where.
tl::expected<FoundRun, RunStoreError> find_run(const std::string& reference, const std::filesystem::path& store);

/// The id, if the reference is one; a file called 12 is asked for as ./12.
std::optional<std::int64_t> run_id(const std::string& reference);

}  // namespace ringside::report
