#include "reports/store/run_store.h"

#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <cstdlib>

namespace ringside::report {
namespace {

namespace fs = std::filesystem;

constexpr int kFormat = 1;

constexpr const char* kTable = R"(CREATE TABLE IF NOT EXISTS runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  started TEXT NOT NULL,
  version TEXT NOT NULL,
  seed INTEGER NOT NULL,
  scenario TEXT NOT NULL,
  changes TEXT NOT NULL,
  experiment TEXT NOT NULL,
  point INTEGER NOT NULL,
  result TEXT NOT NULL))";
constexpr const char* kPoints = "CREATE UNIQUE INDEX IF NOT EXISTS points ON runs (experiment, point) WHERE experiment <> ''";

/// Columns that any program may have written are read as text, whatever they hold, and judged here.
std::uint64_t number(const std::string& text) {
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || value > (UINT64_MAX - 9) / 10) return 0;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

/// A row on its way out of the database.
struct Row {
  explicit Row(bool with_texts) : whole{with_texts} {}

  std::string columns() const {
    return fmt::format(
        "id, CAST(kind AS TEXT), CAST(name AS TEXT), CAST(started AS TEXT), CAST(version AS TEXT), CAST(seed AS TEXT), "
        "CAST(changes AS TEXT), CAST(experiment AS TEXT), CAST(point AS TEXT), {}, {}",
        whole ? "CAST(scenario AS TEXT)" : "''", whole ? "CAST(result AS TEXT)" : "''");
  }
  void exchange(soci::statement& statement) {
    statement.exchange(soci::into(run.id));
    for (std::size_t i = 0; i < std::size(texts); ++i) statement.exchange(soci::into(texts[i], nulls[i]));
  }
  StoredRun take() const {
    StoredRun taken = run;
    const auto text = [&](std::size_t i) { return nulls[i] == soci::i_ok ? texts[i] : std::string{}; };
    taken.kind = text(0);
    taken.name = text(1);
    taken.started = text(2);
    taken.version = text(3);
    taken.seed = number(text(4));
    taken.changes = text(5);
    taken.experiment = text(6);
    taken.point = number(text(7));
    taken.scenario = text(8);
    taken.result = text(9);
    return taken;
  }

  bool whole;
  StoredRun run;
  std::string texts[10];
  soci::indicator nulls[10]{};
};

}  // namespace

struct RunStore::Database {
  explicit Database(const fs::path& path)
      : file{path}, sql{soci::sqlite3, fmt::format("dbname=\"{}\" timeout=30", path.string())} {}

  std::vector<StoredRun> select(bool whole, const std::string& rest, const std::vector<std::string>& values) {
    Row row{whole};
    std::vector<StoredRun> runs;
    soci::statement statement{sql};
    row.exchange(statement);
    for (const std::string& value : values) statement.exchange(soci::use(value));
    statement.alloc();
    statement.prepare("SELECT " + row.columns() + " FROM runs " + rest);
    statement.define_and_bind();
    for (bool more = statement.execute(true); more; more = statement.fetch()) runs.push_back(row.take());
    return runs;
  }

  RunStoreError error(const std::exception& e) const {
    std::string what = e.what();
    for (char& c : what) {
      if (c == '\n') c = ' ';
    }
    return {fmt::format("{}: {}", file.string(), what)};
  }

  fs::path file;
  mutable soci::session sql;
};

RunStore::RunStore(std::unique_ptr<Database> database) : database_{std::move(database)} {}
RunStore::RunStore(RunStore&&) noexcept = default;
RunStore& RunStore::operator=(RunStore&&) noexcept = default;
RunStore::~RunStore() = default;

const fs::path& RunStore::file() const { return database_->file; }

tl::expected<RunStore, RunStoreError> RunStore::open(const fs::path& file, Access access) {
  const std::string name = file.string();
  if (name.empty()) return tl::unexpected{RunStoreError{"no file for runs: give --runs PATH, or set RINGSIDE_RUNS"}};
  if (name.find('"') != std::string::npos)
    return tl::unexpected{RunStoreError{name + ": a file name without quotes is allowed"}};
  std::error_code failed;
  if (access == Access::existing && !fs::exists(file, failed))
    return tl::unexpected{RunStoreError{name + ": there is no such file"}};
  if (access == Access::create && file.has_parent_path()) fs::create_directories(file.parent_path(), failed);
  if (failed) return tl::unexpected{RunStoreError{name + ": " + failed.message()}};
  try {
    auto database = std::make_unique<Database>(file);
    soci::session& sql = database->sql;
    sql << "PRAGMA busy_timeout=30000";
    int format = 0;
    sql << "PRAGMA user_version", soci::into(format);
    if (format > kFormat) {
      return tl::unexpected{RunStoreError{
          fmt::format("{}: found format {}, known is up to {}: a newer ringside made it", name, format, kFormat)}};
    }
    if (format == 0) {
      int others = 0;
      sql << "SELECT count(*) FROM sqlite_master WHERE name <> 'runs' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
          soci::into(others);
      if (others > 0) return tl::unexpected{RunStoreError{name + ": holds other tables; a file of runs is allowed"}};
      soci::transaction making{sql};
      sql << kTable;
      sql << kPoints;
      sql << fmt::format("PRAGMA user_version={}", kFormat);
      making.commit();
    }
    sql << "PRAGMA journal_mode=WAL";
    sql << "PRAGMA synchronous=FULL";
    return RunStore{std::move(database)};
  } catch (const std::exception& e) {
    return tl::unexpected{RunStoreError{name + ": " + e.what()}};
  }
}

