#include "engine/store/sql_store.h"

#include <vector>

#include "engine/store/databases.h"
#include "engine/store/journal_reader.h"
#include "engine/store/table_reader.h"
#include "engine/store/writer.h"

namespace ringside::store {
namespace {

/// One writer for each different database, the CDRs' first.
std::vector<DatabaseWriter> make_writers(const Databases& databases, const StoreSettings& settings,
                                         const std::string& writer_id, const LogHook& log, Counting& counting) {
  std::vector<std::pair<DbUrl, Roles>> plan;
  const auto assign = [&plan](const DbUrl& url, bool Roles::*role) {
    for (auto& [known, roles] : plan) {
      if (known == url) {
        roles.*role = true;
        return;
      }
    }
    plan.emplace_back(url, Roles{}).second.*role = true;
  };
  assign(databases.acc, &Roles::cdrs);
  assign(databases.rt, &Roles::calls);
  assign(databases.db, &Roles::agents);

  std::vector<DatabaseWriter> writers;
  for (const auto& [url, roles] : plan) writers.emplace_back(url, roles, settings, writer_id, log, counting);
  return writers;
}

}  // namespace

struct SqlStore::Parts {
  StoreSettings settings;
  Databases databases;
  Counting counting;
  std::unique_ptr<Writer> writer;
};

tl::expected<std::unique_ptr<SqlStore>, ports::StoreError> SqlStore::open(StoreSettings settings, LogHook log) {
  if (!log) log = [](LogLevel, std::string_view) {};
  auto databases = databases_of(settings);
  if (!databases) return tl::unexpected(databases.error());
  if (auto tables = read_tables(databases->db, settings); !tables) return tl::unexpected(tables.error());
  auto spill = SpillFile::open(spill_path(*databases, settings), settings.spill_bound);
  if (!spill) return tl::unexpected(spill.error());

  auto parts = std::make_unique<Parts>();
  parts->settings = std::move(settings);
  parts->databases = std::move(*databases);
  auto writers = make_writers(parts->databases, parts->settings, spill->writer_id(), log, parts->counting);
  parts->writer =
      std::make_unique<Writer>(std::move(writers), std::move(*spill), parts->settings, std::move(log), parts->counting);
  if (auto started = parts->writer->start(); !started) return tl::unexpected(started.error());
  return std::unique_ptr<SqlStore>{new SqlStore{std::move(parts)}};
}

SqlStore::SqlStore(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}
SqlStore::~SqlStore() = default;

tl::expected<core::Tables, ports::StoreError> SqlStore::load() { return read_tables(parts_->databases.db, parts_->settings); }
tl::expected<std::uint64_t, ports::StoreError> SqlStore::last_cid() { return read_last_cid(parts_->databases); }

tl::expected<ports::Journal, ports::StoreError> SqlStore::load_journal() {
  return read_journal(parts_->databases, parts_->settings);
}

void SqlStore::write_cdr(ports::CdrRecord record) { parts_->writer->push(std::move(record)); }
void SqlStore::save_call(ports::CallRecord record) { parts_->writer->push(std::move(record)); }
void SqlStore::remove_call(std::string b2buaid) { parts_->writer->push(CallRemoval{std::move(b2buaid)}); }
void SqlStore::save_agent(ports::AgentRecord record) { parts_->writer->push(std::move(record)); }
void SqlStore::save_wrapup_end(std::string agent_id, core::Time end) {
  parts_->writer->push(WrapupEnd{std::move(agent_id), end});
}
tl::expected<void, ports::StoreError> SqlStore::flush() { return parts_->writer->flush(); }
StoreCounters SqlStore::counters() const { return parts_->counting.snapshot(); }

}  // namespace ringside::store
