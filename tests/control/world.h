#pragma once

#include <string>
#include <string_view>

#include "engine/control/control.h"
#include "engine/ports/host.h"

namespace ringside::control {

inline constexpr core::Time kStart = core::from_unix_seconds(1'700'000'000);

class HandClock : public ports::Clock {
 public:
  core::Time now() const override { return now_; }
  void wake_at(core::Time) override {}
  void pass(core::Duration d) { now_ += d; }

 private:
  core::Time now_ = kStart;
};

class NoStore : public ports::Store {
 public:
  tl::expected<core::Tables, ports::StoreError> load() override { return core::Tables{}; }
  tl::expected<std::uint64_t, ports::StoreError> last_cid() override { return 0; }
  void write_cdr(ports::CdrRecord) override {}
  void save_call(ports::CallRecord) override {}
  void remove_call(std::string) override {}
  void save_agent(ports::AgentRecord) override {}
  void save_wrapup_end(std::string, core::Time) override {}
  tl::expected<void, ports::StoreError> flush() override { return {}; }
};

class QuietSignalling : public ports::Signalling {
 public:
  void play_message(const core::PlayMessage&) override {}
  void play_queue(const core::PlayQueue&) override {}
  void ring_agent(const core::RingAgent& a) override { rung = a; }
  void play_flow_id(const core::PlayFlowId&) override {}
  void bridge(const core::Bridge&) override {}
  void end_agent_leg(const core::EndAgentLeg&) override {}
  void end_call(const core::EndCall&) override {}
  core::RingAgent rung{};
};

/// A running engine with flow `tech` (skill s1) and the agents given; calls are made and moved on by hand.
class World {
 public:
  explicit World(core::Tables tables, core::Settings settings = {})
      : rows{tables},
        engine_{settings, tables, clock.now()},
        host{engine_, clock, store_},
        control{host,
                {.started = kStart,
                 .version = "0.1.0",
                 .pid = 4711,
                 .load_tables = [this] { return rows; },
                 .report_fault = [this](const core::RowFault& fault) { faults.push_back(to_string(fault)); },
                 .start_trace = [this](const SipTraceOrder& order) -> tl::expected<std::string, std::string> {
                   if (order.caller == "mute") return tl::unexpected{std::string{"no folder"}};
                   traces.push_back(order);
                   return order.caller.empty() ? "/traces/one" : "";
                 },
                 .stop_trace = [this](std::optional<core::CallId> call) { return !call || !traces.empty(); }}} {
    host.attach(signalling);
  }

  static core::FlowRow flow(std::string id = "tech", std::string skill = "s1") {
    return {.flowid = std::move(id), .skill = std::move(skill), .message_queue = "sip:queue@media"};
  }
  static core::AgentRow agent(std::string id, bool logged_in = true, std::string skills = "s1") {
    return {.agentid = std::move(id), .location = "sip:phone@agents", .skills = std::move(skills), .logstate = logged_in};
  }
  static core::AgentRow chatter(std::string id, int sessions) {
    return {.agentid = std::move(id),
            .msrp_location = "sip:chat@agents",
            .msrp_max_sessions = sessions,
            .skills = "s1",
            .logstate = 1};
  }

  core::CallId call(std::string_view user = "bob", std::string_view name = "Bob Caller", std::string_view flow_id = "tech",
                    core::OfferedMedia media = core::OfferedMedia::rtp) {
    return host
        .admit({.flow = host.engine().find_flow(flow_id), .media = media, .caller_user = user, .caller_display_name = name})
        .call;
  }
  /// The agent who rings answers, and the bridge stands.
  void answer(core::CallId call) {
    const core::Attempt attempt = host.engine().call(call)->attempt;
    host.feed(core::AgentAnswered{call, attempt});
    host.feed(core::BridgeCompleted{call, attempt});
  }
  void pass(core::Duration d) {
    clock.pass(d);
    host.expire();
  }
  /// The text answered to a text; "(nothing)" for none.
  std::string ask_text(std::string_view text) {
    Exchange exchange{text};
    exchange.run(control, [](const auto& work) {
      work();
      return true;
    });
    return exchange.reply().value_or("(nothing)");
  }
  /// What is answered to a request, without the envelope: the result, or "error CODE MESSAGE".
  std::string ask(std::string_view method, std::string_view params = "{}");

  HandClock clock;
  QuietSignalling signalling;
  tl::expected<core::Tables, ports::StoreError> rows;  ///< what the next reload finds
  std::vector<std::string> faults;                     ///< what it said of them
  std::vector<SipTraceOrder> traces;

 private:
  NoStore store_;
  core::Engine engine_;

 public:
  ports::Host host;
  Control control;
};

inline std::string World::ask(std::string_view method, std::string_view params) {
  std::string text =
      ask_text(R"({"jsonrpc":"2.0","id":"1","method":")" + std::string{method} + R"(","params":)" + std::string{params} + "}");
  constexpr std::string_view kHead = R"({"jsonrpc":"2.0","result":)";
  constexpr std::string_view kTail = R"(,"id":"1"})";
  constexpr std::string_view kError = R"({"jsonrpc":"2.0",)";
  if (!text.ends_with(kTail)) return text;
  text.resize(text.size() - kTail.size());
  if (text.starts_with(kHead)) return text.substr(kHead.size());
  return text.starts_with(kError) ? text.substr(kError.size()) : text;
}

}  // namespace ringside::control
