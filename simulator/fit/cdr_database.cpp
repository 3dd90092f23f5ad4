#include "simulator/fit/cdr_database.h"

#include <fmt/format.h>
#include <soci/mysql/soci-mysql.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>

#include "simulator/fit/cdr_rows.h"
#include "simulator/fit/text.h"

namespace ringside::fit {
namespace {

/// "key='value'", as both client libraries read it.
std::string pair(const std::string& key, const std::string& value) {
  if (value.empty()) return {};
  std::string text = key + "='";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "' ";
}

struct Server {
  std::string user, password, host, port, database;
};

std::optional<Server> server_of(std::string rest) {
  Server server;
  if (const std::size_t at = rest.rfind('@'); at != std::string::npos) {
    const std::string who = rest.substr(0, at);
    rest.erase(0, at + 1);
    const std::size_t colon = std::min(who.find(':'), who.size());
    server.user = who.substr(0, colon);
    if (colon < who.size()) server.password = who.substr(colon + 1);
  }
  const std::size_t slash = rest.find('/');
  if (slash == std::string::npos || slash + 1 == rest.size()) return {};
  server.database = rest.substr(slash + 1);
  server.host = rest.substr(0, slash);
  if (const std::size_t colon = server.host.rfind(':'); colon != std::string::npos && server.host.back() != ']') {
    server.port = server.host.substr(colon + 1);
    server.host.erase(colon);
    if (server.port.empty() || server.port.find_first_not_of("0123456789") != std::string::npos) return {};
  }
  if (server.host.empty()) return {};
  return server;
}

std::string scheme_of(const std::string& url) { return url.substr(0, std::min(url.find("://"), url.size())); }

/// Without the password.
std::string name_of(const std::string& url) {
  const std::size_t at = url.rfind('@');
  const std::size_t begin = url.find("://");
  return at == std::string::npos || begin == std::string::npos ? url : url.substr(0, begin + 3) + "..." + url.substr(at);
}

std::unique_ptr<soci::session> connect(const std::string& url) {
  const std::string scheme = scheme_of(url);
  std::string rest = url.substr(scheme.size() + 3);
  if (scheme == "sqlite") {
    std::error_code ignored;
    if (rest.find('"') != std::string::npos || !std::filesystem::is_regular_file(rest, ignored))
      throw soci::soci_error("there is no such file");
    return std::make_unique<soci::session>(soci::sqlite3, fmt::format("dbname=\"{}\" timeout=10 readonly=true", rest));
  }
  const auto server = server_of(rest);
  if (!server) throw soci::soci_error("the URL names no host and database: SCHEME://USER:PASSWORD@HOST:PORT/DATABASE");
  if (scheme == "mysql" || scheme == "mariadb") {
    return std::make_unique<soci::session>(soci::mysql, pair("host", server->host) + pair("port", server->port) +
                                                            pair("user", server->user) + pair("password", server->password) +
                                                            pair("db", server->database) + "connect_timeout=10");
  }
  return std::make_unique<soci::session>(soci::postgresql, pair("host", server->host) + pair("port", server->port) +
                                                               pair("user", server->user) + pair("password", server->password) +
                                                               pair("dbname", server->database) + "connect_timeout=10");
}

/// A column that may be absent is looked for by asking for it.
bool has_column(soci::session& sql, const std::string& column) {
  try {
    sql.once << "SELECT " << column << " FROM cc_cdrs WHERE 1 = 0";
    return true;
  } catch (const soci::soci_error&) {
    return false;
  }
}

/// The texts of one row; everything is fetched as text, so that a text in a number column is seen as what it is.
class Columns {
 public:
  static constexpr std::array kRequired{"received_timestamp", "wait_time", "pickup_time", "talk_time", "flow_id",
                                        "agent_id",           "call_type", "fstats",      "cid"};
  static constexpr std::array kOptional{"media", "wait_ms", "pickup_ms", "talk_ms"};

