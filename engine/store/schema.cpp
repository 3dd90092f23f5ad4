#include "engine/store/schema.h"

#include <algorithm>

#include <fmt/format.h>
#include <soci/soci.h>

#include "engine/store/databases.h"
#include "engine/store/link.h"
#include "engine/store/messages.h"

namespace ringside::store {
namespace {

using Created = std::vector<std::string>;
using Outcome = tl::expected<void, ports::StoreError>;

/// Creates tables of one database, each with its indexes, unless the table is there.
class TableMaker {
 public:
  TableMaker(const DbUrl& url, Created& created) : url_{url}, dialect_{dialect_of(url)}, created_{created} {
    std::error_code error;
    const bool existed = url.kind != DbKind::sqlite || std::filesystem::exists(url.file, error);
    link_ = std::make_unique<Link>(url, Access::create, Patience{.lock = std::chrono::seconds{5}});
    run(dialect_.begin_write());
    if (!existed) made_.push_back(fmt::format("database {}", url.name()));
  }

  /// `columns` is the list inside the parentheses; `{key}` stands for the key the database counts up, `{timestamp}` for a
  /// date with its time.
  void table(const std::string& name, std::string columns, const std::vector<std::string>& indexed = {}) {
    if (!dialect_.columns(link_->sql(), name).empty()) return;
    put(columns, "{key}", dialect_.auto_key());
    put(columns, "{timestamp}", dialect_.timestamp());
    run(fmt::format("CREATE TABLE {} ({}){}", dialect_.quote(name), columns, dialect_.table_options()));
    for (const std::string& column : indexed) {
      run(fmt::format("CREATE INDEX {} ON {} ({})", dialect_.quote(fmt::format("{}_{}_idx", name, column)),
                      dialect_.quote(name), dialect_.quote(column)));
    }
    made_.push_back(fmt::format("table {} in {}", name, url_.name()));
  }

  void commit() {
    run("COMMIT");
    created_.insert(created_.end(), made_.begin(), made_.end());
  }

  std::string quote(const std::string& name) const { return dialect_.quote(name); }

 private:
  void run(const std::string& text) {
    link_->allow();
    link_->sql() << text;
  }

  static void put(std::string& text, std::string_view mark, const char* value) {
    if (const std::size_t at = text.find(mark); at != std::string::npos) text.replace(at, mark.size(), value);
  }

