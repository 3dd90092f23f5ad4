#include <algorithm>
#include <fstream>

#include "tests/store/store_fixture.h"

namespace ringside::store {
namespace {

using SchemaTest = StoreTest;

std::string all(RawDatabase& db) {
  std::string text;
  for (const auto& row : db.rows("SELECT name, sql FROM sqlite_master ORDER BY name")) text += row[0] + ": " + row[1] + "\n";
  return text;
}

TEST_F(SchemaTest, creates_the_file_and_every_table_and_says_so) {
  const auto made = init_db(settings);
  ASSERT_TRUE(made) << made.error().message;
  RawDatabase db{file};
  for (const char* table : {"cc_flows", "cc_agents", "cc_cdrs", "cc_calls", "rs_dialogs", "rs_agents", "rs_writers"}) {
    EXPECT_EQ(db.value(std::string{"SELECT COUNT(*) FROM "} + table), "0");
    const std::string told = std::string{"table "} + table + " in " + file.string();
    EXPECT_NE(std::find(made->begin(), made->end(), told), made->end()) << told;
  }
  EXPECT_EQ(made->front(), "database " + file.string());
}

TEST_F(SchemaTest, a_second_run_creates_nothing_and_touches_nothing) {
  init();
  RawDatabase db{file};
  db.run("INSERT INTO cc_flows(flowid, skill, message_queue) VALUES('tech', 'support', 'sip:q@192.0.2.1')");
  const std::string before = all(db);
  const auto again = init_db(settings);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->empty());
  EXPECT_EQ(all(db), before);
  EXPECT_EQ(db.value("SELECT COUNT(*) FROM cc_flows"), "1");
}

TEST_F(SchemaTest, a_table_that_is_there_stays_as_it_is_even_without_our_columns) {
  RawDatabase{file}.run("CREATE TABLE cc_cdrs(id INTEGER PRIMARY KEY, caller CHAR(64))");
  const auto made = init_db(settings);
  ASSERT_TRUE(made);
  EXPECT_EQ(std::count(made->begin(), made->end(), "table cc_cdrs in " + file.string()), 0);
  EXPECT_EQ(RawDatabase{file}.value("SELECT COUNT(*) FROM pragma_table_info('cc_cdrs')"), "2");
}

TEST_F(SchemaTest, rows_may_be_inserted_with_any_client_and_few_columns) {
  init();
  RawDatabase{file}.run(
      "INSERT INTO cc_flows(flowid,skill,message_queue) VALUES('tech','support','sip:queue@192.0.2.1');"
      "INSERT INTO cc_agents(agentid,location,skills) VALUES('bob','sip:bob@192.0.2.2','support');"
      "INSERT INTO cc_agents(agentid,msrp_location,skills,logstate) VALUES('eve','sip:eve@192.0.2.3','support',1);");
  const auto tables = open()->load();
  ASSERT_TRUE(tables) << tables.error().message;
  EXPECT_TRUE(tables->faults.empty());
  ASSERT_EQ(tables->flows.size(), 1U);
  EXPECT_EQ(tables->flows[0].priority, 256);
  EXPECT_EQ(tables->flows[0].dissuading_qsize_th, 0);
  EXPECT_EQ(tables->flows[0].message_welcome, "");
  ASSERT_EQ(tables->agents.size(), 2U);
  EXPECT_EQ(tables->agents[0].msrp_max_sessions, 4);
  EXPECT_EQ(tables->agents[0].logstate, 0);
  EXPECT_EQ(tables->agents[1].location, "");
  EXPECT_EQ(tables->agents[1].logstate, 1);
}

TEST_F(SchemaTest, each_database_gets_its_own_tables) {
  settings.acc_db_url = url_of(directory / "acc.db");
  settings.rt_db_url = url_of(directory / "rt.db");
  init();
  const auto tables = [this](const char* name) {
    std::string text;
    for (const auto& row :
         RawDatabase{directory / name}.rows("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name")) {
      text += row[0] + " ";
    }
    return text;
  };
  EXPECT_EQ(tables("ringside.db"), "cc_agents cc_flows rs_writers ");
  EXPECT_EQ(tables("acc.db"), "cc_cdrs rs_writers ");
  EXPECT_EQ(tables("rt.db"), "cc_calls rs_agents rs_dialogs rs_writers ");
}

TEST_F(SchemaTest, tables_and_columns_take_the_configured_names) {
  settings.cc_flows_table = "Queues";
  settings.ccf_flowid_column = "order";  // a keyword, and still a name
  settings.ccf_m_queue_column = "music";
  settings.cc_agents_table = "people";
  settings.cca_agentid_column = "name";
  settings.cca_wrapupend_column = "busy_until";
  init();
  RawDatabase db{file};
  db.run("INSERT INTO queues(\"order\", skill, music) VALUES('tech', 'support', 'sip:q@192.0.2.1')");
  db.run("INSERT INTO people(name, location, skills) VALUES('bob', 'sip:bob@192.0.2.2', 'support')");
  auto store = open();
  store->save_wrapup_end("bob", core::from_unix_seconds(1'700'000'000));
  flush(*store);
  const auto tables = store->load();
  ASSERT_TRUE(tables) << tables.error().message;
  ASSERT_EQ(tables->flows.size(), 1U);
  EXPECT_EQ(tables->flows[0].flowid, "tech");
  ASSERT_EQ(tables->agents.size(), 1U);
  EXPECT_EQ(db.value("SELECT busy_until FROM people"), "1700000000");
}

TEST_F(SchemaTest, what_cannot_be_made_is_an_error_that_names_the_file) {
  settings.db_url = url_of(directory / "no/such/folder/x.db");
  const auto made = init_db(settings);
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message.find("no/such/folder/x.db"), std::string::npos) << made.error().message;
}

TEST_F(SchemaTest, a_file_that_is_no_database_is_left_alone) {
  { std::ofstream{file} << "these are my notes, not a database, and long enough to look at: " << std::string(2000, 'x'); }
  const auto size = std::filesystem::file_size(file);
  EXPECT_FALSE(init_db(settings));
  EXPECT_EQ(std::filesystem::file_size(file), size);
  EXPECT_NE(why_open_fails().find(file.string()), std::string::npos);
}

}  // namespace
}  // namespace ringside::store
