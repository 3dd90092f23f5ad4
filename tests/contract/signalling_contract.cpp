#include "tests/contract/signalling_contract.h"

#include <gtest/gtest.h>

/// What every ports::Signalling promises, told once as the stories of calls and run against each of them.
namespace ringside::ports::test {

core::Tables tables_of(const SignallingWorld::Setup& setup,
                       const std::function<std::string(const std::string& party)>& address) {
  const auto address_of = [&](core::Message message) {
    return setup.messages.contains(message) ? address(std::string{to_string(message)}) : std::string{};
  };
  core::FlowRow flow = setup.flow;
  flow.flowid = "support";
  flow.skill = "s";
  flow.message_queue = address("queue");
  flow.message_welcome = address_of(core::Message::welcome);
  flow.message_dissuading = address_of(core::Message::dissuading);
  flow.message_flow_id = address_of(core::Message::flow_id);
  core::Tables tables;
  tables.flows.push_back(flow);
  for (const std::string& agent : setup.agents) {
    tables.agents.push_back({.agentid = agent, .location = address(agent), .skills = "s", .logstate = 1});
  }
  return tables;
}

namespace {

using namespace std::chrono_literals;
using core::Message;

/// Callers and agents of one flow. Agents have no wrap-up, who declined a call is not asked again, and only a port that
/// tells that a phone is quiet frees its agent. Whatever a story does, it ends with nobody on the line.
class SignallingContract : public testing::TestWithParam<SignallingImplementation> {
 protected:
  SignallingContract() {
    setup.settings.wrapup_time = {};
    setup.settings.reject_on_no_agents = false;
    setup.settings.reject_retry_delay = 1h;
    setup.settings.cancel_grace = 1h;
    setup.agents = {"anna"};
  }

  void open() { world_ = GetParam().make(setup); }

  void TearDown() override {
    if (world_ == nullptr) return;
    legs(0);
    EXPECT_TRUE(world().eventually([&] { return calls().empty(); }));
    for (const std::string& agent : setup.agents) {
      EXPECT_TRUE(world().eventually([&] { return free(agent); })) << agent;
      EXPECT_FALSE(world().rings(agent)) << agent;
      EXPECT_EQ(world().agent_hears(agent), "nothing") << agent;
    }
    for (const int caller : {1, 2, 3}) EXPECT_FALSE(world().connected(caller)) << "caller " << caller;
  }

  SignallingWorld& world() { return *world_; }

  /// Each waits for what it says.
  void hears(int caller, const std::string& what) {
    EXPECT_TRUE(world().eventually([&] { return world().caller_hears(caller) == what; }))
        << "caller " << caller << " does not hear " << what << " but " << world().caller_hears(caller);
  }
  void agent_hears(const std::string& agent, const std::string& what) {
    EXPECT_TRUE(world().eventually([&] { return world().agent_hears(agent) == what; }))
        << agent << " does not hear " << what << " but " << world().agent_hears(agent);
  }
  void rings(const std::string& agent) {
    ASSERT_TRUE(world().eventually([&] { return world().rings(agent); })) << agent << "'s phone does not ring";
  }
  void stops_ringing(const std::string& agent) {
    EXPECT_TRUE(world().eventually([&] { return !world().rings(agent); })) << agent << "'s phone rings on";
  }
  void is_free(const std::string& agent) {
    EXPECT_TRUE(world().eventually([&] { return free(agent); })) << agent << " is stuck";
  }
  void is_hung_up(int caller) {
    EXPECT_TRUE(world().eventually([&] { return !world().connected(caller); })) << "caller " << caller << " is still there";
  }
  void legs(std::uint32_t count) {
    EXPECT_TRUE(world().eventually([&] { return world().legs() == count; }))
        << "there are not " << count << " legs but " << world().legs();
  }
  void cdrs(const std::vector<int>& types) {
    const auto found = [&] {
      std::vector<int> all;
      for (const CdrRecord& cdr : world().cdrs()) all.push_back(static_cast<int>(cdr.type));
      return all;
    };
    world().eventually([&] { return found().size() >= types.size(); });
    EXPECT_EQ(found(), types);
  }
  void talk(int caller, const std::string& agent) {
    hears(caller, agent);
    agent_hears(agent, "caller " + std::to_string(caller));
    EXPECT_TRUE(world().eventually([&] {
      bool talking = false;
      look([&](const core::Engine& engine) {
        for (const core::CallId id : engine.calls()) {
          const core::Call& call = *engine.call(id);
          talking = talking || (call.talking() && engine.agent(call.agent).agentid == agent);
        }
      });
      return talking;
    })) << "the engine does not know that they talk";
  }
  void answer_and_talk(int caller, const std::string& agent) {
    rings(agent);
    world().agent_answers(agent);
    talk(caller, agent);
  }
  /// A caller who has come to the queue, since nobody is there.
  void wait_in_queue(int caller) {
    world().caller_calls(caller);
    hears(caller, "queue");
  }

