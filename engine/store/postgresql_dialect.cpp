#include <algorithm>

#include <fmt/format.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

#include "engine/store/connection_text.h"
#include "engine/store/dialect.h"

namespace ringside::store {
namespace {

class PostgresqlDialect final : public Dialect {
 public:
  std::unique_ptr<soci::session> connect(const DbUrl& url, Access, const Patience& patience) const override {
    ConnectionText text;
    text.add("host", url.unix_socket.empty() ? url.host : url.unix_socket);
    if (url.port != 0) text.add("port", std::to_string(url.port));
    text.add("user", url.user);
    text.add("password", url.password);
    text.add("dbname", url.database);
    text.add("connect_timeout", std::to_string(std::max<long long>(whole_seconds(patience.connect), 2)));  // 1 means 2
    text.add("client_encoding", "UTF8");
    text.add("application_name", "ringside");
    text.add("gssencmode", "disable");
    text.add("keepalives_idle", "30");
    return std::make_unique<soci::session>(soci::postgresql, text.text());
  }

  int socket_of(soci::session& sql) const override {
    return ::PQsocket(static_cast<soci::postgresql_session_backend*>(sql.get_backend())->conn_);
  }

  void prepare(soci::session& sql, const Patience& patience) const override {
    sql << fmt::format("SET statement_timeout = {}", patience.statement.count());
    sql << fmt::format("SET lock_timeout = {}", std::max<long long>(patience.lock.count(), 1));
  }

  std::string make_durable(soci::session& sql) const override {
    std::string mode, fsync;
    sql << "SHOW synchronous_commit", soci::into(mode);
    if (mode == "off" || mode == "local") sql << "SET synchronous_commit = on";
    sql << "SHOW fsync", soci::into(fsync);
    return fsync == "on" ? "" : "fsync is off in the server: a commit may not outlive a crash of its machine";
  }

  Texts texts(soci::session& sql) const override {
    std::string encoding;
    sql << "SHOW server_encoding", soci::into(encoding);
    return encoding == "UTF8" ? Texts::utf8 : Texts::ascii;
  }

  /// In lower case, as names without quotes are read: those in SQL of the database's own scripts and clients.
  std::string quote(const std::string& name) const override { return '"' + lower_case(name) + '"'; }

  std::vector<TableColumn> columns(soci::session& sql, const std::string& table) const override {
    std::vector<TableColumn> columns;
    std::string name;
    long long length = 0;
    const std::string quoted = quote(table);
    soci::statement st = (sql.prepare << "SELECT lower(attname), CASE WHEN atttypid IN (1042, 1043) AND atttypmod > 4 "
                                         "THEN atttypmod - 4 ELSE 0 END FROM pg_attribute "
                                         "WHERE attrelid = to_regclass(:t) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
                          soci::use(quoted), soci::into(name), soci::into(length));
    for (bool more = st.execute(true); more; more = st.fetch()) columns.push_back({name, static_cast<std::size_t>(length)});
    return columns;
  }

  const char* begin_read() const override { return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"; }
  const char* begin_write() const override { return "BEGIN"; }
  const char* for_update() const override { return " FOR UPDATE"; }
  const char* insertion_order() const override { return "ctid"; }
  const char* auto_key() const override { return "BIGSERIAL PRIMARY KEY"; }
  const char* timestamp() const override { return "TIMESTAMP"; }
  const char* table_options() const override { return ""; }

  /// Class 22 is data that does not fit, 23 a constraint, P0 an exception that a trigger raised.
  bool blames_record(const soci::soci_error& error) const override {
    const auto* found = dynamic_cast<const soci::postgresql_soci_error*>(&error);
    if (found == nullptr) return false;
    const std::string kind = found->sqlstate().substr(0, 2);
    return kind == "22" || kind == "23" || kind == "P0";
  }

  /// An error without a state is the library's own: there was no answer to take one from.
  bool lost_connection(const soci::soci_error& error) const override {
    const auto* found = dynamic_cast<const soci::postgresql_soci_error*>(&error);
    if (found == nullptr) return false;
    const std::string state = found->sqlstate();
    return state.starts_with("08") || state.starts_with("57P") ||
           state.find_first_not_of(std::string_view{" \0", 2}) == std::string::npos;
  }
};

}  // namespace

const Dialect& postgresql_dialect() {
  static const PostgresqlDialect dialect;
  return dialect;
}

}  // namespace ringside::store