tl::expected<std::int64_t, RunStoreError> RunStore::add(const StoredRun& run) {
  soci::session& sql = database_->sql;
  try {
    soci::transaction adding{sql};
    const auto seed = static_cast<std::int64_t>(run.seed);
    const auto point = static_cast<std::int64_t>(run.point);
    sql << "INSERT INTO runs (kind, name, started, version, seed, scenario, changes, experiment, point, result) VALUES "
           "(:a, :b, :c, :d, :e, :f, :g, :h, :i, :j) ON CONFLICT DO NOTHING",
        soci::use(run.kind), soci::use(run.name), soci::use(run.started), soci::use(run.version), soci::use(seed),
        soci::use(run.scenario), soci::use(run.changes), soci::use(run.experiment), soci::use(point), soci::use(run.result);
    std::int64_t id = 0;
    if (run.experiment.empty()) {
      sql << "SELECT last_insert_rowid()", soci::into(id);
    } else {
      sql << "SELECT id FROM runs WHERE experiment = :e AND point = :p", soci::use(run.experiment), soci::use(point),
          soci::into(id);
    }
    adding.commit();
    return id;
  } catch (const std::exception& e) {
    return tl::unexpected{database_->error(e)};
  }
}

tl::expected<std::vector<StoredRun>, RunStoreError> RunStore::list(const RunFilter& filter) const {
  try {
    // From the end, so that the latest of a million are found without reading the others.
    std::string which =
        "WHERE (:k1 = '' OR kind = :k2) AND (:e1 = '' OR experiment = :e2) AND (:w1 = '' OR instr(lower(name || ' ' || "
        "changes), "
        "lower(:w2)) > 0) ORDER BY id DESC";
    if (filter.newest > 0) which += fmt::format(" LIMIT {}", std::min<std::uint64_t>(filter.newest, INT64_MAX));
    std::vector<StoredRun> runs = database_->select(
        false, which, {filter.kind, filter.kind, filter.experiment, filter.experiment, filter.words, filter.words});
    std::reverse(runs.begin(), runs.end());
    return runs;
  } catch (const std::exception& e) {
    return tl::unexpected{database_->error(e)};
  }
}

tl::expected<std::optional<StoredRun>, RunStoreError> RunStore::find(std::int64_t id) const {
  try {
    std::vector<StoredRun> runs = database_->select(true, fmt::format("WHERE id = {}", id), {});
    if (runs.empty()) return std::nullopt;
    return std::move(runs.front());
  } catch (const std::exception& e) {
    return tl::unexpected{database_->error(e)};
  }
}

tl::expected<std::vector<StoredRun>, RunStoreError> RunStore::points(const std::string& experiment) const {
  try {
    return database_->select(true, "WHERE experiment = :e ORDER BY point", {experiment});
  } catch (const std::exception& e) {
    return tl::unexpected{database_->error(e)};
  }
}

tl::expected<bool, RunStoreError> RunStore::remove(std::int64_t id) {
  try {
    soci::transaction removing{database_->sql};
    soci::statement statement = (database_->sql.prepare << "DELETE FROM runs WHERE id = :id", soci::use(id));
    statement.execute(true);
    const bool removed = statement.get_affected_rows() > 0;
    removing.commit();
    return removed;
  } catch (const std::exception& e) {
    return tl::unexpected{database_->error(e)};
  }
}

tl::expected<std::uint64_t, RunStoreError> RunStore::merge(const RunStore& other) {
  const auto runs = other.list();
  if (!runs) return tl::unexpected{runs.error()};
  std::uint64_t added = 0;
  for (const StoredRun& known : *runs) {
    const auto run = other.find(known.id);
    if (!run) return tl::unexpected{run.error()};
    if (!*run) continue;
    try {
      // The same run: what a point is computed from, or everything about it.
      const StoredRun& r = **run;
      const auto point = static_cast<std::int64_t>(r.point);
      int there = 0;
      database_->sql
          << "SELECT count(*) FROM runs WHERE experiment = :e AND point = :p AND (experiment <> '' OR (kind = :k AND "
             "started = :s AND result = :r))",
          soci::use(r.experiment), soci::use(point), soci::use(r.kind), soci::use(r.started), soci::use(r.result),
          soci::into(there);
      if (there > 0) continue;
    } catch (const std::exception& e) {
      return tl::unexpected{database_->error(e)};
    }
    const auto id = add(**run);
    if (!id) return tl::unexpected{id.error()};
    ++added;
  }
  return added;
}

fs::path default_runs_file() {
  const auto variable = [](const char* name) {
    const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody writes the environment
    return std::string{value == nullptr ? "" : value};
  };
  if (const std::string file = variable("RINGSIDE_RUNS"); !file.empty()) return file;
  if (const std::string data = variable("XDG_DATA_HOME"); !data.empty()) return fs::path{data} / "ringside" / "runs.db";
  if (const std::string home = variable("HOME"); !home.empty())
    return fs::path{home} / ".local" / "share" / "ringside" / "runs.db";
  return {};
}

}  // namespace ringside::report
