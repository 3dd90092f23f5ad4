#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <set>
#include <utility>

#include "tests/contract/store_worlds.h"

/// What every ports::Store promises, told once and run against each of them.
namespace ringside::ports {

void PrintTo(const CdrRecord& cdr, std::ostream* out) { *out << "CDR of call " << cdr.cid; }
void PrintTo(const DialogRecord& dialog, std::ostream* out) { *out << "leg " << dialog.leg << ", " << dialog.state; }
void PrintTo(const AgentRecord& agent, std::ostream* out) { *out << "agent " << agent.agentid; }
void PrintTo(const CallRecord& call, std::ostream* out) { *out << "call " << call.b2buaid << " of " << call.caller_un; }

}  // namespace ringside::ports

namespace ringside::store {
namespace {

using namespace std::chrono_literals;
using Ids = std::vector<std::string>;

constexpr core::Time kNoon = core::from_unix_seconds(1'700'000'000);

class StoreContract : public testing::TestWithParam<Implementation> {
 protected:
  void SetUp() override {
    if (!GetParam().why_not.empty()) GTEST_SKIP() << GetParam().why_not;
    world_ = GetParam().make();
  }
  void flush() {
    const auto flushed = store().flush();
    ASSERT_TRUE(flushed) << flushed.error().message;
  }
  core::Tables load() {
    auto tables = store().load();
    EXPECT_TRUE(tables) << tables.error().message;
    return tables.value_or(core::Tables{});
  }
  std::uint64_t last_cid() {
    const auto cid = store().last_cid();
    EXPECT_TRUE(cid) << cid.error().message;
    return cid.value_or(~0ULL);
  }
  ports::Journal journal() {
    auto journal = store().load_journal();
    EXPECT_TRUE(journal) << journal.error().message;
    return journal.value_or(ports::Journal{});
  }
  ports::Store& store() { return world_->store(); }
  StoreWorld& world() { return *world_; }

 private:
  std::unique_ptr<StoreWorld> world_;
};

core::FlowRow flow(std::string id) {
  core::FlowRow row;
  row.flowid = std::move(id);
  row.skill = "support";
  row.message_queue = "sip:queue@192.0.2.1";
  return row;
}

core::AgentRow agent(std::string id) {
  core::AgentRow row;
  row.agentid = std::move(id);
  row.location = "sip:agent@192.0.2.2";
  row.skills = "support";
  return row;
}

ports::CdrRecord cdr(std::uint64_t cid) {
  ports::CdrRecord record;
  record.caller = "alice";
  record.received = kNoon;
  record.wait = 2500ms;
  record.flow_id = "tech";
  record.type = core::CdrType::ended_waiting;
  record.fstats = core::kFstatInbound | core::kFstatAbandoned;
  record.cid = cid;
  record.media = core::Media::rtp;
  return record;
}

ports::CallRecord call(std::string b2buaid, core::CallState state) {
  ports::CallRecord record;
  record.b2buaid = std::move(b2buaid);
  record.state = state;
  record.media = core::Media::rtp;
  record.recv_time = kNoon;
  record.caller_un = "alice";
  record.flow = "tech";
  return record;
}

TEST_P(StoreContract, an_empty_store_has_no_rows_and_no_calls) {
  const core::Tables tables = load();
  EXPECT_TRUE(tables.flows.empty());
  EXPECT_TRUE(tables.agents.empty());
  EXPECT_TRUE(tables.faults.empty());
  EXPECT_EQ(last_cid(), 0U);
  flush();
}

TEST_P(StoreContract, every_field_of_a_flow_is_loaded) {
  core::FlowRow row = flow("tech");
  row.priority = 7;
  row.prependcid = "TECH";
  row.max_wrapup_time = 20;
  row.dissuading_hangup = 1;
  row.dissuading_onhold_th = 60;
  row.dissuading_ewt_th = 90;
  row.dissuading_qsize_th = 12;
  row.message_welcome = "sip:welcome@192.0.2.1";
  row.message_dissuading = "sip:sorry@192.0.2.1";
  row.message_flow_id = "sip:tech@192.0.2.1";
  world().put(row);

  const core::Tables tables = load();
  ASSERT_EQ(tables.flows.size(), 1U);
  const core::FlowRow& found = tables.flows[0];
  EXPECT_EQ(found.flowid, "tech");
  EXPECT_EQ(found.priority, 7);
  EXPECT_EQ(found.skill, "support");
  EXPECT_EQ(found.prependcid, "TECH");
  EXPECT_EQ(found.max_wrapup_time, 20);
  EXPECT_EQ(found.dissuading_hangup, 1);
  EXPECT_EQ(found.dissuading_onhold_th, 60);
  EXPECT_EQ(found.dissuading_ewt_th, 90);
  EXPECT_EQ(found.dissuading_qsize_th, 12);
  EXPECT_EQ(found.message_welcome, "sip:welcome@192.0.2.1");
  EXPECT_EQ(found.message_queue, "sip:queue@192.0.2.1");
  EXPECT_EQ(found.message_dissuading, "sip:sorry@192.0.2.1");
  EXPECT_EQ(found.message_flow_id, "sip:tech@192.0.2.1");
}

TEST_P(StoreContract, every_field_of_an_agent_is_loaded) {
  core::AgentRow row = agent("bob");
  row.msrp_location = "sip:chat@192.0.2.2";
  row.msrp_max_sessions = 9;
  row.skills = "support, sales";
  row.logstate = 1;
  row.wrapup_time = 15;
  row.wrapup_end_time = 1'700'000'123;
  world().put(row);

  const core::Tables tables = load();
  ASSERT_EQ(tables.agents.size(), 1U);
  const core::AgentRow& found = tables.agents[0];
  EXPECT_EQ(found.agentid, "bob");
  EXPECT_EQ(found.location, "sip:agent@192.0.2.2");
  EXPECT_EQ(found.msrp_location, "sip:chat@192.0.2.2");
  EXPECT_EQ(found.msrp_max_sessions, 9);
  EXPECT_EQ(found.skills, "support, sales");
  EXPECT_EQ(found.logstate, 1);
  EXPECT_EQ(found.wrapup_time, 15);
  EXPECT_EQ(found.wrapup_end_time, 1'700'000'123);
}

TEST_P(StoreContract, agents_come_in_table_order_E_DSP_2) {
  for (const char* id : {"zoe", "adam", "mia"}) world().put(agent(id));
  Ids ids;
  for (const core::AgentRow& row : load().agents) ids.push_back(row.agentid);
  EXPECT_EQ(ids, (Ids{"zoe", "adam", "mia"}));
}

TEST_P(StoreContract, invalid_rows_are_reported_and_the_others_load_E_LIF_13) {
  core::FlowRow bad_uri = flow("broken");
  bad_uri.message_queue = "queue at home";
  world().put(bad_uri);
  world().put(flow("tech"));
  core::AgentRow nowhere = agent("nowhere");
  nowhere.location.clear();
  world().put(nowhere);
  world().put(agent("bob"));

  const core::Tables tables = load();
  ASSERT_EQ(tables.flows.size(), 1U);
  EXPECT_EQ(tables.flows[0].flowid, "tech");
  ASSERT_EQ(tables.agents.size(), 1U);
  EXPECT_EQ(tables.agents[0].agentid, "bob");
  ASSERT_EQ(tables.faults.size(), 2U);
  EXPECT_EQ(tables.faults[0].id, "broken");
  EXPECT_EQ(tables.faults[0].column, "message_queue");
  EXPECT_EQ(tables.faults[1].id, "nowhere");
}

TEST_P(StoreContract, a_row_added_while_running_is_in_the_next_load) {
  EXPECT_TRUE(load().agents.empty());
  world().put(agent("bob"));
  EXPECT_EQ(load().agents.size(), 1U);
}

TEST_P(StoreContract, cdrs_arrive_once_each_in_the_order_given_E_CDR_1) {
  ports::CdrRecord rejected = cdr(7);
  rejected.type = core::CdrType::rejected;
  rejected.agent_id = "bob";
  rejected.pickup = 30'001ms;
  rejected.fstats = core::kFstatInbound | core::kFstatDistributed;
  ports::CdrRecord handled = cdr(7);
  handled.type = core::CdrType::handled;
  handled.agent_id = "eve";
  handled.wait = 61'999ms;
  handled.pickup = 1000ms;
  handled.talk = 3'600'000ms;
  handled.rejected = 1;
  handled.fstats = core::kFstatInbound | core::kFstatDistributed | core::kFstatAnswered;
  handled.media = core::Media::msrp;
  ports::CdrRecord dissuaded = cdr(8);
  dissuaded.dissuaded = core::DissuadeReason::qsize;
  ports::CdrRecord error = cdr(6);
  error.type = core::CdrType::error;
  error.wait = 0ms;

  const std::vector<ports::CdrRecord> all{rejected, handled, dissuaded, error};
  for (const ports::CdrRecord& record : all) store().write_cdr(record);
  flush();
  EXPECT_EQ(world().cdrs(), all);
}

TEST_P(StoreContract, ten_thousand_cdrs_keep_their_order) {
  for (std::uint64_t cid = 1; cid <= 10'000; ++cid) store().write_cdr(cdr(cid));
  flush();
  const auto cdrs = world().cdrs();
  ASSERT_EQ(cdrs.size(), 10'000U);
  for (std::uint64_t cid = 1; cid <= 10'000; ++cid) ASSERT_EQ(cdrs[cid - 1].cid, cid);
}

TEST_P(StoreContract, a_call_saved_again_is_one_row_with_its_last_values) {
  store().save_call(call("1.0", core::CallState::welcome));
  flush();
  store().save_call(call("1.0", core::CallState::queued));
  ports::CallRecord last = call("1.0", core::CallState::toagent);
  last.no_rej = 2;
  last.setup_time = kNoon + 65s;
  last.eta = 42;
  last.last_start = kNoon + 5s;
  last.caller_dn = "Alice A.";
  last.agent = "bob";
  last.script_param = "gold";
  last.media = core::Media::msrp;
  store().save_call(last);
  flush();
  EXPECT_EQ(world().calls(), std::vector{last});
}

TEST_P(StoreContract, a_call_saved_again_as_it_was_is_one_row) {
  for (int i = 0; i < 2; ++i) {
    store().save_call(call("1.0", core::CallState::queued));
    flush();
  }
  EXPECT_EQ(world().calls(), std::vector{call("1.0", core::CallState::queued)});
}

TEST_P(StoreContract, a_removed_call_is_gone_whether_it_was_written_before_or_not) {
  store().save_call(call("1.0", core::CallState::queued));
  store().save_call(call("2.1", core::CallState::queued));
  flush();
  store().remove_call("1.0");
  store().save_call(call("3.2", core::CallState::welcome));
  store().remove_call("3.2");
  store().remove_call("999.0");
  flush();
  EXPECT_EQ(world().calls(), std::vector{call("2.1", core::CallState::queued)});
}

TEST_P(StoreContract, a_call_saved_after_its_removal_is_there) {
  store().save_call(call("1.0", core::CallState::queued));
  store().remove_call("1.0");
  store().save_call(call("1.0", core::CallState::welcome));
  flush();
  EXPECT_EQ(world().calls(), std::vector{call("1.0", core::CallState::welcome)});
}

TEST_P(StoreContract, texts_from_outside_are_values_and_nothing_else) {
  const std::string hostile = "Robert'); DROP TABLE cc_calls;-- \"\\ %s :p0 ? \xf0\x9f\x93\x9e";
  ports::CdrRecord record = cdr(1);
  record.caller = record.flow_id = record.agent_id = hostile;
  ports::CallRecord journal = call("1.0", core::CallState::queued);
  journal.caller_dn = journal.caller_un = journal.flow = journal.agent = journal.script_param = hostile;
  store().write_cdr(record);
  store().save_call(journal);
  store().save_wrapup_end(hostile, kNoon);
  flush();
  EXPECT_EQ(world().cdrs(), std::vector{record});
  EXPECT_EQ(world().calls(), std::vector{journal});
  store().remove_call("' OR '1'='1");
  flush();
  EXPECT_EQ(world().calls(), std::vector{journal});
}

TEST_P(StoreContract, a_wrap_up_end_is_written_back_in_whole_seconds) {
  world().put(agent("bob"));
  world().put(agent("eve"));
  store().save_wrapup_end("bob", kNoon + 10s);
  store().save_wrapup_end("bob", kNoon + 30s + 999ms);
  store().save_wrapup_end("stranger", kNoon);
  flush();
  const core::Tables tables = load();
  ASSERT_EQ(tables.agents.size(), 2U);
  EXPECT_EQ(tables.agents[0].wrapup_end_time, core::unix_seconds(kNoon) + 30);
  EXPECT_EQ(tables.agents[1].wrapup_end_time, 0);
}

TEST_P(StoreContract, the_last_cid_is_the_highest_of_cdrs_and_journal) {
  store().write_cdr(cdr(9));
  store().write_cdr(cdr(4));
  flush();
  EXPECT_EQ(last_cid(), 9U);
  store().save_call(call("12.3", core::CallState::queued));
  store().save_call(call("someone else's id", core::CallState::queued));
  flush();
  EXPECT_EQ(last_cid(), 12U);
}

ports::DialogRecord dialog(std::string leg, std::string state) {
  return {.leg = std::move(leg),
          .state = std::move(state),
          .call_id = "a84b4c76e66710@192.0.2.7",
          .local_tag = "1928301774",
          .remote_tag = "a6c85cf",
          .local_sdp = "v=0\r\no=ringside 1 1 IN IP4 192.0.2.1\r\n",
          .remote_sdp = "v=0\r\no=alice 1 1 IN IP4 192.0.2.7\r\n",
          .details = "local <sip:support@192.0.2.1>\nremote \"Alice\" <sip:alice@192.0.2.7>\ncseq 7\n"};
}

std::vector<ports::DialogRecord> sorted(std::vector<ports::DialogRecord> dialogs) {
  std::sort(dialogs.begin(), dialogs.end(), [](const auto& a, const auto& b) { return a.leg < b.leg; });
  return dialogs;
}

TEST_P(StoreContract, an_empty_store_has_no_journal) {
  const ports::Journal left = journal();
  EXPECT_TRUE(left.calls.empty());
  EXPECT_TRUE(left.agents.empty());
  EXPECT_TRUE(left.ended.empty());
  EXPECT_TRUE(left.faults.empty());
}

TEST_P(StoreContract, a_call_is_journalled_with_all_its_legs_section_9) {
  ports::CallRecord record = call("12.3", core::CallState::toagent);
  record.media = core::Media::msrp;
  record.no_rej = 2;
  record.setup_time = kNoon + 65s;
  record.eta = 42;
  record.last_start = kNoon + 5s;
  record.caller_dn = "Alice A.";
  record.agent = "bob";
  record.script_param = "gold";
  record.details = "phase=4 attempt=3 received=1700000000123456789";
  record.dialogs = {dialog("caller", "established"), dialog("agent", "established")};
  store().save_call(record);
  flush();
  ports::Journal left = journal();
  ASSERT_EQ(left.calls.size(), 1U);
  EXPECT_EQ(sorted(std::exchange(left.calls[0].dialogs, {})), sorted(std::exchange(record.dialogs, {})));
  EXPECT_EQ(left.calls[0], record);
}

TEST_P(StoreContract, a_call_saved_again_has_the_legs_it_has_now) {
  ports::CallRecord record = call("1.0", core::CallState::queued);
  record.dialogs = {dialog("caller", "established"), dialog("queue", "established")};
  store().save_call(record);
  store().save_call(call("2.1", core::CallState::queued));
  flush();
  record.dialogs = {dialog("caller", "established"), dialog("agent", "calling"), dialog("queue", "ending")};
  store().save_call(record);
  flush();
  for (const ports::CallRecord& left : journal().calls) {
    const bool saved_again = left.b2buaid == "1.0";
    EXPECT_EQ(sorted(left.dialogs), sorted(saved_again ? record.dialogs : std::vector<ports::DialogRecord>{}));
  }
}

TEST_P(StoreContract, a_removed_call_leaves_no_leg) {
  ports::CallRecord record = call("1.0", core::CallState::queued);
  record.dialogs = {dialog("caller", "established")};
  store().save_call(record);
  flush();
  store().remove_call("1.0");
  flush();
  EXPECT_TRUE(journal().calls.empty());
  store().save_call(call("1.0", core::CallState::queued));
  flush();
  ASSERT_EQ(journal().calls.size(), 1U);
  EXPECT_TRUE(journal().calls[0].dialogs.empty());
}

TEST_P(StoreContract, agents_are_journalled_with_their_last_values_section_9) {
  ports::AgentRecord bob{.agentid = "bob", .position = -3, .logged_in = true};
  store().save_agent(bob);
  store().save_agent({.agentid = "eve", .position = 9});
  flush();
  bob = {.agentid = "bob",
         .position = 1'000'000'000'000,
         .logged_in = false,
         .row_logstate = true,
         .in_chat = true,
         .wrapup_end = kNoon + 30'250ms,
         .rejections = 2};
  store().save_agent({.agentid = "bob", .position = 5});
  store().save_agent(bob);
  flush();
  std::vector<ports::AgentRecord> agents = journal().agents;
  std::sort(agents.begin(), agents.end(), [](const auto& a, const auto& b) { return a.agentid < b.agentid; });
  ASSERT_EQ(agents.size(), 2U);
  EXPECT_EQ(agents[0], bob);
  EXPECT_EQ(agents[1], (ports::AgentRecord{.agentid = "eve", .position = 9}));
}

TEST_P(StoreContract, calls_that_have_their_final_cdr_are_named_E_CDR_1) {
  for (const char* id : {"7.0", "8.1", "9.2"}) store().save_call(call(id, core::CallState::queued));
  ports::CdrRecord rejected = cdr(8);
  rejected.type = core::CdrType::rejected;
  store().write_cdr(rejected);
  store().write_cdr(cdr(9));
  store().write_cdr(cdr(5));
  flush();
  EXPECT_EQ(journal().ended, std::set<std::uint64_t>{9});
}

INSTANTIATE_TEST_SUITE_P(, StoreContract, testing::ValuesIn(implementations()),
                         [](const auto& implementation) { return implementation.param.name; });

}  // namespace
}  // namespace ringside::store
