#include "scenarios/load/event_listener.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace ringside::load {
namespace {

using nlohmann::json;

constexpr const char* kAgentReport = "E_CALLCENTER_AGENT_REPORT";
constexpr const char* kCallState = "E_RINGSIDE_CALL_STATE";
constexpr int kLongestRun = 7 * 86'400;  // s; then the engine forgets a listener that did not unsubscribe

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

long number_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<long>() : 0;
}

Result<void> subscribe(MiClient& mi, std::uint16_t port, int seconds) {
  for (const char* const event : {kAgentReport, kCallState}) {
    const json params{{"event", event}, {"socket", fmt::format("udp:127.0.0.1:{}", port)}, {"expire", seconds}};
    if (auto answer = mi.call("event_subscribe", params.dump()); !answer) return tl::unexpected{answer.error()};
  }
  return {};
}

}  // namespace

void EventLog::take(double at, std::string_view text) {
  const json event = json::parse(text, nullptr, false);
  const json params = event.is_object() ? event.value("params", json{}) : json{};
  const std::string method = params.is_object() ? text_of(event, "method") : std::string{};
  if (method == kAgentReport) {
    agents.push_back({at, text_of(params, "agent_id"), text_of(params, "status"), number_of(params, "ongoing_sessions"),
                      text_of(params, "flow_id")});
  } else if (method == kCallState) {
    calls.push_back({at, text_of(params, "call_id"), text_of(params, "state"), text_of(params, "caller"),
                     text_of(params, "flow_id"), text_of(params, "agent_id"), number_of(params, "talking") != 0,
                     text_of(params, "ended_as")});
  } else {
    ++foreign;
  }
}

EventListener::EventListener(std::unique_ptr<EventLog> log, UdpListener listener, MiClient mi)
    : log_{std::move(log)}, listener_{std::move(listener)}, subscribed_{std::make_unique<MiClient>(std::move(mi))} {}

EventListener::~EventListener() {
  if (subscribed_ != nullptr) (void)subscribe(*subscribed_, listener_.port(), 0);
}

Result<EventListener> EventListener::start(MiClient& mi) {
  auto log = std::make_unique<EventLog>();
  auto listener = UdpListener::start([&log = *log](const Datagram& datagram) {
    log.take(datagram.at, {reinterpret_cast<const char*>(datagram.bytes), datagram.size});
    return false;
  });
  if (!listener) return tl::unexpected{listener.error()};
  EventListener started{std::move(log), std::move(*listener), mi.another()};
  if (auto done = subscribe(mi, started.listener_.port(), kLongestRun); !done) return tl::unexpected{done.error()};
  return started;
}

EventLog EventListener::finish(MiClient* mi) {
  if (mi != nullptr) (void)subscribe(*mi, listener_.port(), 0);
  subscribed_.reset();
  listener_.end();
  log_->lost = listener_.overflowed();
  return std::move(*log_);
}

}  // namespace ringside::load
