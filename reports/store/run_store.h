#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace ringside::report {

/// A run as it is kept.
struct StoredRun {
  std::int64_t id = 0;  ///< given by the store, from 1
  std::string kind;     ///< run, compare, sweep, staff, tune, load, …
  std::string name;     ///< of the scenario
  std::string started;  ///< UTC, ISO 8601
  std::string version;  ///< of the program
  std::uint64_t seed = 0;
  std::string scenario;     ///< its text
  std::string changes;      ///< what was set, a line each: KEY=VALUE
  std::string experiment;   ///< of a sweep's points: what they have in common; else empty
  std::uint64_t point = 0;  ///< number within the experiment
  std::string result;       ///< JSON
};

struct RunStoreError {
  std::string message;  ///< names the file
};

/// Which runs; empty: all.
struct RunFilter {
  std::string kind;
  std::string experiment;
  std::string words;         ///< found in name or changes, whatever their case
  std::uint64_t newest = 0;  ///< only so many, the latest ones; 0: all
};

/// An SQLite file of runs. One thread an object; several programs may have the same file open, each waits for the others'
/// short transactions. Expected failures (no room, no permission, not a database) are errors, never exceptions.
class RunStore {
 public:
  /// Makes file and folder if they are not there; `Access::existing` does not.
  enum class Access { create, existing };
  static tl::expected<RunStore, RunStoreError> open(const std::filesystem::path& file, Access access = Access::create);

  RunStore(RunStore&&) noexcept;
  RunStore& operator=(RunStore&&) noexcept;
  ~RunStore();

  /// Durable when it returns; the new id. A point of an experiment that is there already keeps its first result, and its id
  /// is returned: whoever computes it twice has computed the same.
  tl::expected<std::int64_t, RunStoreError> add(const StoredRun& run);
  /// In the order of ids, without scenario and result, which may be large.
  tl::expected<std::vector<StoredRun>, RunStoreError> list(const RunFilter& filter = {}) const;
  tl::expected<std::optional<StoredRun>, RunStoreError> find(std::int64_t id) const;
  /// The points of an experiment in their order, with their results.
  tl::expected<std::vector<StoredRun>, RunStoreError> points(const std::string& experiment) const;
  /// False: there is none of this id.
  tl::expected<bool, RunStoreError> remove(std::int64_t id);
  /// Copies what another file has and this one has not, in its order; how many. Ids are given anew.
  tl::expected<std::uint64_t, RunStoreError> merge(const RunStore& other);

  const std::filesystem::path& file() const;

 private:
  struct Database;
  explicit RunStore(std::unique_ptr<Database> database);

  std::unique_ptr<Database> database_;
};

/// Where runs are kept if nobody says otherwise: $RINGSIDE_RUNS, $XDG_DATA_HOME/ringside/runs.db, or the same below
/// ~/.local/share. Empty if none of them is set.
std::filesystem::path default_runs_file();

}  // namespace ringside::report
