#include "engine/control/events.h"

#include <poll.h>

#include <algorithm>

namespace ringside::control {
namespace {

constexpr std::chrono::seconds kDefaultExpiry{3600};
constexpr std::chrono::milliseconds kLongestWait{1000};

std::string params_of(const core::ReportAgent& report, const core::Engine& engine) {
  JsonWriter json;
  json.begin_object().member("agent_id", engine.agent(report.agent).agentid).member("status", to_string(report.status));
  if (report.status == core::AgentStatus::inchat) json.member("ongoing_sessions", report.ongoing_sessions);
  if (report.wrapup_ends) json.member("wrapup_ends", core::unix_seconds(*report.wrapup_ends));
  if (report.flow) json.member("flow_id", engine.flow(*report.flow).flowid);
  return json.end_object().take();
}

std::string params_of(const core::JournalCall& change, const core::Engine& engine) {
  JsonWriter json;
  json.begin_object().member("call_id", to_string(change.call)).member("state", to_string(change.state));
  if (const core::Call* const call = engine.call(change.call)) {
    json.member("flow_id", engine.flow(call->flow).flowid).member("media", to_string(call->media));
    json.member("caller", call->caller_user);
    if (call->agent != core::kNoAgent) json.member("agent_id", engine.agent(call->agent).agentid);
    if (change.state == core::CallState::toagent) json.member("talking", call->talking() ? 1 : 0);
    if (change.state == core::CallState::ended) json.member("ended_as", to_string(call->ended_as));
  }
  return json.end_object().take();
}

EventText notification(const Event& event, bool with_line_end) {
  JsonWriter json;
  json.begin_object().member("jsonrpc", "2.0").member("method", event.name).key("params").raw(event.params).end_object();
  std::string text = json.take();
  if (with_line_end) text += '\n';
  return std::make_shared<const std::string>(std::move(text));
}

}  // namespace

Events::~Events() {
  stopping_ = true;
  wake_.wake();
  if (thread_.joinable()) thread_.join();
}

bool Events::known(std::string_view event) { return event == kAgentReport || event == kCallState; }

void Events::action_taken(const core::Action& action, const core::Engine& engine) {
  if (listeners_ == 0) return;
  if (const auto* const report = std::get_if<core::ReportAgent>(&action)) {
    raise({std::string{kAgentReport}, params_of(*report, engine)});
  } else if (const auto* const change = std::get_if<core::JournalCall>(&action)) {
    raise({std::string{kCallState}, params_of(*change, engine)});
  }
}

void Events::raise(Event event) {
  if (listeners_ == 0) return;
  ++raised_;
  inbox_.push(std::make_shared<const Event>(std::move(event)));
  if (!woken_.exchange(true)) wake_.wake();
}

/// With the mutex held.
void Events::listen() {
  count_listeners();
  if (!thread_.joinable()) thread_ = std::thread{[this] { run(); }};
  wake_.wake();
}

void Events::count_listeners() { listeners_ = subscriptions_.size() + streams_.size(); }

bool Events::subscribe(std::string_view event, SocketAddress socket, std::optional<std::chrono::seconds> expire) {
  const std::chrono::seconds span = expire.value_or(kDefaultExpiry);
  const std::scoped_lock lock{mutex_};
  const auto same = [&](const Subscription& s) { return s.event == event && s.socket == socket.name; };
  std::erase_if(subscriptions_, same);
  if (span > std::chrono::seconds{0}) {
    if (subscriptions_.size() >= kMaxSubscriptions) return false;
    subscriptions_.push_back({std::string{event}, socket.name, span, Clock::now() + span});
    outlets_.try_emplace(socket.name, socket);
  }
  listen();
  return true;
}

std::shared_ptr<EventQueue> Events::open_stream() {
  const std::scoped_lock lock{mutex_};
  std::erase_if(streams_, [](const auto& stream) { return stream.expired(); });
  if (streams_.size() >= kMaxStreams) return {};
  auto stream = std::make_shared<EventQueue>(kMaxStreamQueue);
  streams_.push_back(stream);
  listen();
  return stream;
}

void Events::write_subscribers(JsonWriter& into, std::string_view event, std::string_view socket) const {
  const std::scoped_lock lock{mutex_};
  into.begin_array();
  for (const Subscription& s : subscriptions_) {
    if (s.event != event || (!socket.empty() && s.socket != socket)) continue;
    into.begin_object().member("socket", s.socket).member("expire", s.expire->count()).end_object();
  }
  into.end_array();
}

bool Events::subscribed(std::string_view event, std::string_view socket) const {
  const std::scoped_lock lock{mutex_};
  return std::any_of(subscriptions_.begin(), subscriptions_.end(),
                     [&](const Subscription& s) { return s.event == event && (socket.empty() || s.socket == socket); });
}

Events::Counters Events::counters() const {
  const std::scoped_lock lock{mutex_};
  Counters counters{raised_, lost_ + inbox_.lost(), subscriptions_.size(), 0};
  for (const auto& [socket, outlet] : outlets_) counters.lost += outlet.lost();
  for (const auto& stream : streams_) {
    const auto queue = stream.lock();
    if (!queue) continue;
    counters.lost += queue->lost();
    ++counters.streams;
  }
  return counters;
}

/// An outlet without subscriptions is closed.
void Events::drop_expired(Clock::time_point now) {
  std::erase_if(subscriptions_, [&](const Subscription& s) { return s.until <= now; });
  std::erase_if(outlets_, [&](const auto& entry) {
    const auto of_this = [&](const Subscription& s) { return s.socket == entry.first; };
    if (std::any_of(subscriptions_.begin(), subscriptions_.end(), of_this)) return false;
    lost_ += entry.second.lost();
    return true;
  });
  std::erase_if(streams_, [](const auto& stream) { return stream.expired(); });
  count_listeners();
}

void Events::distribute(Clock::time_point now) {
  for (const EventPtr& event : inbox_.take_all()) {
    for (const auto& stream : streams_) {
      if (const auto queue = stream.lock()) queue->push(event);
    }
    const EventText datagram = notification(*event, false);
    const EventText line = notification(*event, true);
    for (const Subscription& s : subscriptions_) {
      if (s.event != event->name) continue;
      EventOutlet& outlet = outlets_.find(s.socket)->second;
      outlet.add(outlet.address().protocol == Protocol::tcp ? line : datagram);
    }
  }
  for (auto& [socket, outlet] : outlets_) outlet.advance(now);
}

/// Milliseconds until something is due, and what is to be polled till then.
int Events::wait_for_work(Clock::time_point now, std::vector<int>& awaited) const {
  Clock::time_point next = now + kLongestWait;
  for (const auto& [socket, outlet] : outlets_) {
    if (outlet.awaited() >= 0) awaited.push_back(outlet.awaited());
    next = std::min(next, outlet.next_try());
  }
  return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(std::max(next, now) - now).count());
}

void Events::run() {
  std::vector<pollfd> polled;
  while (!stopping_) {
    std::vector<int> awaited;
    int wait = 0;
    {
      const std::scoped_lock lock{mutex_};
      const Clock::time_point now = Clock::now();
      drop_expired(now);
      distribute(now);
      wait = wait_for_work(now, awaited);
    }
    polled.assign(1, {wake_.get(), POLLIN, 0});
    for (const int fd : awaited) polled.push_back({fd, POLLOUT, 0});
    ::poll(polled.data(), polled.size(), wait);
    wake_.clear();
    woken_ = false;
  }
}

}  // namespace ringside::control
