#include "engine/store/database_writer.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "engine/store/statements.h"

namespace ringside::store {

Coalescing::Coalescing(const Group& group) : needed_(group.size(), true) {
  std::unordered_map<std::string_view, std::size_t> calls, agents;
  const auto supersede = [this](auto& latest, std::string_view key, std::size_t i) {
    const auto [place, fresh] = latest.try_emplace(key, i);
    if (!fresh) needed_[std::exchange(place->second, i)] = false;
  };
  for (std::size_t i = 0; i < group.size(); ++i) {
    const Record& record = group[i].record;
    if (const auto* save = std::get_if<ports::CallRecord>(&record)) supersede(calls, save->b2buaid, i);
    if (const auto* removal = std::get_if<CallRemoval>(&record)) supersede(calls, removal->b2buaid, i);
    if (const auto* wrapup = std::get_if<WrapupEnd>(&record)) supersede(agents, wrapup->agent_id, i);
  }
}

struct DatabaseWriter::Connection {
  std::unique_ptr<soci::session> sql;
  std::optional<CdrInsert> cdr_insert;
  std::optional<CallSave> call_save;
  std::optional<CallDelete> call_delete;
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
  return {fmt::format("{} {}: {}", what, url_.file.string(), why)};
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
    connection_.reset();
    return tl::unexpected(failed("cannot open", error.what()));
  }
}

void DatabaseWriter::open() {
  const Dialect& dialect = dialect_of(url_);
  connection_ = std::make_unique<Connection>();
  connection_->sql = dialect.connect(url_, Access::existing, settings_.busy_timeout);
  soci::session& sql = *connection_->sql;
  std::string notice = dialect.make_durable(sql);

  if (roles_.cdrs) connection_->cdr_insert.emplace(sql, RequiredColumns{sql, url_, "cc_cdrs"}, settings_.cdr_utc);
  if (roles_.calls) {
    connection_->call_save.emplace(sql, RequiredColumns{sql, url_, "cc_calls"});
    connection_->call_delete.emplace(sql);
  }
  if (roles_.agents) {
    const RequiredColumns found{sql, url_, settings_.cc_agents_table};
    if (found.has(settings_.cca_wrapupend_column)) {
      connection_->wrapup_update.emplace(sql, dialect, settings_);
    } else {
      notice += fmt::format("{}no column {}: wrap-ups will not outlive a restart", notice.empty() ? "" : "; ",
                            settings_.cca_wrapupend_column);
    }
  }
  if (!dialect.columns(sql, "rs_writers").empty()) {
    connection_->mark.emplace(sql, writer_id_);
    reached_ = std::max(reached_, connection_->mark->read(sql));
  } else {
    notice += fmt::format("{}no table rs_writers: a crash during an outage may repeat CDRs (--init-db creates it)",
                          notice.empty() ? "" : "; ");
  }
  if (!notice.empty() && notice != told_) log_(LogLevel::warning, fmt::format("{}: {}", url_.file.string(), notice));
  told_ = std::move(notice);
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
      connection_.reset();
      if (in_work_ == nullptr || !dialect_of(url_).blames_record(error)) {
        return tl::unexpected(failed("cannot write to", error.what()));
      }
      refuse(*in_work_, error.what());
    }
  }
  if (!group.empty()) reached_ = std::max(reached_, group.back().sequence);
  return {};
}

void DatabaseWriter::write_group(const Group& group, const Coalescing& coalescing) {
  soci::session& sql = *connection_->sql;
  sql << dialect_of(url_).begin_write();
  for (std::size_t i = 0; i < group.size(); ++i) {
    const Entry& entry = group[i];
    if (entry.sequence <= reached_ || !coalescing.needed(i) || !concerns(entry.record)) continue;
    if (refused_.contains(entry.sequence)) continue;
    in_work_ = &entry;
    write(entry.record);
  }
  in_work_ = nullptr;
  if (connection_->mark) connection_->mark->run(group.back().sequence);
  sql << "COMMIT";
  ++counting_.commits;
  reached_ = group.back().sequence;
}

void DatabaseWriter::write(const Record& record) {
  if (const auto* cdr = std::get_if<ports::CdrRecord>(&record)) {
    connection_->cdr_insert->run(*cdr);
  } else if (const auto* call = std::get_if<ports::CallRecord>(&record)) {
    connection_->call_save->run(*call);
  } else if (const auto* removal = std::get_if<CallRemoval>(&record)) {
    connection_->call_delete->run(*removal);
  } else if (connection_->wrapup_update) {
    connection_->wrapup_update->run(std::get<WrapupEnd>(record));
  }
}

void DatabaseWriter::refuse(const Entry& entry, const char* why) {
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
  }
  log_(LogLevel::error, fmt::format("{} does not take {}, which is dropped: {}", url_.file.string(), record, why));
}

}  // namespace ringside::store
