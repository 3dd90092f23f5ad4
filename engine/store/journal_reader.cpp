#include "engine/store/journal_reader.h"

#include <algorithm>
#include <map>
#include <vector>

#include "engine/store/reading.h"

namespace ringside::store {
namespace {

constexpr std::size_t kMaxDialogs = 64;  // of a call: far more than ever are
constexpr std::size_t kMaxShown = 64;
/// The year 2128: times beyond it are none that an engine wrote.
constexpr std::int64_t kMaxSeconds = 5'000'000'000;

/// Rows of a table as texts, by the columns asked for. NULL, and a column that is not there, read as no text.
class Rows {
 public:
  Rows(soci::session& sql, const DbUrl& url, const std::string& table, std::vector<std::string> columns)
      : columns_{std::move(columns)}, texts_(columns_.size()), nulls_(columns_.size(), soci::i_null), statement_{sql} {
    const RequiredColumns found{sql, url, table};
    const Dialect& dialect = dialect_of(url);
    std::string list;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!found.has(columns_[i])) continue;
      statement_.exchange(soci::into(texts_[i], nulls_[i]));
      list += (list.empty() ? "" : ", ") + dialect.quote(columns_[i]);
    }
    if (list.empty()) throw Unreadable{fmt::format("{}, table {}: none of its columns is there", url.name(), table)};
    statement_.alloc();
    statement_.prepare(fmt::format("SELECT {} FROM {}", list, dialect.quote(table)));
    statement_.define_and_bind();
  }

  bool next() { return std::exchange(started_, true) ? statement_.fetch() : statement_.execute(true); }

  std::string text(std::string_view column) const {
    const std::size_t i = index(column);
    return nulls_[i] == soci::i_null ? std::string{} : texts_[i];
  }
  /// The fallback for NULL or an absent column; `fault` names a column whose text is no number from `least` to `most`.
  std::int64_t number(std::string_view column, std::int64_t least, std::int64_t most, std::string& fault,
                      std::int64_t fallback = 0) const {
    const std::size_t i = index(column);
    if (nulls_[i] == soci::i_null) return fallback;
    const auto value = parse_number(texts_[i]);
    if (value && *value >= least && *value <= most) return *value;
    fault = fmt::format("column {}: found {}, allowed are whole numbers from {} to {}", column, texts_[i].substr(0, kMaxShown),
                        least, most);
    return fallback;
  }

 private:
  std::size_t index(std::string_view column) const {
    return static_cast<std::size_t>(std::find(columns_.begin(), columns_.end(), column) - columns_.begin());
  }

  std::vector<std::string> columns_;
  std::vector<std::string> texts_;
  std::vector<soci::indicator> nulls_;
  soci::statement statement_;
  bool started_ = false;
};

