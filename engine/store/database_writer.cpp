#include "engine/store/database_writer.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "engine/store/link.h"
#include "engine/store/messages.h"
#include "engine/store/statements.h"

namespace ringside::store {

Coalescing::Coalescing(const Group& group) : needed_(group.size(), true) {
  std::unordered_map<std::string_view, std::size_t> calls, wrapups, agents;
  const auto supersede = [this](auto& latest, std::string_view key, std::size_t i) {
    const auto [place, fresh] = latest.try_emplace(key, i);
    if (!fresh) needed_[std::exchange(place->second, i)] = false;
  };
  for (std::size_t i = 0; i < group.size(); ++i) {
    const Record& record = group[i].record;
    if (const auto* save = std::get_if<ports::CallRecord>(&record)) supersede(calls, save->b2buaid, i);
    if (const auto* removal = std::get_if<CallRemoval>(&record)) supersede(calls, removal->b2buaid, i);
    if (const auto* wrapup = std::get_if<WrapupEnd>(&record)) supersede(wrapups, wrapup->agent_id, i);
    if (const auto* agent = std::get_if<ports::AgentRecord>(&record)) supersede(agents, agent->agentid, i);
  }
}

struct DatabaseWriter::Connection {
  Connection(const DbUrl& url, const Patience& patience) : link{url, Access::existing, patience} {}
  ~Connection() { link.allow(); }  // for the statements, which tell the server that they end

