#pragma once

#include <ctime>
#include <string>

#include <soci/soci.h>

#include "engine/store/dialect.h"
#include "engine/store/fitted.h"
#include "engine/store/record.h"
#include "engine/store/required_columns.h"
#include "engine/store/settings.h"

/// The writer's prepared statements. Each owns the variables its parameters are bound to, and is run again and again; all
/// throw soci::soci_error, after which they and their session are to be thrown away.
namespace ringside::store {

/// Builds one statement whose parameters are bound to the caller's variables.
class Binding {
 public:
  explicit Binding(soci::session& sql) : statement_{sql} {}

  template <class... Bound>
  Binding& add(std::string column, Bound&... variable) {
    statement_.exchange(soci::use(variable...));
    columns_.push_back(std::move(column));
    return *this;
  }
  template <class... Bound>
  Binding& add(std::string column, Fitted& text, Bound&... indicator) {
    return add(std::move(column), text.bound(), indicator...);
  }

  void prepare_insert(const std::string& table);
  /// The last `keys` columns added are the key.
  void prepare_update(const std::string& table, std::size_t keys = 1);
  void prepare_delete(const std::string& table);

  void run() { statement_.execute(true); }
  long long rows() { return statement_.get_affected_rows(); }

 private:
  void prepare(const std::string& text);

  soci::statement statement_;
  std::vector<std::string> columns_;
};

/// Appends to cc_cdrs, with as many columns as the table has of ours.
class CdrInsert {
 public:
  CdrInsert(soci::session& sql, const RequiredColumns& found, Texts texts, bool utc);
  CdrInsert(const CdrInsert&) = delete;
  CdrInsert& operator=(const CdrInsert&) = delete;
  void run(const ports::CdrRecord& record);

 private:
  void set_received(core::Time received);

  Binding insert_;
  bool utc_;
  std::time_t received_second_ = -1;
  std::string received_, dissuaded_;
  Fitted caller_, flow_id_, agent_id_;
  soci::indicator has_agent_ = soci::i_null, has_reason_ = soci::i_null, has_parent_ = soci::i_null;
  long long wait_ = 0, pickup_ = 0, talk_ = 0, wait_ms_ = 0, pickup_ms_ = 0, talk_ms_ = 0;
  long long type_ = 0, rejected_ = 0, fstats_ = 0, cid_ = 0, media_ = 0, parent_cid_ = 0;
};

/// Writes a call's row in cc_calls anew. Update first, then insert: right without a unique key, and without knowing which
/// rows are there.
class CallSave {
 public:
  CallSave(soci::session& sql, const RequiredColumns& found, Texts texts);
  CallSave(const CallSave&) = delete;
  CallSave& operator=(const CallSave&) = delete;
  /// Whether the row was there.
  bool run(const ports::CallRecord& record);

 private:
  Binding update_;
  Binding insert_;
  long long state_ = 0, media_ = 0, ig_cback_ = 0, no_rej_ = 0, setup_time_ = 0, eta_ = 0, last_start_ = 0, recv_time_ = 0;
  Fitted caller_dn_, caller_un_, b2buaid_, flow_, agent_, script_param_, details_;
};

/// Deletes what a table holds of a call.
class CallDelete {
 public:
  CallDelete(soci::session& sql, const char* table);
  CallDelete(const CallDelete&) = delete;
  CallDelete& operator=(const CallDelete&) = delete;
  void run(const std::string& b2buaid);

 private:
  Binding delete_;
  std::string b2buaid_;
};

/// Appends a leg's row to rs_dialogs.
class DialogInsert {
 public:
  DialogInsert(soci::session& sql, const RequiredColumns& found, Texts texts);
  DialogInsert(const DialogInsert&) = delete;
  DialogInsert& operator=(const DialogInsert&) = delete;
  void run(const std::string& b2buaid, const ports::DialogRecord& record);

 private:
  Binding insert_;
  Fitted b2buaid_, leg_, state_, call_id_, local_tag_, remote_tag_, local_sdp_, remote_sdp_, details_;
};

/// Writes an agent's row in rs_agents anew.
class AgentSave {
 public:
  AgentSave(soci::session& sql, const RequiredColumns& found, Texts texts);
  AgentSave(const AgentSave&) = delete;
  AgentSave& operator=(const AgentSave&) = delete;
  void run(const ports::AgentRecord& record);

 private:
  Binding update_;
  Binding insert_;
  Fitted agentid_;
  long long position_ = 0, logged_in_ = 0, row_logstate_ = 0, in_chat_ = 0, wrapup_end_ms_ = 0, rejections_ = 0;
};

/// Writes an agent's wrap-up end back, in whole seconds, rounded down.
class WrapupUpdate {
 public:
  WrapupUpdate(soci::session& sql, const Dialect& dialect, Texts texts, const StoreSettings& settings);
  WrapupUpdate(const WrapupUpdate&) = delete;
  WrapupUpdate& operator=(const WrapupUpdate&) = delete;
  void run(const WrapupEnd& record);

 private:
  Binding update_;
  Fitted agent_id_;
  long long end_ = 0;
};

/// Leaves in rs_writers how far this writer's records have reached the database. Taking the step comes first in a
/// transaction: it holds the row's lock, and waits for an older transaction of ours that the server may still be
/// committing after its connection was given up.
class SequenceMark {
 public:
  SequenceMark(soci::session& sql, const Dialect& dialect, std::string writer);
  SequenceMark(const SequenceMark&) = delete;
  SequenceMark& operator=(const SequenceMark&) = delete;
  /// What is there now.
  std::uint64_t read();
  /// False if the row is not what it was when last read or written: another transaction of ours came through. After a
  /// rollback, read anew.
  bool advance(std::uint64_t sequence);

 private:
  soci::session& sql_;
  const std::string select_;
  Binding update_;
  Binding insert_;
  std::string writer_;
  bool there_ = false;
  long long sequence_ = 0;
  long long known_ = 0;
};

}  // namespace ringside::store