  explicit Columns(soci::session& sql) {
    for (const char* name : kRequired) names_.emplace_back(name);
    for (const char* name : kOptional) {
      if (has_column(sql, name)) names_.emplace_back(name);
    }
    texts_.resize(names_.size());
    nulls_.resize(names_.size());
  }
  std::string list(bool mysql) const {
    std::string list;
    for (const std::string& name : names_)
      list += (list.empty() ? "" : ", ") + fmt::format("CAST({} AS {})", name, mysql ? "CHAR" : "VARCHAR(255)");
    return list;
  }
  void exchange(soci::statement& statement) {
    for (std::size_t i = 0; i < names_.size(); ++i) statement.exchange(soci::into(texts_[i], nulls_[i]));
  }
  /// Nothing: NULL, or not there.
  std::optional<std::string> text(std::string_view name) const {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i] == name && nulls_[i] == soci::i_ok) return texts_[i];
    }
    return {};
  }
  std::optional<std::int64_t> number(std::string_view name) const {
    const auto found = text(name);
    return found ? whole_number(*found) : std::nullopt;
  }
  std::optional<Span> time(const std::string& name) const {
    if (const auto ms = number(name + "_ms"); ms && *ms >= 0) return Span::exactly(static_cast<double>(*ms) / 1000);
    const auto seconds = number(name + "_time");
    if (!seconds || *seconds < 0 || *seconds > 10 * 86400) return {};
    return Span::whole(static_cast<double>(*seconds));
  }

 private:
  std::vector<std::string> names_;
  std::vector<std::string> texts_;
  std::vector<soci::indicator> nulls_;
};

/// What is wrong with the row; empty: nothing.
std::string read_row(const Columns& columns, CdrRow& row) {
  const auto received = columns.text("received_timestamp");
  const auto when = received ? wall_clock(*received) : std::nullopt;
  if (!when) return "received_timestamp that is no time";
  const auto wait = columns.time("wait");
  const auto pickup = columns.time("pickup");
  const auto talk = columns.time("talk");
  if (!wait || !pickup || !talk) return "a time that is no number from 0 to ten days";
  const auto type = columns.number("call_type");
  if (!type || *type < -2 || *type > 1) return "a call_type other than -2, -1, 0, 1";
  const auto flow = columns.text("flow_id");
  if (!flow || flow->empty() || flow->size() > 255) return "no flow_id";
  row.received = *when;
  row.wait = *wait;
  // A phone that did not ring shows as 0 whole seconds.
  row.pickup = *pickup;
  row.talk = *talk;
  row.type = *type;
  row.flow = *flow;
  row.agent = columns.text("agent_id").value_or("");
  row.fstats = columns.number("fstats").value_or(0);
  row.cid = columns.number("cid").value_or(0);
  row.media = columns.number("media").value_or(1);
  return {};
}

}  // namespace

bool is_database(const std::string& source) {
  const std::string scheme = scheme_of(source);
  return scheme != source &&
         (scheme == "sqlite" || scheme == "postgres" || scheme == "postgresql" || scheme == "mysql" || scheme == "mariadb");
}

tl::expected<Observed, std::string> read_cdrs(const std::string& url) {
  constexpr std::uint64_t kMostRows = 50'000'000;
  try {
    const std::unique_ptr<soci::session> sql = connect(url);
    Columns columns{*sql};
    soci::statement statement{*sql};
    columns.exchange(statement);
    statement.alloc();
    statement.prepare("SELECT " + columns.list(scheme_of(url).starts_with("m")) + " FROM cc_cdrs");
    statement.define_and_bind();
    Observed observed;
    std::vector<CdrRow> rows;
    for (bool more = statement.execute(true); more && observed.rows < kMostRows; more = statement.fetch()) {
      ++observed.rows;
      CdrRow row;
      const std::string wrong = read_row(columns, row);
      if (wrong.empty()) {
        rows.push_back(std::move(row));
      } else {
        observed.reject(wrong, "row " + std::to_string(observed.rows));
      }
    }
    assemble(rows, observed);
    return observed;
  } catch (const std::exception& e) {
    std::string what = e.what();
    std::replace(what.begin(), what.end(), '\n', ' ');
    return tl::unexpected{name_of(url) + ": " + what.substr(0, 500)};
  }
}

}  // namespace ringside::fit
