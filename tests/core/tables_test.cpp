#include "engine/core/tables.h"

#include <gtest/gtest.h>

namespace ringside::core {
namespace {

FlowRow good_flow() { return {.flowid = "tech", .skill = "s1", .message_queue = "sip:queue@media"}; }
AgentRow good_agent() { return {.agentid = "anna", .location = "sip:anna@phones", .skills = "s1"}; }

TEST(Tables, good_rows_pass) {
  EXPECT_FALSE(check(good_flow()).has_value());
  EXPECT_FALSE(check(good_agent()).has_value());
}

TEST(Tables, uris_of_every_shape_pass_that_names_a_host) {
  for (const char* const uri : {"sip:media", "sips:queue@media", "sip:queue:secret@media:5060", "sip:media:5060;lr",
                                "sip:q;ext=1?x@media", "sip:queue@[2001:db8::1]:5060;transport=tcp", "sip:[::1]"}) {
    FlowRow row = good_flow();
    row.message_queue = uri;
    EXPECT_FALSE(check(row).has_value()) << uri;
  }
}

struct BadFlow {
  const char* name;
  const char* column;
  void (*spoil)(FlowRow&);
};

class FlowRowCheck : public testing::TestWithParam<BadFlow> {};

TEST_P(FlowRowCheck, names_the_column_at_fault) {
  FlowRow row = good_flow();
  GetParam().spoil(row);
  const auto fault = check(row);
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->column, GetParam().column);
  EXPECT_EQ(fault->table, TableKind::flows);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, FlowRowCheck,
    testing::Values(BadFlow{"no_id", "flowid", [](FlowRow& r) { r.flowid = ""; }},
                    BadFlow{"long_id", "flowid", [](FlowRow& r) { r.flowid = std::string(65, 'x'); }},
                    BadFlow{"control_in_id", "flowid", [](FlowRow& r) { r.flowid = "te\nch"; }},
                    BadFlow{"negative_priority", "priority", [](FlowRow& r) { r.priority = -1; }},
                    BadFlow{"no_skill", "skill", [](FlowRow& r) { r.skill = ""; }},
                    BadFlow{"long_prefix", "prependcid", [](FlowRow& r) { r.prependcid = std::string(33, 'x'); }},
                    BadFlow{"odd_hangup", "dissuading_hangup", [](FlowRow& r) { r.dissuading_hangup = 2; }},
                    BadFlow{"negative_threshold", "dissuading_onhold_th", [](FlowRow& r) { r.dissuading_onhold_th = -5; }},
                    BadFlow{"no_queue", "message_queue", [](FlowRow& r) { r.message_queue = ""; }},
                    BadFlow{"not_sip", "message_welcome", [](FlowRow& r) { r.message_welcome = "http://x"; }},
                    BadFlow{"nothing_behind_the_user", "message_queue", [](FlowRow& r) { r.message_queue = "sip:queue@"; }},
                    BadFlow{"port_alone", "message_queue", [](FlowRow& r) { r.message_queue = "sip:queue@:5060"; }},
                    BadFlow{"parameter_alone", "message_queue", [](FlowRow& r) { r.message_queue = "sip:;lr"; }},
                    BadFlow{"half_an_ipv6", "message_queue", [](FlowRow& r) { r.message_queue = "sip:queue@[::1"; }},
                    BadFlow{"port_in_words", "message_queue", [](FlowRow& r) { r.message_queue = "sip:queue@media:five"; }},
                    BadFlow{"header_injection", "message_flow_id", [](FlowRow& r) { r.message_flow_id = "sip:a@b\r\nX: y"; }}),
    [](const auto& p) { return p.param.name; });

TEST(Tables, an_agent_needs_at_least_one_location) {
  AgentRow row = good_agent();
  row.location = "";
  ASSERT_TRUE(check(row).has_value());
  EXPECT_EQ(check(row)->column, "location");
  row.msrp_location = "sip:anna@chats";
  EXPECT_FALSE(check(row).has_value());
}

TEST(Tables, invalid_and_repeated_rows_move_to_the_faults_and_the_rest_stays) {
  Tables tables;
  tables.flows = {good_flow(), good_flow(), {.flowid = "broken"}};
  tables.agents = {good_agent()};
  drop_invalid_rows(tables);
  EXPECT_EQ(tables.flows.size(), 1U);
  EXPECT_EQ(tables.agents.size(), 1U);
  ASSERT_EQ(tables.faults.size(), 2U);
  EXPECT_EQ(to_string(tables.faults[1]),
            "cc_flows row 'broken', column skill: found (empty), allowed is a text of 1 to 64 bytes");
}

TEST(Tables, skills_are_trimmed_and_told_once) {
  EXPECT_EQ(split_skills(" english , french,,english ,\tit"), (std::vector<std::string>{"english", "french", "it"}));
  EXPECT_TRUE(split_skills("").empty());
  EXPECT_TRUE(split_skills(" , ,").empty());
}

}  // namespace
}  // namespace ringside::core
