#include "engine/ports/memory_signalling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/bench/allocations.h"
#include "tests/ports/hand_clock.h"

namespace ringside::ports {

void PrintTo(CallLegs::Hears hears, std::ostream* out) { *out << static_cast<int>(hears); }
void PrintTo(CallLegs::Phone phone, std::ostream* out) { *out << static_cast<int>(phone); }

namespace {

using namespace std::chrono_literals;
using Hears = CallLegs::Hears;
using Phone = CallLegs::Phone;
using testing::ElementsAre;
using testing::IsEmpty;

class Oblivion : public Store {
 public:
  tl::expected<core::Tables, StoreError> load() override { return core::Tables{}; }
  tl::expected<std::uint64_t, StoreError> last_cid() override { return 0; }
  void write_cdr(CdrRecord record) override { last_type = static_cast<int>(record.type); }
  void save_call(CallRecord) override {}
  void remove_call(std::string) override {}
  void save_agent(AgentRecord) override {}
  void save_wrapup_end(std::string, core::Time) override {}
  tl::expected<void, StoreError> flush() override { return {}; }

  int last_type = 99;
};

/// Writes down what it is told, or plays a party at once.
class Teller : public MemorySignalling::Listener {
 public:
  void message_starts(const core::PlayMessage& a) override {
    told("message " + std::string{to_string(a.message)});
    if (on_message) on_message(a.call);
  }
  void queue_starts(const core::PlayQueue& a) override { told("queue " + std::to_string(a.position)); }
  void phone_rings(const core::RingAgent& a) override {
    told("rings " + std::to_string(a.attempt));
    if (on_ring) on_ring(a.call);
  }
  void flow_id_starts(const core::PlayFlowId&) override { told("flow id"); }
  void bridge_asked(const core::Bridge& a) override {
    told("bridge");
    if (on_bridge) on_bridge(a.call);
  }
  bool phone_stops(const core::EndAgentLeg& a) override {
    told("phone stops " + std::to_string(a.attempt));
    return quiet_at_once;
  }
  void agent_leg_ends(const core::EndAgentLeg& a) override { told("agent leg ends " + std::to_string(a.attempt)); }
  void call_ends(const core::EndCall& a) override { told("call " + std::string{to_string(a.ended_as)}); }

  /// What was told since it was last asked.
  std::vector<std::string> news() { return std::exchange(news_, {}); }

  bool quiet_at_once = true;
  std::function<void(core::CallId)> on_message;
  std::function<void(core::CallId)> on_ring;
  std::function<void(core::CallId)> on_bridge;

 private:
  void told(std::string what) { news_.push_back(std::move(what)); }
  std::vector<std::string> news_;
};

class Memory : public testing::Test {
 protected:
  void open(core::FlowRow flow, const std::vector<std::string>& agents = {"anna"}, core::Settings settings = {}) {
    core::Tables tables;
    flow.flowid = "tech";
    flow.skill = "s";
    flow.message_queue = "sip:q@media";
    tables.flows.push_back(flow);
    for (const std::string& agent : agents) {
      tables.agents.push_back({.agentid = agent, .location = "sip:a@phones", .skills = "s", .logstate = 1});
    }
    settings.reject_on_no_agents = false;
    settings.wrapup_time = {};
    engine_.emplace(settings, tables, clock_.now());
    host_.emplace(*engine_, clock_, store_);
    port_.emplace(*host_, teller_);
  }
  core::CallId calls() {
    const core::Admission admission = port_->caller_calls({.flow = core::FlowIndex{0}, .media = core::OfferedMedia::rtp});
    EXPECT_EQ(admission.code, core::AdmissionCode::admitted);
    return admission.call;
  }
  /// A call that a free agent has answered.
  core::CallId talks() {
    const core::CallId call = calls();
    EXPECT_TRUE(port_->agent_answers(call));
    EXPECT_TRUE(port_->bridge_completes(call));
    teller_.news();
    return call;
  }
  Hears hears(core::CallId call) const { return port_->legs(call)->caller_hears; }
  Phone phone(core::CallId call) const { return port_->legs(call)->phone; }
  core::CallState state(core::CallId call) const { return engine_->call(call)->state; }
  bool free(std::uint32_t agent = 0) const { return engine_->agent(core::AgentIndex{agent}).free(); }
  void pass(core::Duration time) {
    clock_.move_to(clock_.now() + time);
    host_->expire();
  }

