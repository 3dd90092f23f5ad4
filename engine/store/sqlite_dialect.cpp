#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sqlite3.h>

#include "engine/store/dialect.h"

namespace ringside::store {
namespace {

class SqliteDialect final : public Dialect {
 public:
  std::unique_ptr<soci::session> connect(const DbUrl& url, Access access,
                                         std::chrono::milliseconds busy_timeout) const override {
    std::error_code error;
    if (access == Access::existing && !std::filesystem::exists(url.file, error)) {
      throw soci::soci_error("there is no such file; --init-db creates it");  // the backend would make an empty one
    }
    auto sql = std::make_unique<soci::session>(soci::sqlite3, fmt::format("dbname=\"{}\"", url.file.string()));
    *sql << fmt::format("PRAGMA busy_timeout={}", busy_timeout.count());
    return sql;
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

  std::string quote(const std::string& name) const override { return '"' + name + '"'; }

  std::vector<std::string> columns(soci::session& sql, const std::string& table) const override {
    std::vector<std::string> names;
    std::string name;
    soci::statement st = (sql.prepare << "SELECT lower(name) FROM pragma_table_info(:t)", soci::use(table), soci::into(name));
    for (bool more = st.execute(true); more; more = st.fetch()) names.push_back(name);
    return names;
  }

  const char* begin_write() const override { return "BEGIN IMMEDIATE"; }
  const char* insertion_order() const override { return "rowid"; }
  const char* auto_key() const override { return "INTEGER PRIMARY KEY"; }

  bool blames_record(const soci::soci_error& error) const override {
    const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
    if (sqlite == nullptr) return false;
    const int code = sqlite->result() & 0xff;
    return code == SQLITE_CONSTRAINT || code == SQLITE_MISMATCH || code == SQLITE_TOOBIG;
  }
};

}  // namespace

const Dialect& sqlite_dialect() {
  static const SqliteDialect dialect;
  return dialect;
}

}  // namespace ringside::store
