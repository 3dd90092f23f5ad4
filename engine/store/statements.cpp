#include "engine/store/statements.h"

#include <algorithm>
#include <type_traits>

#include <fmt/format.h>

namespace ringside::store {
namespace {

long long milliseconds(core::Duration d) { return std::chrono::floor<std::chrono::milliseconds>(d).count(); }

/// OpenSIPS' columns of durations are unsigned.
long long seconds(core::Duration d) { return std::max<long long>(core::whole_seconds(d), 0); }

template <class Number>
long long number(Number value) {
  return static_cast<long long>(value);
}

}  // namespace

void Binding::prepare(const std::string& text) {
  statement_.alloc();
  statement_.prepare(text);
  statement_.define_and_bind();
}

void Binding::prepare_insert(const std::string& table) {
  std::string values;
  for (std::size_t i = 0; i < columns_.size(); ++i) values += fmt::format("{}:p{}", i == 0 ? "" : ", ", i);
  prepare(fmt::format("INSERT INTO {} ({}) VALUES ({})", table, fmt::join(columns_, ", "), values));
}

void Binding::prepare_update(const std::string& table, std::size_t keys) {
  std::string changes, conditions;
  const std::size_t first_key = columns_.size() - keys;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::string& part = i < first_key ? changes : conditions;
    const char* separator = part.empty() ? "" : i < first_key ? ", " : " AND ";
    part += fmt::format("{}{} = :p{}", separator, columns_[i], i);
  }
  prepare(fmt::format("UPDATE {} SET {} WHERE {}", table, changes, conditions));
}

void Binding::prepare_delete(const std::string& table) {
  prepare(fmt::format("DELETE FROM {} WHERE {} = :p0", table, columns_.front()));
}

CdrInsert::CdrInsert(soci::session& sql, const RequiredColumns& found, Texts texts, bool utc) : insert_{sql}, utc_{utc} {
  caller_.fit(found.length("caller"), texts);
  flow_id_.fit(found.length("flow_id"), texts);
  agent_id_.fit(found.length("agent_id"), texts);
  const auto required = [&](const char* column, auto&... variable) {
    found.require(column);
    insert_.add(column, variable...);
  };
  const auto optional = [&](const char* column, auto&... variable) {
    if (found.has(column)) insert_.add(column, variable...);
  };
  required("caller", caller_);
  required("received_timestamp", received_);
  required("wait_time", wait_);
  required("pickup_time", pickup_);
  required("talk_time", talk_);
  required("flow_id", flow_id_);
  required("agent_id", agent_id_, has_agent_);
  required("call_type", type_);
  required("rejected", rejected_);
  required("fstats", fstats_);
  required("cid", cid_);
  optional("media", media_);
  optional("wait_ms", wait_ms_);
  optional("pickup_ms", pickup_ms_);
  optional("talk_ms", talk_ms_);
  optional("dissuaded", dissuaded_, has_reason_);
  optional("parent_cid", parent_cid_, has_parent_);
  insert_.prepare_insert("cc_cdrs");
}

void CdrInsert::run(const ports::CdrRecord& record) {
  caller_ = record.caller;
  set_received(record.received);
  wait_ = seconds(record.wait);
  pickup_ = seconds(record.pickup);
  talk_ = seconds(record.talk);
  wait_ms_ = milliseconds(record.wait);
  pickup_ms_ = milliseconds(record.pickup);
  talk_ms_ = milliseconds(record.talk);
  flow_id_ = record.flow_id;
  agent_id_ = record.agent_id;
  has_agent_ = record.agent_id.empty() ? soci::i_null : soci::i_ok;
  type_ = number(record.type);
  rejected_ = record.rejected;
  fstats_ = record.fstats;
  cid_ = number(record.cid);
  media_ = number(record.media);
  dissuaded_ = core::to_string(record.dissuaded);
  has_reason_ = record.dissuaded == core::DissuadeReason::none ? soci::i_null : soci::i_ok;
  parent_cid_ = number(record.parent_cid);
  has_parent_ = record.parent_cid == 0 ? soci::i_null : soci::i_ok;
  insert_.run();
}

void CdrInsert::set_received(core::Time received) {
  const std::time_t second = core::unix_seconds(received);
  if (second == received_second_) return;
  std::tm parts{};
  utc_ ? ::gmtime_r(&second, &parts) : ::localtime_r(&second, &parts);
  received_ = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                          parts.tm_hour, parts.tm_min, parts.tm_sec);
  received_second_ = second;
}

CallSave::CallSave(soci::session& sql, const RequiredColumns& found, Texts texts) : update_{sql}, insert_{sql} {
  const auto required = [&](const char* column, auto& variable) {
    found.require(column);
    if constexpr (std::is_same_v<decltype(variable), Fitted&>) variable.fit(found.length(column), texts);
    update_.add(column, variable);
    insert_.add(column, variable);
  };
  const auto optional = [&](const char* column, auto& variable) {
    if (found.has(column)) required(column, variable);
  };
  required("state", state_);
  optional("media", media_);
  required("ig_cback", ig_cback_);
  required("no_rej", no_rej_);
  required("setup_time", setup_time_);
  required("eta", eta_);
  required("last_start", last_start_);
  required("recv_time", recv_time_);
  required("caller_dn", caller_dn_);
  required("caller_un", caller_un_);
  required("flow", flow_);
  required("agent", agent_);
  optional("script_param", script_param_);
  optional("details", details_);
  required("b2buaid", b2buaid_);
  update_.prepare_update("cc_calls");
  insert_.prepare_insert("cc_calls");
}