  test::HandClock clock_;
  Oblivion store_;
  Teller teller_;
  std::optional<core::Engine> engine_;
  std::optional<Host> host_;
  std::optional<MemorySignalling> port_;
};

TEST_F(Memory, a_call_goes_through_every_leg_and_leaves_none) {
  open({.message_welcome = "sip:w@media", .message_flow_id = "sip:f@media"});
  const core::CallId call = calls();
  EXPECT_THAT(teller_.news(), ElementsAre("message welcome"));
  EXPECT_EQ(hears(call), Hears::welcome);
  EXPECT_TRUE(port_->message_ends(call, core::Message::welcome));
  EXPECT_THAT(teller_.news(), ElementsAre("queue 0", "rings 1"));
  EXPECT_EQ(hears(call), Hears::queue);
  EXPECT_EQ(phone(call), Phone::ringing);
  EXPECT_EQ(port_->leg_count(), 3U);
  EXPECT_TRUE(port_->agent_answers(call));
  EXPECT_THAT(teller_.news(), ElementsAre("flow id"));
  EXPECT_EQ(port_->leg_count(), 4U);
  EXPECT_TRUE(port_->flow_id_ends(call));
  EXPECT_THAT(teller_.news(), ElementsAre("bridge"));
  EXPECT_EQ(hears(call), Hears::queue);
  EXPECT_TRUE(port_->bridge_completes(call));
  EXPECT_EQ(hears(call), Hears::agent);
  EXPECT_EQ(port_->leg_count(), 2U);
  EXPECT_TRUE(port_->caller_hangs_up(call));
  EXPECT_THAT(teller_.news(), ElementsAre("agent leg ends 1", "call handled"));
  EXPECT_EQ(port_->legs(call), nullptr);
  EXPECT_EQ(port_->leg_count(), 0U);
  EXPECT_EQ(port_->call_count(), 0U);
  EXPECT_TRUE(free());
}

/// What the parties can do, each by name.
struct Act {
  const char* name;
  std::function<bool(MemorySignalling&, core::CallId)> done;
};

std::vector<Act> acts() {
  using Port = MemorySignalling;
  using Id = core::CallId;
  return {{"caller hangs up", [](Port& p, Id c) { return p.caller_hangs_up(c); }},
          {"caller fails", [](Port& p, Id c) { return p.caller_fails(c); }},
          {"leg lost", [](Port& p, Id c) { return p.leg_lost(c); }},
          {"welcome ends", [](Port& p, Id c) { return p.message_ends(c, core::Message::welcome); }},
          {"dissuading ends", [](Port& p, Id c) { return p.message_ends(c, core::Message::dissuading); }},
          {"queue ends", [](Port& p, Id c) { return p.message_ends(c, core::Message::queue); }},
          {"flow id as a message ends", [](Port& p, Id c) { return p.message_ends(c, core::Message::flow_id); }},
          {"agent answers", [](Port& p, Id c) { return p.agent_answers(c); }},
          {"agent refuses", [](Port& p, Id c) { return p.agent_refuses(c); }},
          {"agent hangs up", [](Port& p, Id c) { return p.agent_hangs_up(c); }},
          {"flow id ends", [](Port& p, Id c) { return p.flow_id_ends(c); }},
          {"bridge completes", [](Port& p, Id c) { return p.bridge_completes(c); }},
          {"bridge fails", [](Port& p, Id c) { return p.bridge_fails(c); }},
          {"quiet", [](Port& p, Id c) { return p.quiet(c, 1); }}};
}

class WhatPartiesCanDo : public Memory {
 protected:
  /// Those that can be done after `prepare`, each tried in a world of its own.
  std::vector<std::string> possible(const core::FlowRow& flow, const std::function<core::CallId()>& prepare) {
    std::vector<std::string> found;
    for (const Act& act : acts()) {
      open(flow, agents_, {.reject_retry_delay = 1h});
      const core::CallId call = prepare();
      const Before before{port_->legs(call), state_or_ended(call), store_.last_type};
      teller_.news();
      if (act.done(*port_, call)) {
        found.emplace_back(act.name);
      } else {
        EXPECT_THAT(teller_.news(), IsEmpty()) << act.name;
        EXPECT_EQ(state_or_ended(call), before.state) << act.name;
        EXPECT_EQ(store_.last_type, before.cdr_type) << act.name;
      }
    }
    return found;
  }
  std::vector<std::string> agents_{"anna"};

