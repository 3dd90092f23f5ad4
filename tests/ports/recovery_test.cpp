#include "engine/ports/recovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/ports/hand_clock.h"

namespace ringside::ports {
namespace {

using namespace std::chrono_literals;
using test::HandClock;
using test::kStart;
using testing::HasSubstr;

/// Keeps the journal as rows, and counts what it was handed.
class Ledger : public Store {
 public:
  tl::expected<core::Tables, StoreError> load() override { return core::Tables{}; }
  tl::expected<std::uint64_t, StoreError> last_cid() override { return 0; }
  void write_cdr(CdrRecord record) override { cdrs.push_back(std::move(record)); }
  void save_call(CallRecord record) override {
    ++calls_saved;
    calls[record.b2buaid] = record;
  }
  void remove_call(std::string b2buaid) override {
    ++calls_removed;
    calls.erase(b2buaid);
  }
  void save_agent(AgentRecord record) override {
    ++agents_saved;
    agents[record.agentid] = record;
  }
  void save_wrapup_end(std::string, core::Time) override {}
  tl::expected<void, StoreError> flush() override { return {}; }

  Journal journal() const {
    Journal journal;
    for (const auto& [id, call] : calls) journal.calls.push_back(call);
    for (const auto& [id, agent] : agents) journal.agents.push_back(agent);
    return journal;
  }

  std::vector<CdrRecord> cdrs;
  std::map<std::string, CallRecord> calls;
  std::map<std::string, AgentRecord> agents;
  int calls_saved = 0, calls_removed = 0, agents_saved = 0;
};

/// Legs that are nothing but a row.
class Legs : public Signalling {
 public:
  void play_message(const core::PlayMessage&) override {}
  void play_queue(const core::PlayQueue& a) override { waiting.push_back(a.call); }
  void ring_agent(const core::RingAgent& a) override { rung.push_back(a.call); }
  void play_flow_id(const core::PlayFlowId&) override {}
  void bridge(const core::Bridge&) override {}
  void end_agent_leg(const core::EndAgentLeg&) override { ++let_go; }
  void end_call(const core::EndCall&) override {}
  std::vector<DialogRecord> dialogs(core::CallId call) const override {
    return {{.leg = "caller", .state = "established", .call_id = to_string(call)}};
  }
  bool restore(const core::CallSnapshot&, const std::vector<DialogRecord>& dialogs) override { return !dialogs.empty(); }
  void end_legs(core::CallId, const std::vector<DialogRecord>&) override { ++ended; }
  void restored() override { ++told; }

  std::vector<core::CallId> waiting, rung;
  int let_go = 0, ended = 0, told = 0;
};

core::Tables tables() {
  core::Tables tables;
  tables.flows.push_back({.flowid = "tech", .skill = "s1", .message_queue = "sip:q@media"});
  for (const char* id : {"anna", "bert"})
    tables.agents.push_back({.agentid = id, .location = "sip:anna@phones", .skills = "s1", .logstate = 1});
  return tables;
}

/// An engine with its ports; another one goes on with what its ledger has.
struct World {
  explicit World(core::Time now, const core::Tables& rows = tables()) : engine{{.wrapup_time = 30s}, rows, now} {
    clock.move_to(now);
    host.attach(legs);
  }
  core::CallId call(const char* user) {
    return host.admit({.flow = core::FlowIndex{0}, .media = core::OfferedMedia::rtp, .caller_user = user}).call;
  }
  /// Takes the call that anna was given, talks and ends.
  void talk(core::CallId call) {
    host.feed(core::AgentAnswered{call, 1});
    host.feed(core::BridgeCompleted{call, 1});
    host.feed(core::CallerHungUp{call, {}});
  }
  const core::Agent& anna() const { return engine.agent(core::AgentIndex{0}); }
  Recovered recover(Journal journal) {
    return ports::recover(std::move(journal), host, ledger, legs, [this](const std::string& text) { warnings += text + '\n'; });
  }

