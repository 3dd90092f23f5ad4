#include "engine/sip/call_traces.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "engine/sip/call.h"

namespace ringside::sip {
namespace {

constexpr std::size_t kMostTraces = 100;
constexpr std::size_t kLongestTrace = 64U << 20;  // bytes
constexpr std::size_t kLongestOfAll = 1U << 30;   // bytes
constexpr std::size_t kLongestCaller = 64;
constexpr int kMostOfAName = 1000;

std::string written(const WireMessage& message) {
  const auto since = message.at.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  const auto rest = std::chrono::duration_cast<std::chrono::microseconds>(since - seconds);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z {} {} {}:{} {} {}:{}, {} bytes\n{}\n", fmt::gmtime(seconds.count()),
                     rest.count(), message.transport, message.sent ? "from" : "at", message.ours.host, message.ours.port,
                     message.sent ? "to" : "from", message.peer.host, message.peer.port, message.text.size(), message.text);
}

}  // namespace

CallTraces::CallTraces(Stack& stack, std::string folder, std::function<core::Time()> now,
                       std::function<const Call*(core::CallId)> call, std::function<void(std::string_view)> warn)
    : stack_{stack}, folder_{std::move(folder)}, now_{std::move(now)}, call_{std::move(call)}, warn_{std::move(warn)} {}

CallTraces::~CallTraces() { stop_all(); }

tl::expected<CallTraces::Trace, std::string> CallTraces::open(const std::string& name, TraceFormat format) const {
  if (folder_.empty()) return tl::unexpected{std::string{"trace_dir names no folder for traces"}};
  const bool pcap = format == TraceFormat::pcap;
  Trace trace;
  trace.format = format;
  int descriptor = -1;
  for (int number = 1; number <= kMostOfAName; ++number) {  // what is there stays
    const std::string which = number == 1 ? name : fmt::format("{}-{}", name, number);
    trace.path = fmt::format("{}/{}.{}", folder_, which, pcap ? "pcap" : "txt");
    descriptor = ::open(trace.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor >= 0 || errno != EEXIST) break;
  }
  trace.file.reset(descriptor >= 0 ? fdopen(descriptor, "wb") : nullptr);
  if (!trace.file) {
    const std::string why = fmt::format("{} cannot be written: {}", trace.path, std::strerror(errno));
    if (descriptor >= 0) ::close(descriptor);
    return tl::unexpected{why};
  }
  if (pcap) {
    const std::string header = pcap_header();
    std::fwrite(header.data(), 1, header.size(), trace.file.get());
  }
  return trace;
}

tl::expected<std::string, std::string> CallTraces::start(core::CallId call, TraceFormat format) {
  if (const auto found = traces_.find(call); found != traces_.end()) return found->second.path;
  if (traces_.size() >= kMostTraces) return tl::unexpected{fmt::format("there are {} traces already", kMostTraces)};
  auto opened = open(to_string(call), format);
  if (!opened) return tl::unexpected{opened.error()};
  listen();
  Trace& trace = traces_[call] = std::move(*opened);
  learn_legs(call, trace);
  return trace.path;
}

tl::expected<std::string, std::string> CallTraces::start_all(TraceFormat format) {
  if (all_) return all_->path;
  auto opened = open("all", format);
  if (!opened) return tl::unexpected{opened.error()};
  listen();
  all_ = std::move(*opened);
  return all_->path;
}

tl::expected<void, std::string> CallTraces::await(std::string caller, TraceFormat format) {
  if (folder_.empty()) return tl::unexpected{std::string{"trace_dir names no folder for traces"}};
  if (caller.empty() || caller.size() > kLongestCaller) return tl::unexpected{std::string{"no caller is called that"}};
  if (awaited_.size() >= kMostTraces) return tl::unexpected{fmt::format("{} callers are awaited already", kMostTraces)};
  listen();
  awaited_[std::move(caller)] = format;
  return {};
}

bool CallTraces::stop(core::CallId call) {
  if (!traces_.contains(call)) return false;
  turn();
  close(call);
  fall_silent();
  return true;
}

void CallTraces::stop_all() {
  if (!tap_) return;
  turn();
  awaited_.clear();
  traces_.clear();
  all_.reset();
  by_sip_id_.clear();
  fall_silent();
}

void CallTraces::admitted(core::CallId call, const std::string& caller) {
  if (awaited_.empty()) return;
  const auto found = awaited_.find(caller);
  if (found == awaited_.end()) return;
  const TraceFormat format = found->second;
  awaited_.erase(found);
  if (!start(call, format)) fall_silent();
}

void CallTraces::listen() {
  if (!tap_) tap_.emplace(stack_, now_);
}

void CallTraces::fall_silent() {
  if (!traces_.empty() || !awaited_.empty() || all_) return;
  tap_.reset();
  messages_ = {};
}

void CallTraces::close(core::CallId call) {
  const auto found = traces_.find(call);
  if (found == traces_.end()) return;
  for (const std::string& id : found->second.sip_ids) by_sip_id_.erase(id);
  traces_.erase(found);
}

void CallTraces::learn_legs(core::CallId id, Trace& trace) {
  const Call* const call = call_(id);
  if (call == nullptr) return;
  for (const std::string& sip_id : call->sip_ids()) {
    if (by_sip_id_.try_emplace(sip_id, id).second) trace.sip_ids.push_back(sip_id);
  }
}

/// Legs first: their own first messages have passed in the turn that made them.
void CallTraces::turn() {
  if (!tap_) return;
  const core::Time now = now_();
  std::vector<core::CallId> over;
  for (auto& [id, trace] : traces_) {
    learn_legs(id, trace);
    if (call_(id) != nullptr) continue;
    if (trace.ended == core::Time{}) trace.ended = now;
    // What comes late is part of it.
    if (now - trace.ended > stack_.longest_transaction()) over.push_back(id);
  }
  std::vector<WireMessage> whole;
  for (WireMessage& passed : tap_->take()) messages_.add(std::move(passed), whole);
  for (const WireMessage& message : whole) {
    if (all_) write(*all_, message, kLongestOfAll);
    if (by_sip_id_.empty()) continue;
    const auto found = by_sip_id_.find(std::string{message.call_id()});
    if (found != by_sip_id_.end()) write(traces_.at(found->second), message, kLongestTrace);
  }
  if (all_ && !whole.empty()) flush(*all_);
  for (auto& [id, trace] : traces_) flush(trace);
  for (const core::CallId id : over) close(id);
  if (!over.empty()) fall_silent();
}

void CallTraces::write(Trace& trace, const WireMessage& message, std::size_t most) {
  if (trace.cut) return;
  const WireEnd& from = message.sent ? message.ours : message.peer;
  const WireEnd& to = message.sent ? message.peer : message.ours;
  const std::string record =
      trace.format == TraceFormat::pcap ? pcap_packet(message.at, from, to, message.text) : written(message);
  trace.size += record.size();
  if (std::fwrite(record.data(), 1, record.size(), trace.file.get()) != record.size()) {
    cut(trace, std::strerror(errno));
  } else if (trace.size > most) {
    flush(trace);
    cut(trace, fmt::format("{} MiB are the most it may have", most >> 20U));
  }
}

void CallTraces::flush(Trace& trace) {
  if (!trace.cut && std::fflush(trace.file.get()) != 0) cut(trace, std::strerror(errno));
}

void CallTraces::cut(Trace& trace, std::string_view why) {
  if (std::exchange(trace.cut, true)) return;
  warn_(fmt::format("trace {} ends here: {}", trace.path, why));
}

}  // namespace ringside::sip