  void look(const std::function<void(const core::Engine&)>& work) {
    world().inside([&](Host& host, Signalling&) { work(host.engine()); });
  }
  std::vector<core::CallId> calls() {
    std::vector<core::CallId> found;
    look([&](const core::Engine& engine) { found = engine.calls(); });
    return found;
  }
  core::CallState state(core::CallId call) {
    core::CallState found{};
    look([&](const core::Engine& engine) {
      found = engine.call(call) == nullptr ? core::CallState::ended : engine.call(call)->state;
    });
    return found;
  }
  bool free(const std::string& agent) {
    bool found = false;
    look([&](const core::Engine& engine) { found = engine.agent(engine.find_agent(agent)).free(); });
    return found;
  }
  void log_in(const std::string& agent, bool in = true) {
    world().inside([&](Host& host, Signalling&) { host.feed(SetLogin{host.engine().find_agent(agent), in}); });
  }

  SignallingWorld::Setup setup;

 private:
  std::unique_ptr<SignallingWorld> world_;
};

TEST_P(SignallingContract, E_LIF_5_a_caller_and_a_free_agent_talk_until_the_agent_hangs_up) {
  open();
  world().caller_calls(1);
  rings("anna");
  EXPECT_FALSE(free("anna"));
  EXPECT_EQ(world().caller_hears(1), "nothing");
  world().agent_answers("anna");
  talk(1, "anna");
  EXPECT_FALSE(world().rings("anna"));
  legs(2);
  world().agent_hangs_up("anna");
  is_hung_up(1);
  cdrs({0});
}

TEST_P(SignallingContract, E_LIF_10_the_caller_ends_the_talk) {
  open();
  world().caller_calls(1);
  answer_and_talk(1, "anna");
  world().caller_hangs_up(1);
  agent_hears("anna", "nothing");
  is_free("anna");
  cdrs({0});
}

TEST_P(SignallingContract, E_LIF_6_an_agent_who_hangs_up_too_soon_has_rejected_the_call_and_the_caller_hears_the_queue) {
  setup.settings.min_talk_time = 1h;
  open();
  world().caller_calls(1);
  answer_and_talk(1, "anna");
  world().agent_hangs_up("anna");
  hears(1, "queue");
  legs(2);
  cdrs({-2});
  world().caller_hangs_up(1);
  cdrs({-2, 1});
}

TEST_P(SignallingContract, E_LIF_6_after_too_short_a_talk_the_next_agent_talks_as_if_it_were_the_first) {
  setup.settings.min_talk_time = 1h;
  setup.agents = {"anna", "bert"};
  open();
  world().caller_calls(1);
  answer_and_talk(1, "anna");
  world().agent_hangs_up("anna");
  answer_and_talk(1, "bert");
  cdrs({-2});
  world().caller_hangs_up(1);
  cdrs({-2, 0});
}

TEST_P(SignallingContract, E_LIF_7_a_refusal_goes_on_to_the_next_agent) {
  setup.agents = {"anna", "bert"};
  open();
  world().caller_calls(1);
  rings("anna");
  world().agent_refuses("anna");
  answer_and_talk(1, "bert");
  cdrs({-2});
  is_free("anna");
  EXPECT_FALSE(world().rings("anna"));
  world().caller_hangs_up(1);
  cdrs({-2, 0});
}

TEST_P(SignallingContract, E_LIF_7_whom_the_only_agent_refuses_waits_in_the_queue) {
  open();
  world().caller_calls(1);
  rings("anna");
  world().agent_refuses("anna");
  hears(1, "queue");
  legs(2);
  world().caller_hangs_up(1);
  cdrs({-2, 1});
}

TEST_P(SignallingContract, E_LIF_7_a_refusal_costs_a_caller_in_the_queue_nothing) {
  open();
  log_in("anna", false);
  wait_in_queue(1);
  log_in("anna");
  rings("anna");
  EXPECT_EQ(world().caller_hears(1), "queue");
  world().agent_refuses("anna");
  cdrs({-2});
  EXPECT_EQ(world().caller_hears(1), "queue");
  legs(2);
  world().caller_hangs_up(1);
  cdrs({-2, 1});
}

TEST_P(SignallingContract, E_LIF_7_a_phone_that_nobody_answers_stops_ringing_after_agent_ring_timeout) {
  setup.settings.agent_ring_timeout = 200ms;
  open();
  world().caller_calls(1);
  rings("anna");
  stops_ringing("anna");
  is_free("anna");
  hears(1, "queue");
  cdrs({-2});
  world().caller_hangs_up(1);
  cdrs({-2, 1});
}

TEST_P(SignallingContract, E_LIF_7_a_phone_that_nobody_answers_leaves_the_call_to_the_next_agent) {
  setup.settings.agent_ring_timeout = 200ms;
  setup.agents = {"anna", "bert"};
  open();
  world().caller_calls(1);
  rings("anna");
  rings("bert");
  stops_ringing("anna");
  world().agent_answers("bert");
  talk(1, "bert");
  world().agent_hangs_up("bert");
  cdrs({-2, 0});
}

TEST_P(SignallingContract, E_LIF_9_a_caller_who_leaves_while_the_phone_rings_silences_it_and_its_leg_frees_the_agent) {
  open();
  world().caller_calls(1);
  rings("anna");
  world().caller_hangs_up(1);
  stops_ringing("anna");
  is_free("anna");
  cdrs({1});
}

TEST_P(SignallingContract, E_LIF_9_a_caller_who_leaves_the_queue_while_the_phone_rings_silences_it) {
  open();
  log_in("anna", false);
  wait_in_queue(1);
  log_in("anna");
  rings("anna");
  legs(3);
  world().caller_hangs_up(1);
  stops_ringing("anna");
  is_free("anna");
  cdrs({1});
}

TEST_P(SignallingContract, E_LIF_9_a_caller_may_leave_during_the_welcome_and_in_the_queue) {
  setup.messages = {Message::welcome};
  setup.agents = {};
  open();
  world().caller_calls(1);
  world().caller_calls(2);
  hears(1, "welcome");
  hears(2, "welcome");
  world().caller_hangs_up(1);
  cdrs({1});
  EXPECT_EQ(world().caller_hears(2), "welcome");
  world().message_ends(Message::welcome, 2);
  hears(2, "queue");
  world().caller_hangs_up(2);
  cdrs({1, 1});
}

TEST_P(SignallingContract, E_LIF_2_the_welcome_ends_and_the_free_agent_rings) {
  setup.messages = {Message::welcome};
  open();
  world().caller_calls(1);
  hears(1, "welcome");
  legs(2);
  EXPECT_FALSE(world().rings("anna"));
  EXPECT_TRUE(free("anna"));
  world().message_ends(Message::welcome, 1);
  answer_and_talk(1, "anna");
  legs(2);
  world().caller_hangs_up(1);
  cdrs({0});
}

TEST_P(SignallingContract, E_LIF_2_the_welcome_ends_and_nobody_is_there_but_the_queue) {
  setup.messages = {Message::welcome};
  open();
  log_in("anna", false);
  world().caller_calls(1);
  hears(1, "welcome");
  world().message_ends(Message::welcome, 1);
  hears(1, "queue");
  legs(2);
  log_in("anna");
  answer_and_talk(1, "anna");
  legs(2);
  world().agent_hangs_up("anna");
  is_hung_up(1);
  cdrs({0});
}

TEST_P(SignallingContract, E_QUE_2_callers_wait_with_their_position_until_the_agent_is_free) {
  open();
  world().caller_calls(1);
  answer_and_talk(1, "anna");
  wait_in_queue(2);
  EXPECT_EQ(world().queue_position(2), 0);
  wait_in_queue(3);
  EXPECT_EQ(world().queue_position(3), 1);
  legs(6);
  world().caller_hangs_up(1);
  rings("anna");
  EXPECT_EQ(world().caller_hears(2), "queue");
  world().agent_answers("anna");
  talk(2, "anna");
  EXPECT_EQ(world().caller_hears(3), "queue");
  legs(4);
  world().agent_hangs_up("anna");
  is_hung_up(2);
  answer_and_talk(3, "anna");
  world().caller_hangs_up(3);
  cdrs({0, 0, 0});
}

TEST_P(SignallingContract, E_LIF_3_a_dissuaded_caller_stays_in_the_queue) {
  setup.messages = {Message::dissuading};
  setup.flow.dissuading_qsize_th = 1;
  setup.agents = {};
  open();
  wait_in_queue(1);
  world().caller_calls(2);
  hears(2, "dissuading");
  world().message_ends(Message::dissuading, 2);
  hears(2, "queue");
  EXPECT_EQ(world().queue_position(2), 1);
  EXPECT_EQ(world().caller_hears(1), "queue");
  legs(4);
  world().caller_hangs_up(1);
  world().caller_hangs_up(2);
  cdrs({1, 1});
}

TEST_P(SignallingContract, E_LIF_3_a_dissuaded_caller_is_hung_up_where_the_flow_says_so) {
  setup.messages = {Message::dissuading};
  setup.flow.dissuading_ewt_th = 1;
  setup.flow.dissuading_hangup = 1;
  setup.agents = {};
  open();
  world().caller_calls(1);
  hears(1, "dissuading");
  EXPECT_TRUE(world().connected(1));
  world().message_ends(Message::dissuading, 1);
  is_hung_up(1);
  cdrs({1});
}

TEST_P(SignallingContract, E_DIS_3_from_the_queue_to_the_dissuading_message_and_on_to_the_agent) {
  setup.messages = {Message::dissuading};
  setup.flow.dissuading_onhold_th = 1;
  open();
  log_in("anna", false);
  wait_in_queue(1);
  hears(1, "dissuading");
  legs(2);
  log_in("anna");
  EXPECT_FALSE(world().rings("anna"));
  world().message_ends(Message::dissuading, 1);
  answer_and_talk(1, "anna");
  world().agent_hangs_up("anna");
  is_hung_up(1);
  cdrs({0});
}

TEST_P(SignallingContract, E_LIF_5_the_agent_hears_the_flow_id_while_the_caller_hears_the_queue) {
  setup.messages = {Message::flow_id};
  open();
  world().caller_calls(1);
  hears(1, "queue");
  EXPECT_EQ(world().queue_position(1), 0);
  rings("anna");
  world().agent_answers("anna");
  agent_hears("anna", "flow_id");
  EXPECT_EQ(world().caller_hears(1), "queue");
  legs(4);
  world().message_ends(Message::flow_id, 1);
  talk(1, "anna");
  legs(2);
  world().caller_hangs_up(1);
  cdrs({0});
}

TEST_P(SignallingContract, E_LIF_7_an_agent_who_hangs_up_during_the_flow_id_has_rejected_the_call) {
  setup.messages = {Message::flow_id};
  open();
  world().caller_calls(1);
  rings("anna");
  world().agent_answers("anna");
  agent_hears("anna", "flow_id");
  world().agent_hangs_up("anna");
  cdrs({-2});
  is_free("anna");
  hears(1, "queue");
  legs(2);
  world().caller_hangs_up(1);
  cdrs({-2, 1});
}

TEST_P(SignallingContract, E_LIF_9_a_caller_who_leaves_during_the_flow_id_frees_the_agent) {
  setup.messages = {Message::flow_id};
  open();
  world().caller_calls(1);
  hears(1, "queue");
  rings("anna");
  world().agent_answers("anna");
  agent_hears("anna", "flow_id");
  world().caller_hangs_up(1);
  agent_hears("anna", "nothing");
  is_free("anna");
  cdrs({1});
}

TEST_P(SignallingContract, E_LIF_4_a_welcome_that_cannot_be_reached_counts_as_ended) {
  setup.messages = {Message::welcome};
  setup.unreachable = {Message::welcome};
  open();
  world().caller_calls(1);
  answer_and_talk(1, "anna");
  world().caller_hangs_up(1);
  cdrs({0});
}

TEST_P(SignallingContract, E_LIF_4_a_dissuading_message_that_cannot_be_reached_counts_as_ended) {
  setup.messages = {Message::dissuading};
  setup.unreachable = {Message::dissuading};
  setup.flow.dissuading_ewt_th = 1;
  setup.agents = {};
  open();
  wait_in_queue(1);
  EXPECT_TRUE(world().connected(1));
  world().caller_hangs_up(1);
  cdrs({1});
}

TEST_P(SignallingContract, E_LIF_4_whoever_cannot_hear_why_he_is_hung_up_is_hung_up_all_the_same) {
  setup.messages = {Message::dissuading};
  setup.unreachable = {Message::dissuading};
  setup.flow.dissuading_ewt_th = 1;
  setup.flow.dissuading_hangup = 1;
  setup.agents = {};
  open();
  world().caller_calls(1);
  is_hung_up(1);
  cdrs({1});
}

TEST_P(SignallingContract, E_LIF_4_a_flow_id_that_cannot_be_reached_is_skipped) {
  setup.messages = {Message::flow_id};
  setup.unreachable = {Message::flow_id};
  open();
  world().caller_calls(1);
  hears(1, "queue");
  answer_and_talk(1, "anna");
  world().agent_hangs_up("anna");
  is_hung_up(1);
  cdrs({0});
}

TEST_P(SignallingContract, E_LIF_4_messages_that_do_not_end_are_ended_after_message_timeout) {
  setup.messages = {Message::welcome, Message::flow_id};
  setup.settings.message_timeout = 300ms;
  open();
  log_in("anna", false);
  world().caller_calls(1);
  hears(1, "welcome");
  hears(1, "queue");
  legs(2);
  log_in("anna");
  rings("anna");
  world().agent_answers("anna");
  agent_hears("anna", "flow_id");
  talk(1, "anna");
  legs(2);
  world().caller_hangs_up(1);
  cdrs({0});
}

TEST_P(SignallingContract, E_LIF_8_a_bridge_that_fails_at_the_caller_frees_the_agent_and_leaves_the_caller_his_queue) {
  open();
  log_in("anna", false);
  wait_in_queue(1);
  world().caller_refuses_bridges(1);
  log_in("anna");
  rings("anna");
  world().agent_answers("anna");
  cdrs({-2});
  is_free("anna");
  agent_hears("anna", "nothing");
  EXPECT_EQ(world().caller_hears(1), "queue");
  legs(2);
  world().caller_hangs_up(1);
  cdrs({-2, 1});
}

TEST_P(SignallingContract, E_LIF_8_after_max_bridge_failures_the_caller_is_hung_up) {
  setup.settings.max_bridge_failures = 2;
  setup.agents = {"anna", "bert"};
  open();
  log_in("anna", false);
  log_in("bert", false);
  wait_in_queue(1);
  world().caller_refuses_bridges(1);
  log_in("anna");
  rings("anna");
  world().agent_answers("anna");
  cdrs({-2});
  EXPECT_TRUE(world().connected(1));
  log_in("bert");
  rings("bert");
  world().agent_answers("bert");
  is_hung_up(1);
  cdrs({-2, -2, -1});
}

TEST_P(SignallingContract, E_LIF_11_an_agent_who_logs_off_in_talk_talks_on) {
  open();
  world().caller_calls(1);
  answer_and_talk(1, "anna");
  log_in("anna", false);
  world().let_pass(50ms);
  talk(1, "anna");
  world().caller_hangs_up(1);
  cdrs({0});
}

TEST_P(SignallingContract, E_LIF_12_releasing_an_agent_ends_his_talk_on_both_sides) {
  open();
  world().caller_calls(1);
  answer_and_talk(1, "anna");
  world().inside([](Host& host, Signalling&) { host.feed(ReleaseAgent{core::AgentIndex{0}}); });
  is_hung_up(1);
  agent_hears("anna", "nothing");
  cdrs({0});
}

TEST_P(SignallingContract, E_LIF_12_releasing_an_agent_stops_his_phone) {
  open();
  world().caller_calls(1);
  rings("anna");
  world().inside([](Host& host, Signalling&) { host.feed(ReleaseAgent{core::AgentIndex{0}}); });
  stops_ringing("anna");
  hears(1, "queue");
  cdrs({-2});
  world().caller_hangs_up(1);
  cdrs({-2, 1});
}

/// Every event that a port may tell, about this call and attempt, but for those that end a call in any state.
void tell_everything_of_an_attempt(Host& host, core::CallId call, core::Attempt attempt) {
  host.feed(core::AgentAnswered{call, attempt});
  host.feed(core::FlowIdEnded{call, attempt});
  host.feed(core::BridgeCompleted{call, attempt});
  host.feed(core::BridgeFailed{call, attempt});
  host.feed(core::AgentLegReleased{call, attempt, core::AgentIndex{0}});
}

TEST_P(SignallingContract, events_that_come_late_or_twice_change_nothing) {
  setup.messages = {Message::welcome, Message::flow_id};
  setup.agents = {"anna", "bert"};
  open();
  world().caller_calls(1);
  hears(1, "welcome");
  world().message_ends(Message::welcome, 1);
  rings("anna");
  world().agent_refuses("anna");
  rings("bert");
  world().agent_answers("bert");
  agent_hears("bert", "flow_id");
  world().message_ends(Message::flow_id, 1);
  talk(1, "bert");
  legs(2);
  ASSERT_EQ(calls().size(), 1U);
  const core::CallId call = calls().front();
  world().inside([&](Host& host, Signalling&) {
    host.feed(core::MessageEnded{call, Message::welcome});
    host.feed(core::MessageEnded{call, Message::dissuading});
    host.feed(core::AgentRefused{call, 1});
    host.feed(core::AgentHungUp{call, 1, {}});
    for (const core::Attempt attempt : {0U, 1U, 2U, 3U}) tell_everything_of_an_attempt(host, call, attempt);
  });
  world().let_pass(100ms);
  talk(1, "bert");
  legs(2);
  EXPECT_FALSE(world().rings("anna"));
  cdrs({-2});
  world().agent_hangs_up("bert");
  is_hung_up(1);
  world().inside([&](Host& host, Signalling&) {
    host.feed(core::CallerHungUp{call, {}});
    host.feed(core::LegLost{call});
    host.feed(core::CallFailed{call});
    host.feed(core::AgentRefused{call, 2});
    host.feed(core::AgentHungUp{call, 2, {}});
    tell_everything_of_an_attempt(host, call, 2);
  });
  world().let_pass(100ms);
  cdrs({-2, 0});
}

void ask_everything(Signalling& port, core::CallId call, core::Attempt attempt) {
  const core::AgentIndex anna{0};
  port.play_message({call, Message::welcome});
  port.play_queue({call, 3});
  port.ring_agent({call, attempt, anna, core::Media::rtp});
  port.play_flow_id({call, attempt, anna});
  port.bridge({call, attempt, anna});
  port.end_agent_leg({call, attempt, anna});
  port.end_call({call, core::CallClass::failed, 0});
}

TEST_P(SignallingContract, verbs_for_unknown_and_ended_calls_do_nothing) {
  setup.agents = {"anna", "bert"};
  open();
  world().caller_calls(1);
  answer_and_talk(1, "anna");
  ASSERT_EQ(calls().size(), 1U);
  const core::CallId ended = calls().front();
  world().caller_hangs_up(1);
  legs(0);
  log_in("anna", false);
  world().caller_calls(2);
  answer_and_talk(2, "bert");
  legs(2);
  ASSERT_EQ(calls().size(), 1U);
  const core::CallId live = calls().front();
  ASSERT_EQ(live.slot(), ended.slot());
  world().inside([&](Host&, Signalling& port) {
    ask_everything(port, ended, 1);
    ask_everything(port, {live.cid() + 1, live.slot()}, 1);
    ask_everything(port, {live.cid() + 1, live.slot() + 1}, 1);
    ask_everything(port, {}, 1);
  });
  world().let_pass(100ms);
  talk(2, "bert");
  legs(2);
  EXPECT_FALSE(world().rings("anna"));
  world().agent_hangs_up("bert");
  is_hung_up(2);
  cdrs({0, 0});
}

TEST_P(SignallingContract, verbs_about_an_earlier_attempt_do_nothing) {
  setup.agents = {"anna", "bert"};
  open();
  world().caller_calls(1);
  rings("anna");
  world().agent_refuses("anna");
  answer_and_talk(1, "bert");
  ASSERT_EQ(calls().size(), 1U);
  const core::CallId call = calls().front();
  world().inside([&](Host&, Signalling& port) {
    port.play_flow_id({call, 1, core::AgentIndex{0}});
    port.bridge({call, 1, core::AgentIndex{0}});
    port.end_agent_leg({call, 1, core::AgentIndex{0}});
  });
  world().let_pass(100ms);
  talk(1, "bert");
  legs(2);
  world().caller_hangs_up(1);
  cdrs({-2, 0});
}

INSTANTIATE_TEST_SUITE_P(Ports, SignallingContract, testing::Values(signalling_implementation()),
                         [](const auto& instance) { return std::string{instance.param.name}; });

}  // namespace
}  // namespace ringside::ports::test
