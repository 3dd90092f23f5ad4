#include <algorithm>

#include <fmt/format.h>
#include <soci/mysql/soci-mysql.h>
#include <soci/soci.h>

#include "engine/store/connection_text.h"
#include "engine/store/dialect.h"

namespace ringside::store {
namespace {

class MariadbDialect final : public Dialect {
 public:
  std::unique_ptr<soci::session> connect(const DbUrl& url, Access, const Patience& patience) const override {
    ConnectionText text;
    if (url.unix_socket.empty()) {
      text.add("host", url.host);
      if (url.port != 0) text.add("port", std::to_string(url.port));
    } else {
      text.add("unix_socket", url.unix_socket);
    }
    text.add("user", url.user);
    text.add("password", url.password);
    text.add("db", url.database);
    text.add("charset", "utf8mb4");
    const std::string answer = std::to_string(whole_seconds(patience.statement) + 1);
    text.add("connect_timeout", std::to_string(whole_seconds(patience.connect)));
    text.add("read_timeout", answer);
    text.add("write_timeout", answer);
    return std::make_unique<soci::session>(soci::mysql, text.text());
  }

  int socket_of(soci::session& sql) const override {
    return static_cast<int>(::mysql_get_socket(static_cast<soci::mysql_session_backend*>(sql.get_backend())->conn_));
  }

  /// Without strict mode a character that a table's encoding lacks becomes '?', and its CDR is written.
  void prepare(soci::session& sql, const Patience& patience) const override {
    const long long lock = whole_seconds(patience.lock);
    sql << fmt::format(
        "SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION', max_statement_time = {:.3f}, innodb_lock_wait_timeout = {}, "
        "lock_wait_timeout = {}",
        static_cast<double>(patience.statement.count()) / 1000, lock, lock);
  }

  std::string make_durable(soci::session& sql) const override {
    std::string log_flush, notice, tables;
    soci::indicator none = soci::i_ok;
    sql << "SELECT @@GLOBAL.innodb_flush_log_at_trx_commit", soci::into(log_flush);
    if (log_flush != "1") {
      notice = fmt::format(
          "innodb_flush_log_at_trx_commit is {} in the server: a commit may not outlive a crash of its machine", log_flush);
    }
    sql << "SELECT GROUP_CONCAT(table_name, ' ', engine) FROM information_schema.tables WHERE table_schema = DATABASE() "
           "AND table_name IN ('cc_cdrs', 'cc_calls', 'rs_writers') AND engine <> 'InnoDB'",
        soci::into(tables, none);
    if (none == soci::i_ok) {
      notice += fmt::format("{}without transactions ({}), where InnoDB has them, an outage may repeat CDRs",
                            notice.empty() ? "" : "; ", tables);
    }
    return notice;
  }

  Texts texts(soci::session&) const override { return Texts::utf8; }
  std::string quote(const std::string& name) const override { return '`' + name + '`'; }

  std::vector<TableColumn> columns(soci::session& sql, const std::string& table) const override {
    std::vector<TableColumn> columns;
    std::string name, length;
    soci::indicator null = soci::i_ok;
    soci::statement st = (sql.prepare << "SELECT lower(column_name), character_maximum_length FROM information_schema.columns "
                                         "WHERE table_schema = DATABASE() AND table_name = :t ORDER BY ordinal_position",
                          soci::use(table), soci::into(name), soci::into(length, null));
    for (bool more = st.execute(true); more; more = st.fetch()) {
      columns.push_back({name, null == soci::i_ok ? std::stoull(length) : 0});
    }
    return columns;
  }

  const char* begin_read() const override { return "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"; }
  const char* begin_write() const override { return "START TRANSACTION"; }
  const char* for_update() const override { return " FOR UPDATE"; }
  const char* insertion_order() const override { return "NULL"; }  // InnoDB's hidden key counts up
  const char* auto_key() const override { return "BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY"; }
  const char* timestamp() const override { return "DATETIME"; }
  const char* table_options() const override { return " ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"; }

  bool blames_record(const soci::soci_error& error) const override {
    static constexpr unsigned kOfRecord[] = {1048, 1062, 1264, 1265, 1292, 1364, 1366, 1406, 1451, 1452, 1644, 4025};
    const auto* found = dynamic_cast<const soci::mysql_soci_error*>(&error);
    return found != nullptr && std::find(std::begin(kOfRecord), std::end(kOfRecord), found->err_num_) != std::end(kOfRecord);
  }

  /// Server shutdown in progress, connection killed; gone away, lost, lost at a system call; killed by its server.
  bool lost_connection(const soci::soci_error& error) const override {
    static constexpr unsigned kLost[] = {1053, 1927, 2006, 2013, 2055, 4031};
    const auto* found = dynamic_cast<const soci::mysql_soci_error*>(&error);
    return found != nullptr && std::find(std::begin(kLost), std::end(kLost), found->err_num_) != std::end(kLost);
  }
};

}  // namespace

const Dialect& mariadb_dialect() {
  static const MariadbDialect dialect;
  return dialect;
}

}  // namespace ringside::store
