#include "engine/store/provision.h"

#include "tests/store/store_fixture.h"

namespace ringside::store {
namespace {

/// Flows and agents of a small call centre.
core::Tables small() {
  core::Tables tables;
  core::FlowRow flow;
  flow.flowid = "support";
  flow.priority = 3;
  flow.skill = "tech";
  flow.message_queue = "sip:queue@192.0.2.1";
  flow.message_welcome = "sip:welcome@192.0.2.1";
  flow.max_wait = 90;
  tables.flows.push_back(flow);
  for (const char* name : {"team-1", "team-2"}) {
    core::AgentRow agent;
    agent.agentid = name;
    agent.location = std::string{"sip:"} + name + "@192.0.2.2";
    agent.skills = "tech,sales";
    agent.logstate = 1;
    agent.wrapup_time = 12;
    tables.agents.push_back(agent);
  }
  return tables;
}

using ProvisionTest = StoreTest;

TEST_F(ProvisionTest, what_is_written_is_what_the_engine_reads) {
  init();
  const auto done = provision(settings, small());
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->flows_added, 1U);
  EXPECT_EQ(done->agents_added, 2U);
  const auto read = open()->load();
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->faults.empty());
  ASSERT_EQ(read->flows.size(), 1U);
  EXPECT_EQ(read->flows[0].priority, 3);
  EXPECT_EQ(read->flows[0].message_welcome, "sip:welcome@192.0.2.1");
  EXPECT_EQ(read->flows[0].message_dissuading, "");
  EXPECT_EQ(read->flows[0].max_wait, 90);
  EXPECT_EQ(read->flows[0].agent_strategy, "list_order");
  ASSERT_EQ(read->agents.size(), 2U);
  EXPECT_EQ(read->agents[0].agentid, "team-1") << "in their order";
  EXPECT_EQ(read->agents[1].location, "sip:team-2@192.0.2.2");
  EXPECT_EQ(read->agents[1].msrp_location, "");
  EXPECT_EQ(read->agents[1].wrapup_time, 12);
}

TEST_F(ProvisionTest, a_second_time_changes_known_rows_and_leaves_the_others_and_the_wrap_ups) {
  init();
  ASSERT_TRUE(provision(settings, small()));
  RawDatabase{file}.run(
      "INSERT INTO cc_agents(agentid,location,skills) VALUES('bob','sip:bob@192.0.2.2','tech');"
      "UPDATE cc_agents SET wrapup_end_time = 1700000000 WHERE agentid = 'team-1'");
  core::Tables changed = small();
  changed.agents[0].skills = "sales";
  changed.flows[0].message_welcome.clear();
  const auto done = provision(settings, changed);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->flows_added + done->agents_added, 0U);
  EXPECT_EQ(done->flows_changed, 1U);
  EXPECT_EQ(done->agents_changed, 2U);
  RawDatabase db{file};
  EXPECT_EQ(db.value("SELECT COUNT(*) FROM cc_agents"), "3");
  EXPECT_EQ(db.value("SELECT skills FROM cc_agents WHERE agentid='team-1'"), "sales");
  EXPECT_EQ(db.value("SELECT wrapup_end_time FROM cc_agents WHERE agentid='team-1'"), "1700000000");
  EXPECT_EQ(db.value("SELECT message_welcome IS NULL FROM cc_flows"), "1");
}

TEST_F(ProvisionTest, tables_of_opensips_without_our_columns_are_as_good) {
  RawDatabase{file}.run(
      "CREATE TABLE cc_flows(id INTEGER PRIMARY KEY, flowid CHAR(64), priority INTEGER, skill CHAR(64), message_queue "
      "CHAR(255));"
      "CREATE TABLE cc_agents(id INTEGER PRIMARY KEY, agentid CHAR(128), location CHAR(128), skills CHAR(255), logstate "
      "INTEGER)");
  const auto done = provision(settings, small());
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(RawDatabase{file}.value("SELECT skill FROM cc_flows WHERE flowid='support'"), "tech");
}

TEST_F(ProvisionTest, nothing_is_written_if_anything_cannot_be) {
  init();
  RawDatabase{file}.run(
      "CREATE TRIGGER no BEFORE INSERT ON cc_agents WHEN NEW.agentid = 'team-2' BEGIN SELECT RAISE(ABORT, 'no'); END");
  const auto done = provision(settings, small());
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find(file.string()), std::string::npos) << done.error().message;
  EXPECT_EQ(RawDatabase{file}.value("SELECT COUNT(*) FROM cc_flows"), "0");
  EXPECT_EQ(RawDatabase{file}.value("SELECT COUNT(*) FROM cc_agents"), "0");
}

TEST_F(ProvisionTest, a_table_that_is_not_there_is_named) {
  RawDatabase{file}.run("CREATE TABLE other(x)");
  const auto done = provision(settings, small());
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("--init-db"), std::string::npos) << done.error().message;
}

}  // namespace
}  // namespace ringside::store
