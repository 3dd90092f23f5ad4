#include "engine/ports/host.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "tests/ports/hand_clock.h"

namespace ringside::ports {
namespace {

using test::HandClock;
using test::kStart;

class Ledger : public Store {
 public:
  tl::expected<core::Tables, StoreError> load() override { return core::Tables{}; }
  tl::expected<std::uint64_t, StoreError> last_cid() override { return 0; }
  void write_cdr(CdrRecord record) override { cdrs.push_back(std::move(record)); }
  void save_call(CallRecord record) override { calls.push_back(std::move(record)); }
  void remove_call(std::string b2buaid) override { removed.push_back(std::move(b2buaid)); }
  void save_agent(AgentRecord) override {}
  void save_wrapup_end(std::string agent_id, core::Time) override { wrapups.push_back(std::move(agent_id)); }
  tl::expected<void, StoreError> flush() override { return {}; }

  std::vector<CdrRecord> cdrs;
  std::vector<CallRecord> calls;
  std::vector<std::string> removed;
  std::vector<std::string> wrapups;
};

/// A world in which every phone answers at once and every bridge stands at once: each verb feeds its event back
/// immediately, which is the hardest case for the pump's order.
class InstantWorld : public Signalling {
 public:
  explicit InstantWorld(Host& host) : host_{host} {}
  void play_message(const core::PlayMessage& a) override {
    verbs.push_back("play");
    host_.feed(core::MessageEnded{a.call, a.message});
  }
  void play_queue(const core::PlayQueue&) override { verbs.emplace_back("queue"); }
  void ring_agent(const core::RingAgent& a) override {
    verbs.emplace_back("ring");
    host_.feed(core::AgentAnswered{a.call, a.attempt});
    verbs.emplace_back("ring returns");
  }
  void play_flow_id(const core::PlayFlowId& a) override { host_.feed(core::FlowIdEnded{a.call, a.attempt}); }
  void bridge(const core::Bridge& a) override {
    verbs.emplace_back("bridge");
    host_.feed(core::BridgeCompleted{a.call, a.attempt});
  }
  void end_agent_leg(const core::EndAgentLeg&) override { verbs.emplace_back("end leg"); }
  void end_call(const core::EndCall&) override { verbs.emplace_back("end"); }

  std::vector<std::string> verbs;

 private:
  Host& host_;
};

core::Tables tables() {
  core::Tables tables;
  tables.flows.push_back({.flowid = "tech", .skill = "s1", .message_welcome = "sip:w@media", .message_queue = "sip:q@media"});
  tables.agents.push_back({.agentid = "anna", .location = "sip:anna@phones", .skills = "s1", .logstate = 1});
  return tables;
}

class HostInAnInstantWorld : public testing::Test {
 protected:
  HostInAnInstantWorld() { host_.attach(world_); }

