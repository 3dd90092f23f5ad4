/// What a call leaves for the process after a crash, and how it goes on there (engine.md section 9).

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/sip/call.h"

namespace ringside::sip {
namespace {

/// Header lines are kept one a line; their breaks are ours.
void add_headers(std::vector<std::string>& about, std::string_view headers) {
  while (!headers.empty()) {
    const std::size_t end = headers.find("\r\n");
    about.push_back("header " + std::string{headers.substr(0, end)});
    headers.remove_prefix(end == std::string_view::npos ? headers.size() : end + 2);
  }
}

void add(std::vector<std::string>& about, std::string_view name, std::string_view value) {
  if (!value.empty()) about.push_back(fmt::format("{} {}", name, value));
}

}  // namespace

/// The caller's leg carries what his call knows of him.
std::vector<std::string> lines_about(const CallerRequest& request) {
  std::vector<std::string> about;
  add(about, "uri", request.uri);
  add(about, "called_host", request.called_host);
  add(about, "called_port", request.called_port);
  add(about, "max_forwards", std::to_string(request.max_forwards));
  add_headers(about, request.passed_headers);
  return about;
}

void read_about(const std::vector<std::string>& about, CallerRequest& request) {
  for (const std::string& line : about) {
    const std::string_view name = std::string_view{line}.substr(0, line.find(' '));
    const std::string_view value = std::string_view{line}.substr(std::min(name.size() + 1, line.size()));
    if (name == "uri") request.uri = value;
    if (name == "called_host") request.called_host = value;
    if (name == "called_port") request.called_port = value;
    if (name == "max_forwards") {
      unsigned forwards = 0;
      if (std::from_chars(value.data(), value.data() + value.size(), forwards).ec == std::errc{})
        request.max_forwards = std::min(forwards, 255U);
    }
    if (name == "header" && value.find(':') != std::string_view::npos) request.passed_headers.append(value).append("\r\n");
  }
}

void Call::touch() {
  if (id_.valid() && !ended_) context_.host.journal(id_);
}

std::vector<ports::DialogRecord> Call::dialogs() const {
  std::vector<ports::DialogRecord> rows;
  if (ended_) return rows;
  rows.reserve(legs_.size());
  for (const LegSlot& slot : legs_) {
    if (slot.leg->closed()) continue;
    LegRecord record = slot.leg->record();
    record.heard = slot.leg.get() == heard_.leg;
    if (slot.leg.get() == caller_) record.about = lines_about(request_);
    rows.push_back(to_row(record));
  }
  return rows;
}

/// The legs of rows that make sense; the rest is logged, and left to its peers.
std::vector<LegRecord> Call::readable(const std::vector<ports::DialogRecord>& rows) const {
  std::vector<LegRecord> records;
  for (const ports::DialogRecord& row : rows) {
    if (auto record = from_row(row)) {
      records.push_back(std::move(*record));
    } else {
      log(LogLevel::warning, fmt::format("rs_dialogs, a leg cannot be restored: {}", record.error()));
    }
  }
  return records;
}

bool Call::restore(const core::CallSnapshot& call, const std::vector<ports::DialogRecord>& rows) {
  id_ = call.id;
  request_.user = call.caller_user;
  request_.display_name = call.caller_display_name;
  request_.param = call.param;
  bool caught = false;
  for (LegRecord& record : readable(rows)) {
    if (record.purpose.role == LegRole::caller && record.state == LegState::unanswered) {
      context_.stack.refuse_lost(record, 503, context_.settings.retry_after);
      continue;
    }
    if (record.purpose.role == LegRole::agent) record.purpose.agent = context_.host.engine().find_agent(call.agentid);
    std::unique_ptr<Leg> made = Leg::restored(context_.stack, *this, record);
    if (made == nullptr) {
      log(LogLevel::warning, "rs_dialogs, a leg cannot be restored: an address is none");
      continue;
    }
    Leg& leg = *made;
    legs_.push_back({std::move(made)});
    if (record.purpose.role == LegRole::caller && leg.established() && caller_ == nullptr) {
      caller_ = &leg;
      caught = record.unfinished == Unfinished::ours || record.unfinished == Unfinished::unacked;
      read_about(record.about, request_);
    } else {
      restore_party(leg, record, call);
    }
  }
  if (caller_ == nullptr || ended_) {
    end_all_legs();
    return false;
  }
  // What he hears is not known: he is moved on from his last description.
  if (caught && !talking_) heard_ = {};
  if (call.phase == core::AgentPhase::talking && !talking_) heard_ = {};
  for (std::size_t i = 0; i < legs_.size(); ++i) {
    Leg* const leg = legs_[i].leg.get();
    if (leg != caller_ && leg != heard_.leg && leg != agent_.leg) leg->end();
  }
  wanted_ = heard_.to;
  return true;
}

/// Whom of the other parties the call goes on with; all others are ended.
void Call::restore_party(Leg& leg, const LegRecord& record, const core::CallSnapshot& call) {
  const bool talks = call.phase == core::AgentPhase::talking;
  if (record.purpose.role == LegRole::agent && record.state != LegState::ending && agent_.leg == nullptr &&
      record.purpose.attempt == call.attempt && call.phase != core::AgentPhase::none) {
    if (talks && !(record.heard && leg.established())) return;
    agent_ = {&leg, record.purpose.attempt, leg.established(), false};
    if (talks) {
      talking_ = true;
      heard_ = {{Place::agent}, &leg};
    }
    return;
  }
  const bool media = record.purpose.role == LegRole::queue || record.purpose.role == LegRole::message;
  if (!media || !record.heard || talks || !leg.established() || heard_.leg != nullptr) return;
  const core::FlowIndex flow = context_.host.engine().find_flow(call.flowid);
  heard_ = record.purpose.role == LegRole::queue ? Connection{{Place::queue, {}, flow}, &leg}
                                                 : Connection{{Place::message, record.purpose.message, flow}, &leg};
  if (record.purpose.role == LegRole::queue) queue_since_ = context_.host.clock().now();
}

void Call::end_legs(core::CallId id, const std::vector<ports::DialogRecord>& rows) {
  core::CallSnapshot nobody;
  nobody.id = id;
  ended_ = true;
  restore(nobody, rows);
}

void Call::end_all_legs() {
  ended_ = true;
  for (std::size_t i = 0; i < legs_.size(); ++i) legs_[i].leg->end();
  context_.leg_closed(*this);
}

/// The engine has taken the call over, and has said what it wants of it.
void Call::restored() {
  if (ended_) return;
  const core::Call* const call = context_.host.engine().call(id_);
  if (call == nullptr || call->state == core::CallState::ended) {
    end(core::CallClass::failed);
    return;
  }
  if (call->talking() && !talking_) {
    feed(core::LegLost{id_});
    end(core::CallClass::handled);
    return;
  }
  const bool announced = call->state == core::CallState::welcome || call->state == core::CallState::dissuading1 ||
                         call->state == core::CallState::dissuading2;
  if (announced && heard_.to.place != Place::message) {
    feed(core::MessageEnded{id_, call->state == core::CallState::welcome ? core::Message::welcome : core::Message::dissuading});
  }
  advance();
}

}  // namespace ringside::sip