 private:
  struct Before {
    const CallLegs* legs;
    core::CallState state;
    int cdr_type;
  };
  core::CallState state_or_ended(core::CallId call) const {
    return engine_->call(call) == nullptr ? core::CallState::ended : state(call);
  }
};

TEST_F(WhatPartiesCanDo, while_the_welcome_plays) {
  EXPECT_THAT(possible({.message_welcome = "sip:w@m"}, [&] { return calls(); }),
              ElementsAre("caller hangs up", "caller fails", "welcome ends"));
}

TEST_F(WhatPartiesCanDo, while_the_caller_is_being_dissuaded) {
  agents_.clear();
  const core::FlowRow flow{.dissuading_ewt_th = 1, .message_dissuading = "sip:d@m"};
  EXPECT_THAT(possible(flow, [&] { return calls(); }), ElementsAre("caller hangs up", "caller fails", "dissuading ends"));
}

TEST_F(WhatPartiesCanDo, while_the_caller_waits_in_the_queue) {
  agents_.clear();
  EXPECT_THAT(possible({}, [&] { return calls(); }), ElementsAre("caller hangs up", "caller fails"));
}

TEST_F(WhatPartiesCanDo, while_the_phone_rings) {
  EXPECT_THAT(possible({}, [&] { return calls(); }),
              ElementsAre("caller hangs up", "caller fails", "agent answers", "agent refuses"));
}

TEST_F(WhatPartiesCanDo, while_the_agent_hears_the_flow_id) {
  const auto prepare = [&] {
    const core::CallId call = calls();
    EXPECT_TRUE(port_->agent_answers(call));
    return call;
  };
  EXPECT_THAT(possible({.message_flow_id = "sip:f@m"}, prepare),
              ElementsAre("caller hangs up", "caller fails", "agent hangs up", "flow id ends"));
}

TEST_F(WhatPartiesCanDo, while_the_bridge_is_being_built) {
  const auto prepare = [&] {
    const core::CallId call = calls();
    EXPECT_TRUE(port_->agent_answers(call));
    return call;
  };
  EXPECT_THAT(possible({}, prepare),
              ElementsAre("caller hangs up", "caller fails", "agent hangs up", "bridge completes", "bridge fails"));
}

TEST_F(WhatPartiesCanDo, while_they_talk) {
  EXPECT_THAT(possible({}, [&] { return talks(); }), ElementsAre("caller hangs up", "leg lost", "agent hangs up"));
}

TEST_F(WhatPartiesCanDo, after_the_call_nobody_does_anything) {
  const auto prepare = [&] {
    const core::CallId call = talks();
    EXPECT_TRUE(port_->agent_hangs_up(call));
    return call;
  };
  EXPECT_THAT(possible({}, prepare), IsEmpty());
}

TEST_F(WhatPartiesCanDo, nobody_does_anything_in_a_call_that_never_was) {
  EXPECT_THAT(possible({}, [] { return core::CallId{77, 0}; }), IsEmpty());
  EXPECT_THAT(possible({}, [] { return core::CallId{}; }), IsEmpty());
}

TEST_F(Memory, each_act_tells_the_core_what_it_says) {
  open({});
  EXPECT_TRUE(port_->leg_lost(talks()));
  EXPECT_EQ(store_.last_type, 0);
  EXPECT_TRUE(port_->agent_hangs_up(talks(), 30s));
  EXPECT_EQ(engine_->agent(core::AgentIndex{0}).activity, core::Activity::wrapup) << "the length he chose himself";
  pass(30s);
  EXPECT_TRUE(port_->caller_hangs_up(talks(), 20s));
  EXPECT_FALSE(free());
  pass(20s);
  EXPECT_TRUE(free());
  EXPECT_TRUE(port_->caller_fails(calls()));
  EXPECT_EQ(store_.last_type, -1);
  EXPECT_TRUE(port_->agent_refuses(calls()));
  EXPECT_EQ(store_.last_type, -2);
}

TEST_F(Memory, E_LIF_9_a_phone_that_rings_on_is_quiet_when_the_listener_says_so) {
  open({}, {"anna"}, {.cancel_grace = 1h});
  teller_.quiet_at_once = false;
  const core::CallId call = calls();
  port_->caller_hangs_up(call);
  EXPECT_THAT(teller_.news(), ElementsAre("rings 1", "phone stops 1", "call abandoned"));
  EXPECT_EQ(port_->leg_count(), 1U);
  EXPECT_EQ(port_->call_count(), 0U);
  EXPECT_FALSE(free());
  EXPECT_FALSE(port_->quiet(call, 2));
  EXPECT_TRUE(port_->quiet(call, 1));
  EXPECT_FALSE(port_->quiet(call, 1)) << "only once";
  EXPECT_TRUE(free());
  EXPECT_EQ(port_->leg_count(), 0U);
}

TEST_F(Memory, E_LIF_9_a_phone_is_quiet_at_once_if_the_listener_has_no_wish) {
  open({}, {"anna"}, {.cancel_grace = 1h});
  port_->caller_hangs_up(calls());
  EXPECT_TRUE(free());
}

TEST_F(Memory, E_LIF_7_the_first_phone_may_ring_on_while_the_second_rings_for_the_same_call) {
  open({}, {"anna", "bert"}, {.agent_ring_timeout = 10s, .reject_retry_delay = 1h});
  teller_.quiet_at_once = false;
  const core::CallId call = calls();
  pass(10s);
  EXPECT_THAT(teller_.news(), ElementsAre("rings 1", "phone stops 1", "rings 2"));
  EXPECT_EQ(port_->leg_count(), 3U);
  EXPECT_TRUE(port_->agent_answers(call));
  EXPECT_TRUE(port_->bridge_completes(call));
  EXPECT_TRUE(port_->quiet(call, 1));
  EXPECT_EQ(hears(call), Hears::agent);
  EXPECT_EQ(port_->leg_count(), 2U);
}

TEST_F(Memory, E_LIF_8_a_failed_bridge_leaves_the_caller_what_he_heard) {
  open({}, {}, {.reject_retry_delay = 1h});
  const core::CallId call = calls();
  EXPECT_EQ(hears(call), Hears::queue);
  port_->ring_agent({call, 1, core::AgentIndex{0}, core::Media::rtp});
  EXPECT_TRUE(port_->agent_answers(call));
  port_->bridge({call, 1, core::AgentIndex{0}});
  EXPECT_TRUE(port_->bridge_fails(call));
  port_->end_agent_leg({call, 1, core::AgentIndex{0}});
  EXPECT_EQ(hears(call), Hears::queue);
  EXPECT_EQ(phone(call), Phone::none);
}

TEST_F(Memory, verbs_about_another_attempt_or_out_of_turn_do_nothing) {
  open({});
  const core::CallId call = calls();
  teller_.news();
  const core::AgentIndex anna{0};
  port_->bridge({call, 1, anna});
  port_->play_flow_id({call, 1, anna});
  port_->end_agent_leg({call, 7, anna});
  EXPECT_EQ(phone(call), Phone::ringing);
  EXPECT_TRUE(port_->agent_answers(call));
  EXPECT_TRUE(port_->bridge_completes(call));
  teller_.news();
  port_->bridge({call, 1, anna});
  port_->play_flow_id({call, 1, anna});
  port_->bridge({call, 2, anna});
  EXPECT_EQ(phone(call), Phone::bridged);
  EXPECT_THAT(teller_.news(), IsEmpty());
}

TEST_F(Memory, a_slot_that_is_used_again_is_not_taken_for_the_call_before) {
  open({});
  const core::CallId first = talks();
  port_->agent_hangs_up(first);
  const core::CallId second = talks();
  ASSERT_EQ(first.slot(), second.slot());
  EXPECT_FALSE(port_->caller_hangs_up(first));
  port_->end_call({first, core::CallClass::handled, 0});
  EXPECT_EQ(hears(second), Hears::agent);
}

TEST_F(Memory, parties_may_act_while_the_listener_is_told) {
  open({.message_welcome = "sip:w@m"});
  teller_.on_message = [&](core::CallId call) { EXPECT_TRUE(port_->message_ends(call, core::Message::welcome)); };
  teller_.on_ring = [&](core::CallId call) { EXPECT_TRUE(port_->agent_answers(call)); };
  teller_.on_bridge = [&](core::CallId call) { EXPECT_TRUE(port_->bridge_completes(call)); };
  const core::CallId call = calls();
  EXPECT_TRUE(engine_->call(call)->talking());
  EXPECT_EQ(hears(call), Hears::agent);
  EXPECT_TRUE(port_->caller_hangs_up(call));
  EXPECT_EQ(port_->leg_count(), 0U);
}

TEST_F(Memory, a_caller_may_leave_before_his_admission_returns) {
  open({}, {"anna"}, {.cancel_grace = 1h});
  teller_.on_ring = [&](core::CallId call) {
    EXPECT_TRUE(port_->caller_hangs_up(call));
    EXPECT_FALSE(port_->caller_hangs_up(call)) << "he has left";
    EXPECT_FALSE(port_->agent_answers(call)) << "nobody is there";
  };
  const core::CallId call = calls();
  EXPECT_EQ(port_->legs(call), nullptr);
  EXPECT_EQ(port_->call_count(), 0U);
  EXPECT_TRUE(free());
}

TEST_F(Memory, a_caller_may_call_while_the_listener_is_told_of_another) {
  open({}, {"anna", "bert"});
  core::CallId second;
  teller_.on_ring = [&](core::CallId) {
    teller_.on_ring = nullptr;
    second = calls();
    EXPECT_EQ(hears(second), Hears::nothing);
  };
  const core::CallId first = calls();
  EXPECT_NE(first, second);
  EXPECT_EQ(phone(first), Phone::ringing);
  EXPECT_EQ(phone(second), Phone::ringing);
  EXPECT_EQ(port_->call_count(), 2U);
}

TEST_F(Memory, a_refused_caller_has_no_legs) {
  open({});
  EXPECT_EQ(port_->caller_calls({.flow = core::kUnknownFlow}).code, core::AdmissionCode::unknown_flow);
  EXPECT_EQ(port_->call_count(), 0U);
  port_->play_queue({{1, 0}, 0});
  EXPECT_EQ(port_->call_count(), 0U) << "no call is being admitted any more";
}

/// A port that does nothing but what the core cannot do without: what a call costs without the port's own work.
class Hollow : public Signalling {
 public:
  explicit Hollow(Host& host) : host_{host} {}
  void play_message(const core::PlayMessage&) override {}
  void play_queue(const core::PlayQueue&) override {}
  void ring_agent(const core::RingAgent& a) override { rung_ = {a.call, a.attempt, a.agent}; }
  void play_flow_id(const core::PlayFlowId&) override {}
  void bridge(const core::Bridge&) override {}
  void end_agent_leg(const core::EndAgentLeg&) override {}
  void end_call(const core::EndCall& a) override {
    if (a.ended_as == core::CallClass::abandoned) host_.feed(rung_);
  }

