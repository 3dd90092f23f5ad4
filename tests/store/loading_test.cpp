#include "engine/core/engine.h"
#include "engine/store/table_reader.h"
#include "tests/store/store_fixture.h"

namespace ringside::store {
namespace {

using LoadingTest = StoreTest;

/// The columns OpenSIPS 3.4 creates for SQLite, no more.
constexpr const char* kOpensipsTables =
    "CREATE TABLE version(table_name CHAR(32), table_version INTEGER);"
    "CREATE TABLE cc_flows(id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, flowid CHAR(64) NOT NULL, priority INTEGER DEFAULT "
    "256 "
    "NOT NULL, skill CHAR(64) NOT NULL, prependcid CHAR(32), max_wrapup_time INTEGER DEFAULT 0 NOT NULL, dissuading_hangup "
    "INTEGER "
    "DEFAULT 0 NOT NULL, dissuading_onhold_th INTEGER DEFAULT 0 NOT NULL, dissuading_ewt_th INTEGER DEFAULT 0 NOT NULL, "
    "dissuading_qsize_th INTEGER DEFAULT 0 NOT NULL, message_welcome CHAR(128) DEFAULT NULL, message_queue CHAR(128) NOT NULL, "
    "message_dissuading CHAR(128) DEFAULT NULL, message_flow_id CHAR(128), CONSTRAINT cc_flows_unique_flowid UNIQUE (flowid));"
    "CREATE TABLE cc_agents(id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, agentid CHAR(128) NOT NULL, location CHAR(128), "
    "msrp_location CHAR(128), msrp_max_sessions INTEGER DEFAULT 4 NOT NULL, skills CHAR(255) NOT NULL, logstate INTEGER "
    "DEFAULT 0 "
    "NOT NULL, wrapup_end_time INTEGER DEFAULT 0 NOT NULL, wrapup_time INTEGER DEFAULT 0 NOT NULL, "
    "CONSTRAINT cc_agents_unique_agentid UNIQUE (agentid));"
    "CREATE TABLE cc_cdrs(id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, caller CHAR(64) NOT NULL, received_timestamp DATETIME "
    "NOT "
    "NULL, wait_time INTEGER DEFAULT 0 NOT NULL, pickup_time INTEGER DEFAULT 0 NOT NULL, talk_time INTEGER DEFAULT 0 NOT NULL, "
    "flow_id CHAR(128) NOT NULL, agent_id CHAR(128) DEFAULT NULL, call_type INTEGER DEFAULT -1 NOT NULL, rejected INTEGER "
    "DEFAULT 0 "
    "NOT NULL, fstats INTEGER DEFAULT 0 NOT NULL, cid INTEGER DEFAULT 0);"
    "CREATE TABLE cc_calls(id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, state INTEGER NOT NULL, ig_cback INTEGER NOT NULL, "
    "no_rej "
    "INTEGER NOT NULL, setup_time INTEGER NOT NULL, eta INTEGER NOT NULL, last_start INTEGER NOT NULL, recv_time INTEGER NOT "
    "NULL, "
    "caller_dn CHAR(128) NOT NULL, caller_un CHAR(128) NOT NULL, b2buaid CHAR(128) DEFAULT '' NOT NULL, flow CHAR(128) NOT "
    "NULL, "
    "agent CHAR(128) NOT NULL, CONSTRAINT cc_calls_unique_id UNIQUE (b2buaid));";

TEST_F(LoadingTest, an_opensips_database_works_as_it_is) {
  RawDatabase db{file};
  db.run(kOpensipsTables);
  db.run("INSERT INTO cc_flows(flowid, skill, message_queue) VALUES('tech', 'support', 'sip:queue@192.0.2.1')");
  db.run("INSERT INTO cc_agents(agentid, location, skills) VALUES('bob', 'sip:bob@192.0.2.2', 'support')");
  db.run("INSERT INTO cc_cdrs(caller, received_timestamp, flow_id, cid) VALUES('x', '2020-01-01 00:00:00', 'tech', 41)");
  auto store = open();
  const auto tables = store->load();
  ASSERT_TRUE(tables) << tables.error().message;
  EXPECT_EQ(tables->flows.size(), 1U);
  EXPECT_EQ(tables->agents.size(), 1U);
  EXPECT_EQ(store->last_cid().value(), 41U);

  ports::CdrRecord record = cdr(42);
  record.wait = std::chrono::milliseconds{2999};
  store->write_cdr(record);
  store->save_call(call("42.0"));
  store->save_call(call("43.0"));
  store->remove_call("42.0");
  store->save_wrapup_end("bob", core::from_unix_seconds(1'700'000'000));
  flush(*store);
  EXPECT_EQ(db.value("SELECT wait_time FROM cc_cdrs WHERE cid = 42"), "2");
  EXPECT_EQ(db.value("SELECT agent_id FROM cc_cdrs WHERE cid = 42"), "NULL");
  EXPECT_EQ(db.value("SELECT group_concat(b2buaid) FROM cc_calls"), "43.0");
  EXPECT_EQ(db.value("SELECT wrapup_end_time FROM cc_agents"), "1700000000");
  EXPECT_EQ(db.value("SELECT group_concat(name) FROM (SELECT name FROM sqlite_master WHERE name LIKE 'rs_%')"), "NULL");
  EXPECT_EQ(log.count("warning: "), 1) << "that without rs_writers an outage and a crash together may repeat CDRs";
}

TEST_F(LoadingTest, optional_columns_may_be_absent) {
  init();
  RawDatabase db{file};
  db.run("DROP TABLE cc_flows; CREATE TABLE cc_flows(flowid TEXT, skill TEXT, message_queue TEXT)");
  db.run("DROP TABLE cc_agents; CREATE TABLE cc_agents(AgentId TEXT, Location TEXT, Skills TEXT)");
  db.run("INSERT INTO cc_flows VALUES('tech', 'support', 'sip:queue@192.0.2.1')");
  db.run("INSERT INTO cc_agents VALUES('zoe', 'sip:z@192.0.2.2', 'support'), ('adam', 'sip:a@192.0.2.2', 'support')");
  auto store = open();
  const auto tables = store->load();
  ASSERT_TRUE(tables) << tables.error().message;
  ASSERT_EQ(tables->flows.size(), 1U);
  EXPECT_EQ(tables->flows[0].priority, 256);
  ASSERT_EQ(tables->agents.size(), 2U);
  EXPECT_EQ(tables->agents[0].agentid, "zoe") << "without an id column, rows come as they were inserted";
  EXPECT_EQ(tables->agents[0].msrp_max_sessions, 4);

  store->save_wrapup_end("zoe", core::from_unix_seconds(1'700'000'000));
  flush(*store);
  EXPECT_EQ(log.count("wrapup_end_time"), 1);
}

TEST_F(LoadingTest, values_that_are_no_numbers_fault_their_row_alone) {
  init();
  RawDatabase db{file};
  db.run(
      "DROP TABLE cc_agents; CREATE TABLE cc_agents(id INTEGER, agentid, location, msrp_location, msrp_max_sessions, skills, "
      "logstate, wrapup_time, wrapup_end_time)");
  const std::string insert =
      "INSERT INTO cc_agents(id, agentid, location, msrp_max_sessions, skills, logstate, wrapup_time, "
      "wrapup_end_time) VALUES";
  db.run(insert + "(1, 'text', 'sip:a@192.0.2.2', 4, 's', 'yes', 0, 0)");
  db.run(insert + "(2, 'null', 'sip:a@192.0.2.2', NULL, 's', 0, 0, 0)");
  db.run(insert + "(3, 'real', 'sip:a@192.0.2.2', 4, 's', 0, 2.5, 0)");
  db.run(insert + "(4, 'huge', 'sip:a@192.0.2.2', 99999999999999999999, 's', 0, 0, 0)");
  db.run(insert + "(5, NULL, 'sip:a@192.0.2.2', 4, 's', 0, 0, 0)");
  db.run(insert + "(6, 'sound', 'sip:a@192.0.2.2', '4', 's', 1, NULL, NULL)");
  db.run(insert + "(7, 'range', 'sip:a@192.0.2.2', 4, 's', 7, 0, 0)");
  db.run(insert + "(8, 'binary', x'007369703a', 4, 's', 0, 0, 0)");

  const auto tables = open()->load();
  ASSERT_TRUE(tables) << tables.error().message;
  ASSERT_EQ(tables->agents.size(), 1U);
  EXPECT_EQ(tables->agents[0].agentid, "sound");
  EXPECT_EQ(tables->agents[0].wrapup_time, 0);
  std::vector<std::string> faults;
  for (const core::RowFault& fault : tables->faults) faults.push_back(fault.id + " " + fault.column + " " + fault.found);
  EXPECT_EQ(faults.size(), 7U);
  EXPECT_EQ(faults[0], "text logstate yes");
  EXPECT_EQ(faults[1], "null msrp_max_sessions NULL");
  EXPECT_EQ(faults[2], "real wrapup_time 2.5");
  EXPECT_TRUE(faults[3].starts_with("huge msrp_max_sessions "));
  EXPECT_TRUE(faults[4].starts_with(" agentid"));
  EXPECT_TRUE(faults[5].starts_with("range logstate 7"));
  EXPECT_TRUE(faults[6].starts_with("binary location"));
}

/// Names that are the operator's, and an id as long as the column allows.
class NamedTablesTest : public StoreTest {
 protected:
  NamedTablesTest() {
    settings.cc_flows_table = "lines";
    settings.ccf_priority_column = "urgency";
    settings.cc_agents_table = "people";
    settings.cca_logstate_column = "present";
    init();
    db.run("INSERT INTO lines(flowid, skill, message_queue) VALUES('tech', 'support', 'sip:queue@192.0.2.1')");
    db.run("INSERT INTO people(agentid, location, skills, present) VALUES('" + bob + "', 'sip:bob@192.0.2.2', 'support', 1)");
  }
  std::vector<std::string> told(const core::Tables& tables) const {
    std::vector<std::string> all;
    for (const core::RowFault& fault : tables.faults) all.push_back(to_string(fault, settings));
    return all;
  }

  RawDatabase db{file};
  const std::string bob = std::string(127, 'x') + "b";
};

TEST_F(NamedTablesTest, who_is_known_keeps_his_values_when_his_row_cannot_be_read_E_LIF_13) {
  const core::Time now = core::from_unix_seconds(1'700'000'000);
  auto store = open();
  core::Engine engine{{}, store->load().value(), now};
  db.run("UPDATE lines SET urgency = 'high'");
  db.run("UPDATE people SET present = 'maybe'");
  engine.reload(store->load().value(), now);
  EXPECT_NE(engine.find_flow("tech"), core::kUnknownFlow);
  ASSERT_NE(engine.find_agent(bob), core::kNoAgent);
  EXPECT_TRUE(engine.agent(engine.find_agent(bob)).logged_in);
}

TEST_F(NamedTablesTest, faults_are_told_with_the_names_that_the_operator_gave) {
  auto store = open();
  db.run("UPDATE lines SET urgency = -1");
  db.run("UPDATE people SET present = 7");
  EXPECT_EQ(
      told(store->load().value()),
      (std::vector<std::string>{"lines row 'tech', column urgency: found -1, allowed is 0 to 4294967295",
                                "people row '" + std::string(64, 'x') + "', column present: found 7, allowed is 0 to 1"}));
  db.run("UPDATE lines SET urgency = 'high'");
  EXPECT_EQ(told(store->load().value()).at(0), "lines row 'tech', column urgency: found high, allowed is a whole number");
}

TEST_F(LoadingTest, a_missing_database_says_so_and_is_not_created) {
  EXPECT_NE(why_open_fails().find(file.string() + ": there is no such file; --init-db creates it"), std::string::npos)
      << why_open_fails();
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(LoadingTest, a_missing_table_is_named_with_its_remedy) {
  for (const char* table : {"cc_flows", "cc_agents", "cc_cdrs", "cc_calls"}) {
    init();
    RawDatabase{file}.run(std::string{"DROP TABLE "} + table);
    const std::string why = why_open_fails();
    EXPECT_NE(why.find(file.string() + ", table " + table + ": there is no such table; --init-db"), std::string::npos) << why;
  }
}

TEST_F(LoadingTest, a_missing_column_is_named_with_what_is_there) {
  init();
  settings.ccf_skill_column = "talent";
  std::string why = why_open_fails();
  EXPECT_NE(why.find("table cc_flows: there is no column talent; found are id, flowid, priority, skill"), std::string::npos)
      << why;

  settings.ccf_skill_column = "skill";
  settings.ccf_priority_column = "rank";  // optional, but whoever names it means it
  why = why_open_fails();
  EXPECT_NE(why.find("no column rank"), std::string::npos) << why;

  settings.ccf_priority_column = "priority";
  RawDatabase{file}.run("ALTER TABLE cc_cdrs DROP COLUMN talk_time");
  why = why_open_fails();
  EXPECT_NE(why.find("table cc_cdrs: there is no column talk_time"), std::string::npos) << why;
}

TEST_F(LoadingTest, a_table_that_goes_while_running_is_an_error_of_the_load_and_no_more) {
  init();
  auto store = open();
  ASSERT_TRUE(store->load());
  RawDatabase{file}.run("ALTER TABLE cc_agents RENAME TO elsewhere");
  const auto tables = store->load();
  ASSERT_FALSE(tables);
  EXPECT_NE(tables.error().message.find("cc_agents"), std::string::npos);
  RawDatabase{file}.run("ALTER TABLE elsewhere RENAME TO cc_agents");
  EXPECT_TRUE(store->load());
}

TEST_F(LoadingTest, a_cid_that_is_no_number_is_an_error_that_names_it) {
  init();
  auto store = open();
  RawDatabase{file}.run("INSERT INTO cc_cdrs(caller, received_timestamp, flow_id, cid) VALUES('x', 'y', 'z', 'many')");
  const auto cid = store->last_cid();
  ASSERT_FALSE(cid);
  EXPECT_NE(cid.error().message.find("table cc_cdrs, column cid: found many"), std::string::npos) << cid.error().message;
}

TEST_F(LoadingTest, rows_are_read_while_another_holds_the_write_lock) {
  init();
  auto store = open();
  const WriteLock lock{file};
  EXPECT_TRUE(store->load());
  EXPECT_TRUE(store->last_cid());
}

}  // namespace
}  // namespace ringside::store
