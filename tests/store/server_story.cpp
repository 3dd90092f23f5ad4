#include <algorithm>
#include <atomic>
#include <iterator>

#include "tests/store/database_servers.h"
#include "tests/store/opensips_tables.h"
#include "tests/store/store_fixture.h"
#include "tests/store/tcp_proxy.h"

/// What happens to a store whose database is a server: it goes, hangs, loses answers, refuses.
namespace ringside::store {
namespace {

using namespace std::chrono_literals;

class ServerStory : public StoreTest, public testing::WithParamInterface<DbKind> {
 protected:
  void SetUp() override {
    if (const std::string why = DatabaseServer::why_not(GetParam()); !why.empty()) GTEST_SKIP() << why;
    server = &DatabaseServer::of(GetParam());
    database = server->new_database();
    settings.db_url = server->url(database);
    settings.spill_directory = directory / "";
    spill = directory / (database + "-spill").c_str();
    settings.connect_timeout = 1s;
    settings.statement_timeout = 1600ms;
    settings.busy_timeout = 200ms;
    settings.hold_limit = 50ms;
  }

  void go_through(const TcpProxy& proxy) { settings.db_url = server->url(database, proxy.port(), DatabaseServer::kPassword); }
  std::unique_ptr<SqlClient> client() const { return server->client(database); }
  std::vector<std::uint64_t> cids() const {
    std::vector<std::uint64_t> found;
    for (const auto& row : client()->rows("SELECT cid FROM cc_cdrs ORDER BY id")) found.push_back(std::stoull(row[0]));
    return found;
  }
  bool spill_is_empty() const { return std::filesystem::file_size(spill) == 50; }
  bool postgresql() const { return GetParam() == DbKind::postgresql; }