  HandClock clock_;
  core::Engine engine_{{.first_cid = 9}, tables(), kStart};
  Ledger ledger_;
  Host host_{engine_, clock_, ledger_};
  InstantWorld world_{host_};
};

TEST_F(HostInAnInstantWorld, carries_actions_out_in_order_although_verbs_feed_events_back) {
  const core::Admission admission =
      host_.admit({.flow = core::FlowIndex{0}, .media = core::OfferedMedia::rtp, .caller_user = "bob"});
  ASSERT_EQ(admission.code, core::AdmissionCode::admitted);
  EXPECT_EQ(world_.verbs, (std::vector<std::string>{"play", "ring", "ring returns", "bridge"}));
  EXPECT_TRUE(engine_.call(admission.call)->talking());
}

TEST_F(HostInAnInstantWorld, hands_names_and_not_numbers_to_the_store) {
  const core::CallId call =
      host_.admit({.flow = core::FlowIndex{0}, .media = core::OfferedMedia::rtp, .caller_user = "bob", .param = "vip"}).call;
  clock_.move_to(kStart + std::chrono::seconds{65});
  host_.feed(core::CallerHungUp{call, {}});
  ASSERT_EQ(ledger_.cdrs.size(), 1U);
  EXPECT_EQ(ledger_.cdrs[0].caller, "bob");
  EXPECT_EQ(ledger_.cdrs[0].flow_id, "tech");
  EXPECT_EQ(ledger_.cdrs[0].agent_id, "anna");
  EXPECT_EQ(ledger_.cdrs[0].cid, 9U);
  EXPECT_EQ(ledger_.cdrs[0].talk, std::chrono::seconds{65});
  EXPECT_EQ(ledger_.wrapups, std::vector<std::string>{"anna"});
  EXPECT_EQ(ledger_.calls.back().script_param, "vip");
  EXPECT_EQ(ledger_.removed, std::vector<std::string>{to_string(call)});
}

TEST_F(HostInAnInstantWorld, keeps_the_alarm_at_the_next_deadline) {
  const core::CallId call = host_.admit({.flow = core::FlowIndex{0}, .media = core::OfferedMedia::rtp}).call;
  EXPECT_EQ(clock_.alarm, core::kNever);
  host_.feed(core::CallerHungUp{call, {}});
  EXPECT_EQ(clock_.alarm, kStart + std::chrono::seconds{30}) << "the wrap-up";
  clock_.move_to(clock_.alarm);
  EXPECT_EQ(engine_.free_agents(), 0U);
  host_.expire();
  EXPECT_EQ(engine_.free_agents(), 1U);
  EXPECT_EQ(clock_.alarm, core::kNever);
}

/// A caller who calls again as soon as he is hung up on, and leaves as soon as he waits: one event leads to the next without
/// an end, or to so many of them.
class Redialler : public Signalling {
 public:
  Redialler(Host& host, int calls) : host_{host}, left_{calls} {}
  void play_message(const core::PlayMessage& a) override { host_.feed(core::CallerHungUp{a.call, {}}); }
  void play_queue(const core::PlayQueue&) override {}
  void ring_agent(const core::RingAgent&) override {}
  void play_flow_id(const core::PlayFlowId&) override {}
  void bridge(const core::Bridge&) override {}
  void end_agent_leg(const core::EndAgentLeg&) override {}
  void end_call(const core::EndCall&) override {
    if (left_-- > 0) host_.admit({.flow = core::FlowIndex{0}, .media = core::OfferedMedia::rtp});
  }

 private:
  Host& host_;
  int left_;
};

struct RestlessWorld {
  explicit RestlessWorld(int calls) : redialler{host, calls} {
    host.attach(redialler);
    host.admit({.flow = core::FlowIndex{0}, .media = core::OfferedMedia::rtp});
  }
  HandClock clock;
  core::Engine engine{{}, tables(), kStart};
  Ledger ledger;
  Host host{engine, clock, ledger};
  Redialler redialler;
};

TEST(Host, lets_others_come_in_between_when_one_event_leads_to_the_next_without_end_E_LIF_12) {
  RestlessWorld world{std::numeric_limits<int>::max()};
  const std::size_t first_turn = world.ledger.cdrs.size();
  EXPECT_GT(first_turn, 100U);
  EXPECT_EQ(world.clock.alarm, kStart) << "as soon as the loop has looked at the rest";
  world.host.feed(SetInternalDispatching{false});
  EXPECT_FALSE(world.engine.settings().internal_call_dispatching);
  const std::size_t second_turn = world.ledger.cdrs.size();
  EXPECT_GT(second_turn, first_turn);
  world.host.expire();
  EXPECT_GT(world.ledger.cdrs.size(), second_turn);
}

TEST(Host, carries_out_all_that_it_put_off) {
  RestlessWorld world{10'000};
  while (world.clock.alarm != core::kNever) {
    world.clock.move_to(world.clock.alarm);
    world.host.expire();
  }
  EXPECT_EQ(world.ledger.cdrs.size(), 10'001U);
  EXPECT_TRUE(world.engine.calls().empty());
}

}  // namespace
}  // namespace ringside::ports