  HandClock clock;
  core::Engine engine;
  Ledger ledger;
  Host host{engine, clock, ledger};
  Legs legs;
  std::string warnings;
};

TEST(Journal, gathers_the_steps_of_a_call_and_hands_it_over_with_its_legs) {
  World world{kStart};
  world.host.delay_journal(10ms);
  const core::CallId call = world.call("bob");
  world.host.feed(core::AgentAnswered{call, 1});
  world.host.feed(core::BridgeCompleted{call, 1});
  world.host.journal(call);
  EXPECT_EQ(world.ledger.calls_saved, 0);
  EXPECT_EQ(world.clock.alarm, kStart + 10ms);
  world.clock.move_to(world.clock.alarm);
  world.host.expire();
  EXPECT_EQ(world.ledger.calls_saved, 1);
  const CallRecord& row = world.ledger.calls.at(to_string(call));
  EXPECT_EQ(row.state, core::CallState::toagent);
  EXPECT_EQ(row.setup_time, kStart);
  ASSERT_EQ(row.dialogs.size(), 1U);
}

TEST(Journal, a_call_that_comes_and_goes_meanwhile_leaves_no_trace) {
  World world{kStart};
  world.host.delay_journal(10ms);
  const core::CallId call = world.call("bob");
  world.host.feed(core::CallerHungUp{call, {}});
  world.clock.move_to(kStart + 1s);
  world.host.expire();
  EXPECT_EQ(world.ledger.calls_saved, 0);
  EXPECT_EQ(world.ledger.calls_removed, 0);
  EXPECT_EQ(world.ledger.cdrs.size(), 1U);
}

TEST(Journal, agents_are_handed_over_when_what_a_restart_needs_has_changed) {
  World world{kStart};
  world.host.journal_agents();
  EXPECT_EQ(world.ledger.agents_saved, 2);
  const core::CallId call = world.call("bob");
  EXPECT_EQ(world.ledger.agents_saved, 2) << "a talk is known from the call";
  world.host.feed(core::AgentAnswered{call, 1});
  world.host.feed(core::BridgeCompleted{call, 1});
  world.host.feed(core::CallerHungUp{call, {}});
  EXPECT_EQ(world.ledger.agents_saved, 3);
  EXPECT_EQ(world.ledger.agents.at("anna").wrapup_end, kStart + 30s);
  world.host.feed(SetLogin{core::AgentIndex{1}, false});
  EXPECT_FALSE(world.ledger.agents.at("bert").logged_in);
  EXPECT_TRUE(world.ledger.agents.at("bert").row_logstate);
}

TEST(Journal, what_is_still_being_gathered_is_handed_over_before_a_stop_section_9) {
  World world{kStart};
  world.host.delay_journal(10ms);
  world.host.journal_agents();
  world.host.write_journal();
  world.talk(world.call("bob"));
  EXPECT_EQ(world.ledger.agents.at("anna").wrapup_end, core::Time{});
  world.host.write_journal();
  EXPECT_EQ(world.ledger.agents.at("anna").wrapup_end, kStart + 30s);
}

TEST(Journal, of_a_deleted_agent_no_login_is_kept_E_LIF_13) {
  World before{kStart};
  before.host.journal_agents();
  core::Tables rows = tables();
  rows.agents.erase(rows.agents.begin());
  before.host.feed(Reload{rows});
  for (const bool logstate : {true, false}) {
    rows = tables();
    rows.agents[0].logstate = logstate;
    World after{kStart + 10s, rows};
    after.recover(before.ledger.journal());
    EXPECT_EQ(after.anna().logged_in, logstate) << "he came back while nobody looked";
  }
}

TEST(Recovery, calls_wait_talk_and_are_offered_anew_as_they_did_section_9) {
  World before{kStart};
  before.host.journal_agents();
  const core::CallId talker = before.call("talker"), ringer = before.call("ringer"), c1 = before.call("c1"),
                     c2 = before.call("c2");
  before.host.feed(core::AgentAnswered{talker, 1});
  before.host.feed(core::BridgeCompleted{talker, 1});

  World after{kStart + 10s};
  const Recovered recovered = after.recover(before.ledger.journal());
  EXPECT_EQ(recovered.calls, 4U);
  EXPECT_EQ(recovered.ended, 0U);
  EXPECT_EQ(after.warnings, "");
  EXPECT_EQ(after.legs.told, 1);
  EXPECT_TRUE(after.engine.call(talker)->talking());
  EXPECT_EQ(after.engine.call(talker)->talk_start, kStart);
  EXPECT_EQ(after.engine.queue().in_order(kStart + 10s), (std::vector{ringer, c1, c2}));
  EXPECT_EQ(after.engine.call(c1)->queue_entry, kStart);
  EXPECT_EQ(after.engine.call(ringer)->rejected, 0U);
  EXPECT_EQ(after.legs.let_go, 1);

  after.host.feed(core::CallerHungUp{talker, {}});
  EXPECT_EQ(after.ledger.calls_removed, 1) << "its row is known from before";
  EXPECT_EQ(after.ledger.cdrs.at(0).talk, 10s);
}

TEST(Recovery, the_order_of_agents_and_a_wrap_up_hold) {
  World before{kStart};
  before.host.journal_agents();
  const core::CallId call = before.call("bob");
  before.host.feed(core::AgentAnswered{call, 1});
  before.host.feed(core::BridgeCompleted{call, 1});
  before.host.feed(core::CallerHungUp{call, {}});
  before.clock.move_to(kStart + 30s);
  before.host.expire();

  World second{kStart + 31s};
  second.recover(before.ledger.journal());
  EXPECT_EQ(second.engine.roster().in_order(), (std::vector{core::AgentIndex{1}, core::AgentIndex{0}}));
  second.call("ann");
  EXPECT_EQ(second.engine.agent(core::AgentIndex{1}).activity, core::Activity::incall);

  World third{kStart + 32s};
  third.recover(second.ledger.journal());
  EXPECT_EQ(third.engine.roster().in_order(), (std::vector{core::AgentIndex{1}, core::AgentIndex{0}})) << "twice running";
}

TEST(Recovery, a_wrap_up_that_began_just_before_the_crash_is_known_from_the_agents_own_row_section_9) {
  World before{kStart};
  before.host.journal_agents();
  core::Tables rows = tables();
  rows.agents[0].wrapup_end_time = core::unix_seconds(kStart) + 30;
  World after{kStart + 10s, rows};
  after.recover(before.ledger.journal());
  EXPECT_EQ(after.anna().activity, core::Activity::wrapup);
  EXPECT_EQ(after.anna().wrapup_end, kStart + 30s);
  EXPECT_EQ(after.clock.alarm, kStart + 30s);
}

TEST(Recovery, of_two_ends_of_a_wrap_up_the_later_holds) {
  for (const int row_says : {20, 30, 40}) {
    Journal journal;
    journal.agents = {{.agentid = "anna", .logged_in = true, .row_logstate = true, .wrapup_end = kStart + 30'500ms}};
    core::Tables rows = tables();
    rows.agents[0].wrapup_end_time = core::unix_seconds(kStart) + row_says;
    World after{kStart + 10s, rows};
    after.recover(std::move(journal));
    EXPECT_EQ(after.anna().wrapup_end, kStart + (row_says == 40 ? 40'000ms : 30'500ms));
  }
}

TEST(Recovery, who_was_deleted_while_nobody_looked_keeps_no_login_either) {
  World before{kStart};
  before.host.journal_agents();
  before.host.feed(SetLogin{core::AgentIndex{0}, false});
  core::Tables rows = tables();
  rows.agents.erase(rows.agents.begin());
  World without_him{kStart + 10s, rows};
  without_him.ledger.agents = before.ledger.agents;
  without_him.recover(before.ledger.journal());
  World after{kStart + 20s};
  after.recover(without_him.ledger.journal());
  EXPECT_TRUE(after.anna().logged_in);
}

TEST(Recovery, a_call_that_was_steered_away_once_and_then_broke_did_not_end_dissuaded) {
  World before{kStart};
  before.call("talker");
  before.call("bob");
  Journal journal = before.ledger.journal();
  for (CallRecord& call : journal.calls) {
    call.dialogs.clear();
    call.details += " dissuaded=" + std::to_string(static_cast<int>(core::DissuadeReason::onhold));
  }
  World after{kStart + 10s};
  EXPECT_EQ(after.recover(std::move(journal)).ended, 2U);
  for (const CdrRecord& cdr : after.ledger.cdrs) EXPECT_EQ(cdr.dissuaded, core::DissuadeReason::none);
}

TEST(Recovery, a_call_without_its_caller_ends_with_the_cdr_it_would_have_had) {
  World before{kStart};
  const core::CallId talker = before.call("talker"), ringer = before.call("ringer");
  before.host.feed(core::AgentAnswered{talker, 1});
  before.host.feed(core::BridgeCompleted{talker, 1});
  Journal journal = before.ledger.journal();
  for (CallRecord& call : journal.calls) call.dialogs.clear();

  World after{kStart + 10s};
  after.ledger.calls = before.ledger.calls;
  EXPECT_EQ(after.recover(std::move(journal)).ended, 2U);
  ASSERT_EQ(after.ledger.cdrs.size(), 2U);
  for (const CdrRecord& cdr : after.ledger.cdrs) {
    EXPECT_EQ(cdr.type, cdr.cid == talker.cid() ? core::CdrType::handled : core::CdrType::error);
    EXPECT_EQ(cdr.talk, cdr.cid == talker.cid() ? core::Duration{10s} : core::Duration{});
    EXPECT_EQ(cdr.wait, cdr.cid == talker.cid() ? core::Duration{} : core::Duration{10s});
  }
  EXPECT_TRUE(after.ledger.calls.empty());
  EXPECT_EQ(after.engine.free_agents(), 2U);
  EXPECT_THAT(after.warnings, HasSubstr(to_string(ringer)));
}

TEST(Recovery, a_call_that_has_its_final_cdr_gets_no_second_one_E_CDR_1) {
  World before{kStart};
  const core::CallId call = before.call("bob");
  Journal journal = before.ledger.journal();
  journal.ended.insert(call.cid());
  World after{kStart + 1s};
  after.ledger.calls = before.ledger.calls;
  EXPECT_EQ(after.recover(std::move(journal)).calls, 0U);
  EXPECT_TRUE(after.ledger.cdrs.empty());
  EXPECT_TRUE(after.ledger.calls.empty());
  EXPECT_EQ(after.legs.ended, 1);
}

TEST(Recovery, damaged_rows_cost_their_call_and_are_named) {
  World before{kStart};
  for (const char* user : {"a", "b", "c"}) before.call(user);
  const Journal good = before.ledger.journal();
  const std::vector<std::pair<std::function<void(CallRecord&)>, const char*>> damages{
      {[](CallRecord& r) { r.state = static_cast<core::CallState>(99); }, "state"},
      {[](CallRecord& r) { r.media = static_cast<core::Media>(0); }, "media"},
      {[](CallRecord& r) { r.details = "phase"; }, "details"},
      {[](CallRecord& r) { r.details = "phase=-1"; }, "details"},
      {[](CallRecord& r) { r.details = "phase=5"; }, "phase"},
      {[](CallRecord& r) { r.details += " declined=5"; }, "details"},
      {[](CallRecord& r) { r.details += " declined=5:%4"; }, "details"},
      {[](CallRecord& r) { r.details += " received=18446744073709551615"; }, "received"},
      {[](CallRecord& r) { r.flow.assign(5000, 'x'); }, "longer"},
      {[](CallRecord& r) { r.b2buaid = "9.0"; }, "slot"}};
  for (const auto& [damage, named] : damages) {
    Journal journal = good;
    damage(journal.calls[1]);
    World after{kStart + 1s};
    const Recovered recovered = after.recover(journal);
    EXPECT_EQ(recovered.calls, 2U) << named;
    EXPECT_EQ(recovered.ended, 1U) << named;
    EXPECT_THAT(after.warnings, HasSubstr(named));
    EXPECT_EQ(after.ledger.cdrs.size(), 1U);
  }
}

TEST(Recovery, whatever_stands_in_the_rows_the_engine_goes_on) {
  World before{kStart};
  before.host.journal_agents();
  for (const char* user : {"a", "b", "c", "d"}) before.call(user);
  std::mt19937 random{5};
  for (int round = 0; round < 2000; ++round) {
    Journal journal = before.ledger.journal();
    for (CallRecord& call : journal.calls) {
      for (std::string* const text : {&call.details, &call.agent, &call.flow}) {
        for (auto i = random() % 3; i > 0 && !text->empty(); --i)
          (*text)[random() % text->size()] = static_cast<char>(random());
      }
      if (random() % 4 == 0) call.state = static_cast<core::CallState>(random() % 9);
    }
    for (AgentRecord& agent : journal.agents) {
      agent.position = static_cast<std::int64_t>(random()) - (1 << 30);
      if (random() % 2 == 0) agent.wrapup_end = core::Time{core::Duration{static_cast<std::int64_t>(random()) << 31}};
    }
    World after{kStart + 1s};
    const Recovered recovered = after.recover(std::move(journal));
    ASSERT_EQ(after.ledger.cdrs.size() + after.engine.calls().size(), 4U) << "each call goes on, or has its one CDR";
    ASSERT_LE(recovered.calls, 4U);
    for (const core::CallId id : after.engine.calls()) after.host.feed(core::CallerHungUp{id, {}});
    ASSERT_EQ(after.ledger.cdrs.size(), 4U);
  }
}

}  // namespace
}  // namespace ringside::ports