  Link link;
  bool proven = false;        ///< something has been committed over it
  bool stepped_back = false;  ///< the mark was not where it had been left
  std::optional<CdrInsert> cdr_insert;
  std::optional<CallSave> call_save;
  std::optional<CallDelete> call_delete;
  std::optional<DialogInsert> dialog_insert;
  std::optional<CallDelete> dialog_delete;
  std::optional<AgentSave> agent_save;
  std::optional<WrapupUpdate> wrapup_update;
  std::optional<SequenceMark> mark;
};

DatabaseWriter::DatabaseWriter(DbUrl url, Roles roles, StoreSettings settings, std::string writer_id, LogHook log,
                               Counting& counting)
    : url_{std::move(url)},
      roles_{roles},
      settings_{std::move(settings)},
      writer_id_{std::move(writer_id)},
      log_{std::move(log)},
      counting_{counting} {}
DatabaseWriter::DatabaseWriter(DatabaseWriter&&) noexcept = default;
DatabaseWriter::~DatabaseWriter() = default;

ports::StoreError DatabaseWriter::failed(const char* what, const std::string& why) const {
  return {fmt::format("{} {} {}: {}", what, url_.parameter, url_.name(), why)};
}

/// The CDRs' mark keeps its name whatever else their database holds: it is what keeps them from being written twice.
/// Others differ from it, since two URLs may well lead to one database.
std::string DatabaseWriter::writer_name() const {
  return roles_.cdrs ? writer_id_ : writer_id_ + (roles_.calls ? "-calls" : "-agents");
}

tl::expected<void, ports::StoreError> DatabaseWriter::connect() {
  if (connection_) return {};
  try {
    open();
    return {};
  } catch (const MissingColumn& error) {
    connection_.reset();
    return tl::unexpected(ports::StoreError{error.message});
  } catch (const soci::soci_error& error) {
    return tl::unexpected(failed("cannot open", drop(error)));
  }
}

std::string DatabaseWriter::drop(const soci::soci_error& error) {
  if (!connection_) return one_line(error.what());
  const std::string overdue = connection_->link.overdue();
  connection_->link.cut();
  connection_.reset();
  return overdue.empty() ? one_line(error.what()) : overdue;
}

void DatabaseWriter::open() {
  const Dialect& dialect = dialect_of(url_);
  connection_ = std::make_unique<Connection>(
      url_, Patience{settings_.connect_timeout, settings_.busy_timeout, settings_.statement_timeout});
  soci::session& sql = connection_->link.sql();
  connection_->link.allow();
  std::string notice = dialect.make_durable(sql);
  const Texts texts = dialect.texts(sql);

  if (roles_.cdrs) connection_->cdr_insert.emplace(sql, RequiredColumns{sql, url_, "cc_cdrs"}, texts, settings_.cdr_utc);
  if (roles_.calls) {
    connection_->call_save.emplace(sql, RequiredColumns{sql, url_, "cc_calls"}, texts);
    connection_->call_delete.emplace(sql, "cc_calls");
    for (const char* const table : {"rs_dialogs", "rs_agents"}) {
      if (!dialect.columns(sql, table).empty()) continue;
      notice += fmt::format("{}no table {}: {} will not outlive a crash (--init-db creates it)", notice.empty() ? "" : "; ",
                            table, std::string_view{table} == "rs_agents" ? "logins at run time" : "calls");
    }
    if (!dialect.columns(sql, "rs_dialogs").empty()) {
      connection_->dialog_insert.emplace(sql, RequiredColumns{sql, url_, "rs_dialogs"}, texts);
      connection_->dialog_delete.emplace(sql, "rs_dialogs");
    }
    if (!dialect.columns(sql, "rs_agents").empty())
      connection_->agent_save.emplace(sql, RequiredColumns{sql, url_, "rs_agents"}, texts);
  }
  if (roles_.agents) {
    const RequiredColumns found{sql, url_, settings_.cc_agents_table};
    if (found.has(settings_.cca_wrapupend_column)) {
      connection_->wrapup_update.emplace(sql, dialect, texts, settings_);
    } else {
      notice += fmt::format("{}no column {}: wrap-ups will not outlive a restart", notice.empty() ? "" : "; ",
                            settings_.cca_wrapupend_column);
    }
  }
  if (!dialect.columns(sql, "rs_writers").empty()) {
    connection_->mark.emplace(sql, dialect, writer_name());
    find_mark();
  } else {
    notice +=
        fmt::format("{}no table rs_writers: an outage may repeat CDRs (--init-db creates it)", notice.empty() ? "" : "; ");
  }
  if (!notice.empty() && notice != told_) log_(LogLevel::warning, fmt::format("{}: {}", url_.name(), notice));
  told_ = std::move(notice);
  connection_->link.rest();
}

/// A commit whose answer was lost may have come through, and then the mark is ahead of what was heard of. Nothing else may
/// move it, unless another engine goes by our name, as after a copy of the whole machine.
void DatabaseWriter::find_mark() {
  const std::uint64_t found = connection_->mark->read();
  if (in_doubt_ > 0 && found > marked_ && found != in_doubt_) {
    throw soci::soci_error(fmt::format("another engine writes as {}; each needs a spill file of its own", writer_name()));
  }
  marked_ = found;
  reached_ = std::max(reached_, found);
}

bool DatabaseWriter::concerns(const Record& record) const {
  if (std::holds_alternative<ports::CdrRecord>(record)) return roles_.cdrs;
  return std::holds_alternative<WrapupEnd>(record) ? roles_.agents : roles_.calls;
}

bool DatabaseWriter::has_work(const Group& group, const Coalescing& coalescing) const {
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (group[i].sequence > reached_ && coalescing.needed(i) && concerns(group[i].record)) return true;
  }
  return false;
}

tl::expected<void, ports::StoreError> DatabaseWriter::commit(const Group& group, const Coalescing& coalescing) {
  refused_.clear();
  while (has_work(group, coalescing)) {
    if (auto connected = connect(); !connected) return connected;
    try {
      in_work_ = nullptr;
      write_group(group, coalescing);
    } catch (const soci::soci_error& error) {
      const Dialect& dialect = dialect_of(url_);
      const bool again = connection_->proven && dialect.lost_connection(error) && connection_->link.overdue().empty();
      const bool refused = in_work_ != nullptr && dialect.blames_record(error);
      const std::string why = drop(error);
      if (refused) {
        refuse(*in_work_, why);
      } else if (!again) {
        return tl::unexpected(failed("cannot write to", why));
      }
    }
  }
  if (!group.empty()) reached_ = std::max(reached_, group.back().sequence);
  return {};
}

