#include <gtest/gtest.h>

#include "engine/core/engine.h"

namespace ringside::core {
namespace {

constexpr Time kStart = from_unix_seconds(1'700'000'000);

Tables one_flow(std::int64_t logstate) {
  Tables tables;
  tables.flows.push_back({.flowid = "tech", .skill = "s1", .message_queue = "sip:queue@media"});
  tables.agents.push_back({.agentid = "anna", .location = "sip:anna@phones", .skills = "s1", .logstate = logstate});
  return tables;
}

TEST(Admission, keeps_what_the_caller_said_about_himself) {
  Engine engine{{}, one_flow(1), kStart};
  const Admission admission = engine.admit({.flow = engine.find_flow("tech"),
                                            .media = OfferedMedia::rtp,
                                            .caller_user = "bob",
                                            .caller_display_name = "Bob B.",
                                            .param = "vip"},
                                           kStart);
  ASSERT_EQ(admission.code, AdmissionCode::admitted);
  const Call* const call = engine.call(admission.call);
  ASSERT_NE(call, nullptr);
  EXPECT_EQ(call->caller_user, "bob");
  EXPECT_EQ(call->caller_display_name, "Bob B.");
  EXPECT_EQ(call->param, "vip");
}

TEST(Admission, numbers_calls_from_where_the_host_says) {
  Engine engine{{.first_cid = 4711}, one_flow(1), kStart};
  const CallArrived arrived{.flow = FlowIndex{0}, .media = OfferedMedia::rtp};
  EXPECT_EQ(engine.admit(arrived, kStart).call.cid(), 4711U);
  EXPECT_EQ(engine.admit(arrived, kStart).call.cid(), 4712U);
}

TEST(Admission, E_ADM_5_refused_calls_take_no_sequence_number) {
  Engine engine{{.first_cid = 5}, one_flow(0), kStart};
  const CallArrived arrived{.flow = FlowIndex{0}, .media = OfferedMedia::rtp};
  EXPECT_EQ(engine.admit(arrived, kStart).code, AdmissionCode::no_agents);
  engine.set_login(AgentIndex{0}, true, kStart);
  EXPECT_EQ(engine.admit(arrived, kStart).call.cid(), 5U);
}

TEST(CallIds, are_read_as_they_are_written) {
  const CallId id{412, 7};
  EXPECT_EQ(to_string(id), "412.7");
  EXPECT_EQ(parse_call_id("412.7"), id);
  for (const char* const bad :
       {"", "412", "412.", ".7", "0.1", "412.7x", "412.16777216", "-1.2", "99999999999999999999.1", "1099511627776.0"}) {
    EXPECT_FALSE(parse_call_id(bad).has_value()) << bad;
  }
}

TEST(CallIds, of_a_forgotten_call_do_not_find_the_one_in_its_slot) {
  Engine engine{{.wrapup_time = Duration{}}, one_flow(1), kStart};
  const CallArrived arrived{.flow = FlowIndex{0}, .media = OfferedMedia::rtp};
  const CallId first = engine.admit(arrived, kStart).call;
  engine.handle(CallerHungUp{first, {}}, kStart);
  EXPECT_NE(engine.call(first), nullptr) << "readable until its actions are taken";
  while (engine.next_action()) {
  }
  const CallId second = engine.admit(arrived, kStart).call;
  EXPECT_EQ(second.slot(), first.slot());
  EXPECT_EQ(engine.call(first), nullptr);
  EXPECT_NE(engine.call(second), nullptr);
}

}  // namespace
}  // namespace ringside::core