  DatabaseServer* server = nullptr;
  std::string database;
};

TEST_P(ServerStory, a_server_that_crashes_under_load_and_comes_back_has_every_record_once_and_in_order_E_CDR_1) {
  settings.flush_timeout = 60s;
  init();
  auto store = open();
  std::atomic<std::uint64_t> last{0};
  std::atomic<bool> enough{false};
  std::thread load{[&] {
    while (!enough) {
      const std::uint64_t cid = last + 1;
      store->save_call(call(std::to_string(cid) + ".0"));
      store->write_cdr(cdr(cid));
      if (cid > 10) store->remove_call(std::to_string(cid - 10) + ".0");
      last = cid;
      std::this_thread::sleep_for(1ms);
    }
  }};
  wait_until([&] { return store->counters().written > 300; });
  server->crash();
  const std::uint64_t before = store->counters().spilled;
  wait_until([&] { return store->counters().spilled > before + 1000; });
  server->start();
  const std::uint64_t at_start = store->counters().queued;
  wait_until([&] { return store->counters().queued > at_start + 300; });
  enough = true;
  load.join();
  flush(*store);
  wait_until([&] { return log.count("written to again") > 0; });

  EXPECT_EQ(cids(), up_to(last));
  EXPECT_EQ(client()->value("SELECT COUNT(*) FROM cc_calls"), "10");
  EXPECT_EQ(store->counters().lost, 0U);
  wait_until([&] { return spill_is_empty(); });
  EXPECT_EQ(log.count("error: "), 1);
  EXPECT_EQ(log.count("are kept in " + spill.string()), 1) << "the alarm says where the records are";
}

TEST_P(ServerStory, what_a_hung_server_is_to_take_is_on_disk_soon_and_written_when_it_goes_on_E_CDR_1) {
  init();
  auto store = open();
  store->write_cdr(cdr(1));
  flush(*store);
  server->freeze();
  for (std::uint64_t cid = 2; cid <= 500; ++cid) store->write_cdr(cdr(cid));
  wait_until([&] { return store->counters().spilled == 499; });
  EXPECT_EQ(store->counters().written, 1U);
  wait_until([&] { return store->counters().failures > 0; });  // its connection has been given up
  server->thaw();
  flush(*store);
  EXPECT_EQ(cids(), up_to(500));
  EXPECT_EQ(log.count("there was no answer within 2000 ms"), 1);
}

TEST_P(ServerStory, a_store_whose_server_hangs_ends_all_the_same_and_the_next_start_writes_the_rest) {
  init();
  {
    auto store = open();
    store->write_cdr(cdr(1));
    flush(*store);
    server->freeze();
    store->write_cdr(cdr(2));
  }
  EXPECT_EQ(log.count("1 records stay in"), 1);
  const std::string why = why_open_fails();
  server->thaw();
  EXPECT_NE(why.find("cannot read db_url "), std::string::npos) << why;
  const auto store = open();
  EXPECT_EQ(cids(), up_to(2));
}

TEST_P(ServerStory, a_commit_whose_answer_is_lost_is_not_repeated_E_CDR_1) {
  init();
  TcpProxy proxy{server->port()};
  go_through(proxy);
  auto store = open();
  for (std::uint64_t cid = 1; cid <= 20; ++cid) {
    if (cid % 5 == 0) proxy.next_commit(TcpProxy::Fate::lose_answer);
    store->write_cdr(cdr(cid));
    flush(*store);
  }
  EXPECT_EQ(proxy.struck(), 4);
  EXPECT_EQ(cids(), up_to(20));
}

TEST_P(ServerStory, a_commit_that_the_server_carries_out_after_it_was_given_up_is_not_repeated_E_CDR_1) {
  init();
  for (const std::uint64_t first : {1U, 11U}) {  // without and with a mark in rs_writers
    TcpProxy proxy{server->port()};
    go_through(proxy);
    auto store = open();
    const int connections = proxy.connections();
    proxy.next_commit(TcpProxy::Fate::delay);
    for (std::uint64_t cid = first; cid < first + 10; ++cid) store->write_cdr(cdr(cid));
    wait_until([&] { return proxy.connections() > connections; });
    wait_until([&] { return store->counters().failures > 1; });  // the new connection runs into the old one's locks
    proxy.release();
    flush(*store);
    EXPECT_EQ(proxy.struck(), 1);
    EXPECT_EQ(cids(), up_to(first + 9));
  }
}

TEST_P(ServerStory, an_idle_connection_that_the_server_ended_is_no_outage) {
  settings.hold_limit = 60s;
  settings.connect_timeout = 10s;  // a busy machine is none either
  init();
  auto store = open();
  for (std::uint64_t cid = 1; cid <= 3; ++cid) {
    store->write_cdr(cdr(cid));
    flush(*store);
    server->disconnect_all(database);
  }
  EXPECT_EQ(cids(), up_to(3));
  EXPECT_EQ(store->counters().spilled, 0U);
  EXPECT_EQ(log.count("error: "), 0);
}

TEST_P(ServerStory, wrong_parameters_are_named_with_what_was_found_and_never_with_the_password) {
  const std::string password = "hunter2-and-more";
  const auto why = [&](const std::string& url) {
    settings.rt_db_url = url;
    const auto made = init_db(settings);
    const std::string message = made ? "it worked" : made.error().message;
    EXPECT_NE(message.find("rt_db_url "), std::string::npos) << message;
    EXPECT_NE(message.find("127.0.0.1"), std::string::npos) << message;
    EXPECT_EQ(message.find(password), std::string::npos) << message;
    EXPECT_EQ(message.find(DatabaseServer::kPassword), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    return message;
  };
  EXPECT_NE(why(server->url(database, server->port(), password)).find(postgresql() ? "authentication failed" : "Access denied"),
            std::string::npos);
  const std::string unknown = why(server->url("nowhere", server->port(), DatabaseServer::kPassword));
  EXPECT_NE(unknown.find("nowhere"), std::string::npos) << unknown;
  const std::string closed = why(server->url(database, 1, password));
  EXPECT_NE(closed.find("127.0.0.1:1/" + database), std::string::npos) << closed;
  EXPECT_NE(closed.find(postgresql() ? "Connection refused" : "Can't connect"), std::string::npos) << closed;
}

TEST_P(ServerStory, unix_sockets_serve_too_and_two_ways_to_one_database_write_each_record_once) {
  settings.acc_db_url = server->socket_url(database);
  init();
  auto store = open();
  for (std::uint64_t cid = 1; cid <= 10; ++cid) {
    store->save_call(call(std::to_string(cid) + ".0"));
    store->write_cdr(cdr(cid));
    if (cid % 2 == 0) flush(*store);
  }
  EXPECT_EQ(cids(), up_to(10));
  EXPECT_EQ(client()->value("SELECT COUNT(*) FROM cc_calls"), "10");
  EXPECT_EQ(client()->value("SELECT COUNT(*) FROM rs_writers"), "2");
}

TEST_P(ServerStory, init_db_creates_every_table_once_and_touches_nothing_that_is_there) {
  const auto made = init_db(settings);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->size(), 7U);
  EXPECT_TRUE(made->front().starts_with("table cc_flows in ")) << made->front();
  EXPECT_EQ(made->front().find(DatabaseServer::kPassword), std::string::npos);
  client()->run("INSERT INTO cc_flows(flowid, skill, message_queue) VALUES('tech', 'support', 'sip:q@192.0.2.1')");
  const auto again = init_db(settings);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE(again->empty());
  const auto tables = open()->load();
  ASSERT_TRUE(tables) << tables.error().message;
  ASSERT_EQ(tables->flows.size(), 1U);
  EXPECT_EQ(tables->flows[0].priority, 256);
}

TEST_P(ServerStory, tables_and_columns_take_the_configured_names) {
  settings.cc_flows_table = "Queues";
  settings.ccf_flowid_column = "order";  // a keyword, and still a name
  settings.cc_agents_table = "people";
  settings.cca_wrapupend_column = "Busy_Until";
  init();
  const auto sql = client();
  const std::string quote = postgresql() ? "\"" : "`";
  sql->run(std::string{"INSERT INTO "} + (postgresql() ? "queues" : "Queues") + "(" + quote + "order" + quote +
           ", skill, message_queue) VALUES('tech', 'support', 'sip:q@192.0.2.1')");
  sql->run("INSERT INTO people(agentid, location, skills) VALUES('bob', 'sip:bob@192.0.2.2', 'support')");
  auto store = open();
  store->save_wrapup_end("bob", core::from_unix_seconds(1'700'000'000));
  flush(*store);
  const auto tables = store->load();
  ASSERT_TRUE(tables) << tables.error().message;
  ASSERT_EQ(tables->flows.size(), 1U);
  EXPECT_EQ(tables->flows[0].flowid, "tech");
  EXPECT_EQ(sql->value("SELECT busy_until FROM people"), "1700000000");
}

TEST_P(ServerStory, an_opensips_database_works_as_it_is) {
  const auto sql = client();
  for (const char* statement : postgresql() ? kOpensipsPostgresql : kOpensipsMysql) sql->run(statement);
  sql->run("INSERT INTO cc_flows(flowid, skill, message_queue) VALUES('tech', 'support', 'sip:queue@192.0.2.1')");
  sql->run("INSERT INTO cc_agents(agentid, location, skills) VALUES('bob', 'sip:bob@192.0.2.2', 'support')");
  sql->run("INSERT INTO cc_cdrs(caller, received_timestamp, flow_id, cid) VALUES('x', '2020-01-01 00:00:00', 'tech', 41)");
  auto store = open();
  const auto tables = store->load();
  ASSERT_TRUE(tables) << tables.error().message;
  EXPECT_TRUE(tables->faults.empty());
  ASSERT_EQ(tables->flows.size(), 1U);
  EXPECT_EQ(tables->flows[0].skill, "support");
  EXPECT_EQ(tables->agents.size(), 1U);
  EXPECT_EQ(store->last_cid().value(), 41U);

  ports::CdrRecord record = cdr(42);
  record.wait = 2999ms;
  store->write_cdr(record);
  store->save_call(call("42.0"));
  store->save_call(call("43.0"));
  store->remove_call("42.0");
  store->save_wrapup_end("bob", core::from_unix_seconds(1'700'000'000));
  flush(*store);
  EXPECT_EQ(sql->rows("SELECT wait_time, agent_id, call_type FROM cc_cdrs WHERE cid = 42"),
            (std::vector<SqlClient::Row>{{"2", "NULL", "0"}}));
  EXPECT_EQ(sql->rows("SELECT b2buaid FROM cc_calls"), (std::vector<SqlClient::Row>{{"43.0"}}));
  EXPECT_EQ(sql->value("SELECT wrapup_end_time FROM cc_agents"), "1700000000");
  EXPECT_EQ(log.count("no table rs_writers"), 1) << "that without it an outage may repeat CDRs";
}

TEST_P(ServerStory, tables_of_few_columns_serve_and_their_rows_come_as_they_were_inserted) {
  init();
  const auto sql = client();
  for (const char* statement :
       {"DROP TABLE cc_flows", "DROP TABLE cc_agents",
        "CREATE TABLE cc_flows(flowid VARCHAR(20), skill VARCHAR(20), message_queue VARCHAR(50))",
        "CREATE TABLE cc_agents(agentid VARCHAR(20), location VARCHAR(50), skills VARCHAR(20), logstate VARCHAR(9))",
        "INSERT INTO cc_flows VALUES('tech', 'support', 'sip:queue@192.0.2.1')",
        "INSERT INTO cc_agents VALUES('zoe', 'sip:z@192.0.2.2', 'support', '1')",
        "INSERT INTO cc_agents VALUES('eve', 'sip:e@192.0.2.2', 'support', 'yes')",
        "INSERT INTO cc_agents VALUES('adam', 'sip:a@192.0.2.2', 'support', '0')"}) {
    sql->run(statement);
  }
  auto store = open();
  const auto tables = store->load();
  ASSERT_TRUE(tables) << tables.error().message;
  ASSERT_EQ(tables->flows.size(), 1U);
  EXPECT_EQ(tables->flows[0].priority, 256);
  ASSERT_EQ(tables->agents.size(), 2U);
  EXPECT_EQ(tables->agents[0].agentid, "zoe");
  EXPECT_EQ(tables->agents[1].agentid, "adam");
  ASSERT_EQ(tables->faults.size(), 1U);
  EXPECT_EQ(tables->faults[0].found, "yes");
}

TEST_P(ServerStory, a_missing_table_or_column_is_named_with_its_remedy) {
  init();
  client()->run("ALTER TABLE cc_cdrs DROP COLUMN talk_time");
  std::string why = why_open_fails();
  EXPECT_NE(why.find(database + ", table cc_cdrs: there is no column talk_time; found are id, caller"), std::string::npos)
      << why;
  client()->run("DROP TABLE cc_cdrs");
  why = why_open_fails();
  EXPECT_NE(why.find(database + ", table cc_cdrs: there is no such table; --init-db"), std::string::npos) << why;
}

TEST_P(ServerStory, texts_that_do_not_fit_their_column_are_cut_and_cost_no_cdr) {
  init();
  const std::string telephone = "\xf0\x9f\x93\x9e";
  ports::CdrRecord record = cdr(1);
  for (int i = 0; i < 70; ++i) record.caller += telephone;
  record.agent_id = std::string(200, 'a');
  auto store = open();
  store->write_cdr(record);
  record = cdr(2);
  record.caller = std::string{"a\0b\xff\xc3(\xed\xa0\x80z", 10};
  store->write_cdr(record);
  flush(*store);
  EXPECT_EQ(store->counters().refused, 0U);
  const auto sql = client();
  EXPECT_EQ(sql->rows("SELECT CHAR_LENGTH(caller), CHAR_LENGTH(agent_id) FROM cc_cdrs WHERE cid = 1")[0],
            (SqlClient::Row{"64", "128"}));
  EXPECT_EQ(sql->value("SELECT caller FROM cc_cdrs WHERE cid = 2"),
            "a?b?"
            "?(?"
            "??z");
}

TEST_P(ServerStory, a_database_of_another_encoding_has_a_question_mark_for_what_it_lacks) {
  if (postgresql()) {
    server->client("")->run("CREATE DATABASE " + database +
                            "_latin1 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    database += "_latin1";
    settings.db_url = server->url(database);
    init();
  } else {
    init();
    client()->run("ALTER TABLE cc_cdrs CONVERT TO CHARACTER SET latin1");
  }
  auto store = open();
  ports::CdrRecord record = cdr(1);
  record.caller = "call \xf0\x9f\x93\x9e";
  store->write_cdr(record);
  flush(*store);
  EXPECT_EQ(store->counters().refused, 0U);
  EXPECT_EQ(client()->value("SELECT caller FROM cc_cdrs").substr(0, 6), "call ?");
}

TEST_P(ServerStory, a_record_the_database_never_takes_is_dropped_with_an_alarm_and_delays_no_other) {
  init();
  client()->run("ALTER TABLE cc_cdrs ADD CONSTRAINT not_sevens CHECK (MOD(cid, 7) <> 0)");
  auto store = open();
  for (std::uint64_t cid = 1; cid <= 20; ++cid) store->write_cdr(cdr(cid));
  flush(*store);
  EXPECT_EQ(cids().size(), 18U);
  EXPECT_EQ(store->counters().refused, 2U);
  EXPECT_EQ(log.count("does not take the CDR of call 14 (caller alice"), 1);
  EXPECT_EQ(log.count("not_sevens"), 2);
}

TEST_P(ServerStory, a_mark_that_somebody_deleted_is_made_anew) {
  init();
  auto store = open();
  for (std::uint64_t cid = 1; cid <= 3; ++cid) {
    store->write_cdr(cdr(cid));
    flush(*store);
    client()->run("DELETE FROM rs_writers");
  }
  EXPECT_EQ(cids(), up_to(3));
  EXPECT_EQ(log.count("error: "), 0);
}

TEST_P(ServerStory, a_table_that_another_holds_locked_delays_its_records_and_nothing_else) {
  init();
  auto store = open();
  const auto other = client();
  if (postgresql()) {
    other->run("BEGIN");
    other->run("LOCK TABLE cc_cdrs IN ACCESS EXCLUSIVE MODE");
  } else {
    other->run("LOCK TABLES cc_cdrs WRITE");
  }
  store->write_cdr(cdr(1));
  wait_until([&] { return store->counters().failures > 0; });
  store->write_cdr(cdr(2));
  wait_until([&] { return store->counters().spilled == 2; });
  other->run(postgresql() ? "COMMIT" : "UNLOCK TABLES");
  flush(*store);
  EXPECT_EQ(cids(), up_to(2));
}

INSTANTIATE_TEST_SUITE_P(, ServerStory, testing::Values(DbKind::postgresql, DbKind::mariadb),
                         [](const auto& kind) { return kind.param == DbKind::postgresql ? "Postgresql" : "Mariadb"; });

}  // namespace
}  // namespace ringside::store