void DatabaseWriter::write_group(const Group& group, const Coalescing& coalescing) {
  Connection& to = *connection_;
  soci::session& sql = to.link.sql();
  to.link.allow();
  sql << dialect_of(url_).begin_write();
  if (to.mark && !to.mark->advance(group.back().sequence)) {
    sql << "ROLLBACK";
    if (std::exchange(to.stepped_back, true)) throw soci::soci_error("the row in rs_writers changes all the time");
    find_mark();
    return to.link.rest();
  }
  for (std::size_t i = 0; i < group.size(); ++i) {
    const Entry& entry = group[i];
    if (entry.sequence <= reached_ || !coalescing.needed(i) || !concerns(entry.record)) continue;
    if (refused_.contains(entry.sequence)) continue;
    in_work_ = &entry;
    to.link.allow();
    write(entry.record);
  }
  in_work_ = nullptr;
  to.link.allow();
  in_doubt_ = group.back().sequence;
  sql << "COMMIT";
  to.link.rest();
  to.proven = true;
  to.stepped_back = false;
  ++counting_.commits;
  marked_ = reached_ = group.back().sequence;
}

void DatabaseWriter::write(const Record& record) {
  if (const auto* cdr = std::get_if<ports::CdrRecord>(&record)) {
    connection_->cdr_insert->run(*cdr);
  } else if (const auto* call = std::get_if<ports::CallRecord>(&record)) {
    write_call(*call);
  } else if (const auto* removal = std::get_if<CallRemoval>(&record)) {
    connection_->call_delete->run(removal->b2buaid);
    if (connection_->dialog_delete) connection_->dialog_delete->run(removal->b2buaid);
  } else if (const auto* agent = std::get_if<ports::AgentRecord>(&record)) {
    if (connection_->agent_save) connection_->agent_save->run(*agent);
  } else if (connection_->wrapup_update) {
    connection_->wrapup_update->run(std::get<WrapupEnd>(record));
  }
}

void DatabaseWriter::write_call(const ports::CallRecord& call) {
  const bool was_there = connection_->call_save->run(call);
  if (!connection_->dialog_insert) return;
  if (was_there) connection_->dialog_delete->run(call.b2buaid);
  for (const ports::DialogRecord& dialog : call.dialogs) connection_->dialog_insert->run(call.b2buaid, dialog);
}

void DatabaseWriter::refuse(const Entry& entry, const std::string& why) {
  refused_.insert(entry.sequence);
  ++counting_.refused;
  std::string record = "a record";
  if (const auto* cdr = std::get_if<ports::CdrRecord>(&entry.record)) {
    record = fmt::format("the CDR of call {} (caller {}, flow {}, agent {}, type {}, received {}, wait {} s, talk {} s)",
                         cdr->cid, cdr->caller, cdr->flow_id, cdr->agent_id, static_cast<int>(cdr->type),
                         core::unix_seconds(cdr->received), core::whole_seconds(cdr->wait), core::whole_seconds(cdr->talk));
  } else if (const auto* call = std::get_if<ports::CallRecord>(&entry.record)) {
    record = fmt::format("the journal of call {}", call->b2buaid);
  } else if (const auto* wrapup = std::get_if<WrapupEnd>(&entry.record)) {
    record = fmt::format("the wrap-up end of agent {}", wrapup->agent_id);
  } else if (const auto* agent = std::get_if<ports::AgentRecord>(&entry.record)) {
    record = fmt::format("the journal of agent {}", agent->agentid);
  }
  log_(LogLevel::error, fmt::format("{} does not take {}, which is dropped: {}", url_.name(), record, why));
}

}  // namespace ringside::store