bool CallSave::run(const ports::CallRecord& record) {
  state_ = number(record.state);
  media_ = number(record.media);
  no_rej_ = record.no_rej;
  setup_time_ = core::unix_seconds(record.setup_time);
  eta_ = record.eta;
  last_start_ = core::unix_seconds(record.last_start);
  recv_time_ = core::unix_seconds(record.recv_time);
  caller_dn_ = record.caller_dn;
  caller_un_ = record.caller_un;
  b2buaid_ = record.b2buaid;
  flow_ = record.flow;
  agent_ = record.agent;
  script_param_ = record.script_param;
  details_ = record.details;
  update_.run();
  if (update_.rows() > 0) return true;
  insert_.run();
  return false;
}

CallDelete::CallDelete(soci::session& sql, const char* table) : delete_{sql} {
  delete_.add("b2buaid", b2buaid_);
  delete_.prepare_delete(table);
}

void CallDelete::run(const std::string& b2buaid) {
  b2buaid_ = b2buaid;
  delete_.run();
}

DialogInsert::DialogInsert(soci::session& sql, const RequiredColumns& found, Texts texts) : insert_{sql} {
  const auto required = [&](const char* column, Fitted& text) {
    found.require(column);
    text.fit(found.length(column), texts);
    insert_.add(column, text);
  };
  required("b2buaid", b2buaid_);
  required("leg", leg_);
  required("state", state_);
  required("call_id", call_id_);
  required("local_tag", local_tag_);
  required("remote_tag", remote_tag_);
  required("local_sdp", local_sdp_);
  required("remote_sdp", remote_sdp_);
  required("details", details_);
  insert_.prepare_insert("rs_dialogs");
}

void DialogInsert::run(const std::string& b2buaid, const ports::DialogRecord& record) {
  b2buaid_ = b2buaid;
  leg_ = record.leg;
  state_ = record.state;
  call_id_ = record.call_id;
  local_tag_ = record.local_tag;
  remote_tag_ = record.remote_tag;
  local_sdp_ = record.local_sdp;
  remote_sdp_ = record.remote_sdp;
  details_ = record.details;
  insert_.run();
}

AgentSave::AgentSave(soci::session& sql, const RequiredColumns& found, Texts texts) : update_{sql}, insert_{sql} {
  const auto required = [&](const char* column, auto& variable) {
    found.require(column);
    if constexpr (std::is_same_v<decltype(variable), Fitted&>) variable.fit(found.length(column), texts);
    update_.add(column, variable);
    insert_.add(column, variable);
  };
  required("position", position_);
  required("logged_in", logged_in_);
  required("row_logstate", row_logstate_);
  required("in_chat", in_chat_);
  required("wrapup_end_ms", wrapup_end_ms_);
  required("rejections", rejections_);
  required("agentid", agentid_);
  update_.prepare_update("rs_agents");
  insert_.prepare_insert("rs_agents");
}

void AgentSave::run(const ports::AgentRecord& record) {
  agentid_ = record.agentid;
  position_ = number(record.position);
  logged_in_ = record.logged_in ? 1 : 0;
  row_logstate_ = record.row_logstate ? 1 : 0;
  in_chat_ = record.in_chat ? 1 : 0;
  wrapup_end_ms_ = milliseconds(record.wrapup_end.time_since_epoch());
  rejections_ = record.rejections;
  update_.run();
  if (update_.rows() == 0) insert_.run();
}

WrapupUpdate::WrapupUpdate(soci::session& sql, const Dialect& dialect, Texts texts, const StoreSettings& settings)
    : update_{sql} {
  agent_id_.fit(0, texts);
  update_.add(dialect.quote(settings.cca_wrapupend_column), end_);
  update_.add(dialect.quote(settings.cca_agentid_column), agent_id_);
  update_.prepare_update(dialect.quote(settings.cc_agents_table));
}

void WrapupUpdate::run(const WrapupEnd& record) {
  agent_id_ = record.agent_id;
  end_ = core::unix_seconds(record.end);
  update_.run();
}

SequenceMark::SequenceMark(soci::session& sql, const Dialect& dialect, std::string writer)
    : sql_{sql},
      select_{fmt::format("SELECT sequence FROM rs_writers WHERE writer = :w{}", dialect.for_update())},
      update_{sql},
      insert_{sql},
      writer_{std::move(writer)} {
  update_.add("sequence", sequence_).add("writer", writer_).add("sequence", known_);
  update_.prepare_update("rs_writers", 2);
  insert_.add("sequence", sequence_).add("writer", writer_);
  insert_.prepare_insert("rs_writers");
}

std::uint64_t SequenceMark::read() {
  known_ = 0;
  sql_ << select_, soci::use(writer_), soci::into(known_);
  there_ = sql_.got_data();
  return static_cast<std::uint64_t>(std::max<long long>(known_, 0));
}

bool SequenceMark::advance(std::uint64_t sequence) {
  sequence_ = number(sequence);
  if (there_) {
    update_.run();
    if (update_.rows() == 0) return false;
  } else {
    insert_.run();
  }
  known_ = sequence_;
  there_ = true;
  return true;
}

}  // namespace ringside::store