void read_calls(soci::session& sql, const DbUrl& url, ports::Journal& journal) {
  Rows rows{sql,
            url,
            "cc_calls",
            {"b2buaid", "state", "media", "no_rej", "setup_time", "eta", "last_start", "recv_time", "caller_dn", "caller_un",
             "flow", "agent", "script_param", "details"}};
  while (rows.next()) {
    std::string fault;
    ports::CallRecord call;
    call.b2buaid = rows.text("b2buaid");
    if (!core::parse_call_id(call.b2buaid)) continue;
    const auto time = [&](const char* column) { return core::from_unix_seconds(rows.number(column, 0, kMaxSeconds, fault)); };
    call.state = static_cast<core::CallState>(rows.number("state", 0, 7, fault));
    call.media = static_cast<core::Media>(rows.number("media", 1, 2, fault, 1));
    call.no_rej = static_cast<std::uint32_t>(rows.number("no_rej", 0, 0xffff'ffff, fault));
    call.setup_time = time("setup_time");
    call.eta = rows.number("eta", 0, 0xffff'ffff, fault);
    call.last_start = time("last_start");
    call.recv_time = time("recv_time");
    call.caller_dn = rows.text("caller_dn");
    call.caller_un = rows.text("caller_un");
    call.flow = rows.text("flow");
    call.agent = rows.text("agent");
    call.script_param = rows.text("script_param");
    call.details = rows.text("details");
    if (!fault.empty()) {
      journal.faults.push_back(fmt::format("cc_calls, row {}, {}", call.b2buaid, fault));
      call.state = core::CallState::none;  // of no use but to be ended
    }
    journal.calls.push_back(std::move(call));
  }
}

void read_dialogs(soci::session& sql, const DbUrl& url, ports::Journal& journal) {
  if (dialect_of(url).columns(sql, "rs_dialogs").empty()) return;
  std::map<std::string, ports::CallRecord*, std::less<>> calls;
  for (ports::CallRecord& call : journal.calls) calls.emplace(call.b2buaid, &call);
  Rows rows{sql,
            url,
            "rs_dialogs",
            {"b2buaid", "leg", "state", "call_id", "local_tag", "remote_tag", "local_sdp", "remote_sdp", "details"}};
  while (rows.next()) {
    const auto call = calls.find(rows.text("b2buaid"));
    if (call == calls.end() || call->second->dialogs.size() >= kMaxDialogs) continue;
    call->second->dialogs.push_back({.leg = rows.text("leg"),
                                     .state = rows.text("state"),
                                     .call_id = rows.text("call_id"),
                                     .local_tag = rows.text("local_tag"),
                                     .remote_tag = rows.text("remote_tag"),
                                     .local_sdp = rows.text("local_sdp"),
                                     .remote_sdp = rows.text("remote_sdp"),
                                     .details = rows.text("details")});
  }
}

void read_agents(soci::session& sql, const DbUrl& url, ports::Journal& journal) {
  if (dialect_of(url).columns(sql, "rs_agents").empty()) return;
  constexpr std::int64_t kMaxPosition = std::int64_t{1} << 62;
  Rows rows{
      sql, url, "rs_agents", {"agentid", "position", "logged_in", "row_logstate", "in_chat", "wrapup_end_ms", "rejections"}};
  while (rows.next()) {
    std::string fault;
    ports::AgentRecord agent;
    agent.agentid = rows.text("agentid");
    agent.position = rows.number("position", -kMaxPosition, kMaxPosition, fault);
    agent.logged_in = rows.number("logged_in", 0, 1, fault) == 1;
    agent.row_logstate = rows.number("row_logstate", 0, 1, fault) == 1;
    agent.in_chat = rows.number("in_chat", 0, 1, fault) == 1;
    agent.wrapup_end = core::Time{std::chrono::milliseconds{rows.number("wrapup_end_ms", 0, kMaxSeconds * 1000, fault)}};
    agent.rejections = static_cast<std::uint32_t>(rows.number("rejections", 0, 0xffff'ffff, fault));
    if (fault.empty()) {
      journal.agents.push_back(std::move(agent));
    } else {
      journal.faults.push_back(fmt::format("rs_agents, row {}, {}", agent.agentid.substr(0, kMaxShown), fault));
    }
  }
}

/// The calls whose final CDR was committed in the group before the one that would have removed them.
void read_ended(soci::session& sql, const DbUrl& url, ports::Journal& journal) {
  std::set<std::uint64_t> cids;
  for (const ports::CallRecord& call : journal.calls) cids.insert(core::parse_call_id(call.b2buaid)->cid());
  if (cids.empty()) return;
  RequiredColumns{sql, url, "cc_cdrs"}.require("cid");
  const auto least = static_cast<long long>(*cids.begin());
  std::string text;
  soci::indicator null = soci::i_ok;
  soci::statement st = (sql.prepare << "SELECT cid FROM cc_cdrs WHERE call_type <> -2 AND cid >= :least", soci::use(least),
                        soci::into(text, null));
  for (bool more = st.execute(true); more; more = st.fetch()) {
    const auto cid = null == soci::i_null ? std::nullopt : parse_number(text);
    if (cid && cids.contains(static_cast<std::uint64_t>(*cid))) journal.ended.insert(static_cast<std::uint64_t>(*cid));
  }
}

}  // namespace

tl::expected<ports::Journal, ports::StoreError> read_journal(const Databases& databases, const StoreSettings& settings) {
  // A day's CDRs may be looked through.
  const Patience patience{.connect = settings.connect_timeout, .statement = std::chrono::seconds{60}};
  ports::Journal journal;
  const auto read = guarded(databases.rt, patience, [&](soci::session& sql) {
    sql << dialect_of(databases.rt).begin_read();
    read_calls(sql, databases.rt, journal);
    read_dialogs(sql, databases.rt, journal);
    read_agents(sql, databases.rt, journal);
    sql << "COMMIT";
    return true;
  });
  if (!read) return tl::unexpected(read.error());
  const auto ended = guarded(databases.acc, patience, [&](soci::session& sql) {
    read_ended(sql, databases.acc, journal);
    return true;
  });
  if (!ended) return tl::unexpected(ended.error());
  return journal;
}

}  // namespace ringside::store
