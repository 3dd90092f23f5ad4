#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sqlite3.h>

#include "engine/store/dialect.h"

namespace ringside::store {
namespace {

class SqliteDialect final : public Dialect {
 public:
  std::unique_ptr<soci::session> connect(const DbUrl& url, Access access, const Patience&) const override {
    std::error_code error;
    if (access == Access::existing && !std::filesystem::exists(url.file, error)) {
      throw soci::soci_error("there is no such file; --init-db creates it");  // the backend would make an empty one
    }
    return std::make_unique<soci::session>(soci::sqlite3, fmt::format("dbname=\"{}\"", url.file.string()));
  }

  int socket_of(soci::session&) const override { return -1; }

  void prepare(soci::session& sql, const Patience& patience) const override {
    sql << fmt::format("PRAGMA busy_timeout={}", patience.lock.count());
  }

  std::string make_durable(soci::session& sql) const override {
    sql << "PRAGMA synchronous=FULL";
    std::string mode;
    try {
      sql << "PRAGMA journal_mode=WAL", soci::into(mode);
    } catch (const soci::soci_error& error) {
      return fmt::format("write-ahead logging could not be switched on ({}); commits are durable, but slower", error.what());
    }
    if (mode == "wal") return {};
    return fmt::format("journal mode is {} instead of wal; commits are durable, but slower", mode);
  }

  Texts texts(soci::session&) const override { return Texts::any; }
  std::string quote(const std::string& name) const override { return '"' + name + '"'; }

  std::vector<TableColumn> columns(soci::session& sql, const std::string& table) const override {
    std::vector<TableColumn> columns;
    std::string name;
    soci::statement st = (sql.prepare << "SELECT lower(name) FROM pragma_table_info(:t)", soci::use(table), soci::into(name));
    for (bool more = st.execute(true); more; more = st.fetch()) columns.push_back({name});
    return columns;
  }

  const char* begin_read() const override { return "BEGIN"; }
  const char* begin_write() const override { return "BEGIN IMMEDIATE"; }
  const char* for_update() const override { return ""; }
  const char* insertion_order() const override { return "rowid"; }
  const char* auto_key() const override { return "INTEGER PRIMARY KEY"; }
  const char* timestamp() const override { return "DATETIME"; }
  const char* table_options() const override { return ""; }

  bool blames_record(const soci::soci_error& error) const override {
    const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    if (sqlite == nullptr) return false;
    const int code = sqlite->result() & 0xff;
    return code == SQLITE_CONSTRAINT || code == SQLITE_MISMATCH || code == SQLITE_TOOBIG;
  }

  bool lost_connection(const soci::soci_error&) const override { return false; }
};

}  // namespace

const Dialect& sqlite_dialect() {
  static const SqliteDialect dialect;
  return dialect;
}

}  // namespace ringside::store