  const DbUrl& url_;
  const Dialect& dialect_;
  Created& created_;
  Created made_;
  std::unique_ptr<Link> link_;
};

void make_flows(TableMaker& db, const StoreSettings& s) {
  const auto q = [&db](const std::string& name) { return db.quote(name); };
  std::string columns = "id {key}";
  columns += fmt::format(", {} VARCHAR(64) NOT NULL UNIQUE", q(s.ccf_flowid_column));
  columns += fmt::format(", {} INTEGER NOT NULL DEFAULT 256", q(s.ccf_priority_column));
  columns += fmt::format(", {} VARCHAR(64) NOT NULL", q(s.ccf_skill_column));
  columns += fmt::format(", {} VARCHAR(32) DEFAULT NULL", q(s.ccf_cid_column));
  for (const std::string& name : {s.ccf_max_wrapup_column, s.ccf_dissuading_hangup_column, s.ccf_dissuading_onhold_th_column,
                                  s.ccf_dissuading_ewt_th_column, s.ccf_dissuading_qsize_th_column}) {
    columns += fmt::format(", {} INTEGER NOT NULL DEFAULT 0", q(name));
  }
  columns += fmt::format(", {} VARCHAR(1024) DEFAULT NULL", q(s.ccf_m_welcome_column));
  columns += fmt::format(", {} VARCHAR(1024) NOT NULL", q(s.ccf_m_queue_column));
  columns += fmt::format(", {} VARCHAR(1024) DEFAULT NULL", q(s.ccf_m_dissuading_column));
  columns += fmt::format(", {} VARCHAR(1024) DEFAULT NULL", q(s.ccf_m_flow_id_column));
  columns += fmt::format(", {} VARCHAR(32) NOT NULL DEFAULT 'list_order'", q(s.ccf_agent_strategy_column));
  for (const std::string& name : {s.ccf_priority_aging_column, s.ccf_max_wait_column, s.ccf_queue_limit_column}) {
    columns += fmt::format(", {} INTEGER NOT NULL DEFAULT 0", q(name));
  }
  columns += fmt::format(", {} VARCHAR(64) DEFAULT NULL", q(s.ccf_overflow_flow_column));
  columns += fmt::format(", {} INTEGER NOT NULL DEFAULT 480", q(s.ccf_overflow_answer_column));
  db.table(s.cc_flows_table, columns);
}

void make_agents(TableMaker& db, const StoreSettings& s) {
  const auto q = [&db](const std::string& name) { return db.quote(name); };
  std::string columns = "id {key}";
  columns += fmt::format(", {} VARCHAR(128) NOT NULL UNIQUE", q(s.cca_agentid_column));
  columns += fmt::format(", {} VARCHAR(1024) DEFAULT NULL", q(s.cca_location_column));
  columns += fmt::format(", {} VARCHAR(1024) DEFAULT NULL", q(s.cca_msrp_location_column));
  columns += fmt::format(", {} INTEGER NOT NULL DEFAULT 4", q(s.cca_msrp_max_sessions_column));
  columns += fmt::format(", {} TEXT NOT NULL", q(s.cca_skills_column));
  columns += fmt::format(", {} INTEGER NOT NULL DEFAULT 0", q(s.cca_logstate_column));
  columns += fmt::format(", {} INTEGER NOT NULL DEFAULT 0", q(s.cca_wrapuptime_column));
  columns += fmt::format(", {} BIGINT NOT NULL DEFAULT 0", q(s.cca_wrapupend_column));
  columns += fmt::format(", {} INTEGER NOT NULL DEFAULT 0", q(s.cca_rank_column));
  db.table(s.cc_agents_table, columns);
}

void make_cdrs(TableMaker& db) {
  db.table(
      "cc_cdrs",
      "id {key}, caller VARCHAR(64) NOT NULL, received_timestamp {timestamp} NOT NULL, "
      "wait_time INTEGER NOT NULL DEFAULT 0, pickup_time INTEGER NOT NULL DEFAULT 0, talk_time INTEGER NOT NULL DEFAULT 0, "
      "flow_id VARCHAR(128) NOT NULL, agent_id VARCHAR(128) DEFAULT NULL, call_type INTEGER NOT NULL DEFAULT -1, "
      "rejected INTEGER NOT NULL DEFAULT 0, fstats INTEGER NOT NULL DEFAULT 0, cid BIGINT DEFAULT 0, "
      "media INTEGER NOT NULL DEFAULT 1, wait_ms BIGINT DEFAULT NULL, pickup_ms BIGINT DEFAULT NULL, "
      "talk_ms BIGINT DEFAULT NULL, dissuaded VARCHAR(16) DEFAULT NULL, parent_cid BIGINT DEFAULT NULL",
      {"cid"});
}

/// `details` and what rs_dialogs holds are ours (ports::CallRecord, ports::DialogRecord). `row_logstate` is the cc_agents value
/// that `logged_in` was derived from, so that a reload can tell whether the row itself changed (E-LIF-13).
void make_journal(TableMaker& db) {
  db.table("cc_calls",
           "id {key}, state INTEGER NOT NULL, media INTEGER NOT NULL DEFAULT 1, ig_cback INTEGER NOT NULL DEFAULT 0, "
           "no_rej INTEGER NOT NULL DEFAULT 0, setup_time BIGINT NOT NULL DEFAULT 0, eta BIGINT NOT NULL DEFAULT 0, "
           "last_start BIGINT NOT NULL DEFAULT 0, recv_time BIGINT NOT NULL DEFAULT 0, caller_dn VARCHAR(128) NOT NULL, "
           "caller_un VARCHAR(128) NOT NULL, b2buaid VARCHAR(128) NOT NULL DEFAULT '' UNIQUE, flow VARCHAR(128) NOT NULL, "
           "agent VARCHAR(128) NOT NULL, script_param VARCHAR(255) NOT NULL DEFAULT '', details TEXT DEFAULT NULL");
  db.table("rs_agents",
           "agentid VARCHAR(128) NOT NULL PRIMARY KEY, position BIGINT NOT NULL, logged_in INTEGER NOT NULL, "
           "row_logstate INTEGER NOT NULL, in_chat INTEGER NOT NULL DEFAULT 0, wrapup_end_ms BIGINT NOT NULL DEFAULT 0, "
           "rejections INTEGER NOT NULL DEFAULT 0");
  db.table(
      "rs_dialogs",
      "b2buaid VARCHAR(128) NOT NULL, leg VARCHAR(16) NOT NULL, state VARCHAR(16) NOT NULL, call_id VARCHAR(255) NOT NULL, "
      "local_tag VARCHAR(255) NOT NULL, remote_tag VARCHAR(255) NOT NULL, local_sdp TEXT DEFAULT NULL, "
      "remote_sdp TEXT DEFAULT NULL, details TEXT NOT NULL",
      {"b2buaid"});
}

Outcome make(const DbUrl& url, Created& created, const std::function<void(TableMaker&)>& tables) try {
  TableMaker db{url, created};
  tables(db);
  db.table("rs_writers", "writer VARCHAR(64) NOT NULL PRIMARY KEY, sequence BIGINT NOT NULL");
  db.commit();
  return {};
} catch (const soci::soci_error& error) {
  return tl::unexpected(
      ports::StoreError{fmt::format("cannot create tables in {} {}: {}", url.parameter, url.name(), one_line(error.what()))});
}

}  // namespace

tl::expected<std::vector<std::string>, ports::StoreError> init_db(const StoreSettings& settings) {
  const auto urls = databases_of(settings);
  if (!urls) return tl::unexpected(urls.error());
  Created created;
  const auto tables_of_db = [&settings](TableMaker& db) {
    make_flows(db, settings);
    make_agents(db, settings);
  };
  Outcome outcome = make(urls->db, created, tables_of_db);
  if (outcome) outcome = make(urls->acc, created, make_cdrs);
  if (outcome) outcome = make(urls->rt, created, make_journal);
  if (!outcome) return tl::unexpected(outcome.error());
  return created;
}

}  // namespace ringside::store