 private:
  Host& host_;
  core::AgentLegReleased rung_{};
};

TEST_F(Memory, calls_cost_no_allocation_once_their_slots_are_there) {
  const core::FlowRow flow{.message_welcome = "sip:w@m", .message_flow_id = "sip:f@m"};
  const core::CallArrived arrived{.flow = core::FlowIndex{0}, .media = core::OfferedMedia::rtp};
  const auto cost = [&](const std::function<void(bool talk)>& live) {
    live(true);
    live(false);
    const std::uint64_t before = bench::allocations();
    for (int i = 0; i < 100; ++i) live(i % 2 == 0);
    EXPECT_TRUE(free());
    return bench::allocations() - before;
  };

  open(flow);
  Hollow hollow{*host_};
  host_->attach(hollow);
  const std::uint64_t without_port = cost([&](bool talk) {
    const core::CallId call = host_->admit(arrived).call;
    host_->feed(core::MessageEnded{call, core::Message::welcome});
    if (talk) {
      host_->feed(core::AgentAnswered{call, 1});
      host_->feed(core::FlowIdEnded{call, 1});
      host_->feed(core::BridgeCompleted{call, 1});
    }
    host_->feed(core::CallerHungUp{call, {}});
  });

  open(flow);
  MemorySignalling::Listener listener;
  MemorySignalling port{*host_, listener};
  const std::uint64_t with_port = cost([&](bool talk) {
    const core::CallId call = port.caller_calls(arrived).call;
    port.message_ends(call, core::Message::welcome);
    if (talk) {
      port.agent_answers(call);
      port.flow_id_ends(call);
      port.bridge_completes(call);
    }
    EXPECT_TRUE(port.caller_hangs_up(call));
  });
  EXPECT_EQ(with_port, without_port);
}

}  // namespace
}  // namespace ringside::ports
