#include "scenarios/msrp/session.h"

#include <fmt/format.h>

#include <algorithm>

namespace ringside::msrp {
namespace {

/// As an `a=accept-types` of ours says: `message/cpim text/*`.
bool accepted(std::string type) {
  type = type.substr(0, type.find(';'));
  std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return type == "message/cpim" || type.starts_with("text/");
}

Message response_to(const Message& request, int code) {
  Message response;
  response.transaction = request.transaction;
  response.code = code;
  response.to_path = {request.from_path.front()};
  response.from_path = {request.to_path.front()};
  return response;
}

/// RFC 4975, 7.2: REPORTs never get an answer, SENDs as their Failure-Report says.
bool wants_answer(const Message& request, int code) {
  if (request.method == "REPORT" || request.failure_report == FailureReport::no) return false;
  return code != 200 || request.failure_report == FailureReport::yes;
}

}  // namespace

std::string refusal(const Message& request, int code) {
  return wants_answer(request, code) ? to_wire(response_to(request, code)) : std::string{};
}

Session::Session(Uri own, Uri remote, const SessionOptions& options, Figures& figures, Role role, std::uint64_t seed)
    : own_{std::move(own)},
      remote_{std::move(remote)},
      options_{options},
      figures_{figures},
      tally_{figures.of(role)},
      random_{seed} {}

std::string Session::new_id() { return fmt::format("{:016x}", random_()); }

void Session::send(Message message, Time now) {
  do {
    message.transaction = new_id();
  } while (!fits(message.body, message.transaction));
  message.to_path = {remote_};
  message.from_path = {own_};
  output_ += to_wire(message);
  if (message.method == "SEND" && message.failure_report == FailureReport::yes) {
    transactions_[message.transaction] = {message.has_body() ? message.id : std::string{}, now};
    by_age_.emplace_back(now, message.transaction);
  }
}

void Session::greet(Time now) {
  Message message;
  message.method = "SEND";
  message.id = new_id();
  message.range = ByteRange{1, 0, 0};
  ++tally_.empty;
  send(std::move(message), now);
}

void Session::say(const std::string& text, const std::string& content_type, Time now) {
  Message chunk;
  chunk.method = "SEND";
  chunk.id = new_id();
  chunk.content_type = content_type;
  chunk.success_report = options_.success_reports;
  chunk.failure_report = options_.failure_report;
  ++tally_.sent;
  tally_.bytes_sent += text.size();
  Sent& sent = sent_[chunk.id];
  sent.at = now;
  std::size_t at = 0;
  do {
    const std::size_t length = std::min(options_.chunk, text.size() - at);
    chunk.body = text.substr(at, length);
    chunk.range = ByteRange{at + 1, at + length, text.size()};
    at += length;
    chunk.end = at == text.size() ? End::last : End::more;
    ++tally_.chunks;
    ++sent.unanswered;
    send(chunk, now);
  } while (at < text.size());
  if (options_.failure_report != FailureReport::yes) sent_.erase(chunk.id);
}

void Session::take(const Message& message, Time now) {
  if (!message.is_request()) {
    const auto found = transactions_.find(message.transaction);
    if (found == transactions_.end()) return;
    const Transaction transaction = found->second;
    transactions_.erase(found);
    settle(transaction, message.code, now);
    return;
  }
  if (message.to_path.size() != 1 || message.to_path.front() != own_ || message.from_path.front() != remote_) {
    answer(message, 481);
  } else if (message.method == "SEND") {
    take_send(message);
  } else if (message.method == "REPORT") {
    if (message.status == 200) {
      ++tally_.reports;
    } else {
      figures_.fault(
          fmt::format("{}: a failure report {} for message {}", own_.session, message.status.value_or(0), message.id));
    }
  } else {
    answer(message, 501);
  }
}

void Session::take_send(const Message& request) {
  if (request.id.empty()) return answer(request, 400);
  if (!request.has_body()) return answer(request, 200);
  if (!accepted(request.content_type)) return answer(request, 415);
  Inbox::Taken taken = inbox_.take(request);
  answer(request, taken.code);
  if (taken.code == 200) tally_.bytes_received += request.body.size();
  if (!taken.whole) return;
  ++tally_.received;
  if (taken.whole->success_report) report(*taken.whole);
  received_.push_back(std::move(*taken.whole));
}

void Session::answer(const Message& request, int code) {
  if (code != 200) ++tally_.refused;
  if (wants_answer(request, code)) output_ += to_wire(response_to(request, code));
}

void Session::report(const Inbox::Whole& whole) {
  Message message;
  message.method = "REPORT";
  message.id = whole.id;
  message.range = ByteRange{1, whole.text.size(), whole.text.size()};
  message.status = 200;
  send(std::move(message), {});
}

void Session::settle(const Transaction& transaction, int code, Time now) {
  if (code != 200)
    figures_.fault(fmt::format("{}: {} to a SEND {}", own_.session, code, transaction.id.empty() ? "without a body" : ""));
  const auto found = sent_.find(transaction.id);
  if (found == sent_.end()) return;
  Sent& sent = found->second;
  if (code != 200 && !sent.failed) {
    sent.failed = true;
    ++tally_.failed;
    if (code == 408) ++tally_.timed_out;
  }
  if (--sent.unanswered > 0) return;
  if (!sent.failed) {
    ++tally_.acknowledged;
    figures_.round_trip.add(std::chrono::duration_cast<microseconds>(now - sent.at));
  }
  sent_.erase(found);
}

void Session::expire(Time now) {
  while (!by_age_.empty() && by_age_.front().first + options_.timeout <= now) {
    const auto found = transactions_.find(by_age_.front().second);
    by_age_.pop_front();
    if (found == transactions_.end()) continue;
    const Transaction transaction = found->second;
    transactions_.erase(found);
    settle(transaction, 408, now);
  }
}

void Session::end() {
  for (const auto& [id, sent] : sent_)
    if (!sent.failed) ++tally_.cut;
  sent_.clear();
  transactions_.clear();
}

}  // namespace ringside::msrp
