#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "simulator/fit/cdr_database.h"
#include "simulator/fit/centre_fit.h"
#include "tests/store/database_servers.h"
#include "tests/store/opensips_tables.h"

/// Records in PostgreSQL and MariaDB, in tables as OpenSIPS makes them.
namespace ringside::fit {
namespace {

using store::DatabaseServer;
using store::DbKind;
using ::testing::HasSubstr;
using ::testing::Not;

class RecordsOnAServer : public ::testing::TestWithParam<DbKind> {
 protected:
  void SetUp() override {
    if (const std::string why = DatabaseServer::why_not(GetParam()); !why.empty()) GTEST_SKIP() << why;
    DatabaseServer& server = DatabaseServer::of(GetParam());
    const std::string database = server.new_database();
    url_ = server.url(database);
    client_ = server.client(database);
    if (GetParam() == DbKind::postgresql) {
      for (const char* sql : store::kOpensipsPostgresql) client_->run(sql);
    } else {
      for (const char* sql : store::kOpensipsMysql) client_->run(sql);
    }
  }
  void add(const std::string& values) {
    client_->run(
        "INSERT INTO cc_cdrs (caller, received_timestamp, wait_time, pickup_time, talk_time, flow_id, agent_id, call_type, "
        "rejected, fstats, cid) VALUES ('+4930555123', " +
        values + ")");
  }

  std::string url_;
  std::unique_ptr<store::SqlClient> client_;
};

TEST_P(RecordsOnAServer, AreReadFromOpenSipsColumnsAndWithoutNumbers) {
  add("'2026-03-02 09:00:05', 12, 3, 0, 'support', 'anna', -2, 1, 0, 1");
  add("'2026-03-02 09:00:05', 17, 4, 200, 'support', 'bert', 0, 1, 7, 1");
  add("'2026-03-02 09:01:05', 40, 0, 0, 'support', NULL, 1, 0, 9, 2");
  add("'2026-03-02 09:02:05', 40, 0, 0, '', NULL, 1, 0, 9, 3");
  const auto observed = read_cdrs(url_);
  ASSERT_TRUE(observed) << observed.error();
  EXPECT_EQ(observed->rows, 4U);
  ASSERT_EQ(observed->calls.size(), 2U) << "rows of one cid are one caller";
  EXPECT_EQ(observed->offers.size(), 2U);
  EXPECT_EQ(observed->calls[0].fate, Fate::answered);
  EXPECT_EQ(observed->calls[0].agent, "bert");
  EXPECT_DOUBLE_EQ(observed->calls[0].talk.low, 200);
  EXPECT_DOUBLE_EQ(observed->calls[0].talk.high, 201);
  EXPECT_EQ(observed->calls[1].fate, Fate::abandoned);
  EXPECT_EQ(observed->calls[1].arrived - observed->calls[0].arrived, 60);
  EXPECT_EQ(observed->bad.size(), 1U) << "no flow_id";
  EXPECT_THAT(to_json(fit_centre(*observed, {}), *observed), Not(HasSubstr("4930555")));
}

TEST_P(RecordsOnAServer, HaveRingsidesMillisecondsWhereTheyAreFilled) {
  for (const char* column : {"media", "wait_ms", "pickup_ms", "talk_ms"})
    client_->run(std::string{"ALTER TABLE cc_cdrs ADD "} + column + " INTEGER");
  add("'2026-03-02 09:00:05', 17, 4, 200, 'support', 'bert', 0, 0, 7, 1");
  client_->run("UPDATE cc_cdrs SET media = 2, wait_ms = 17345");
  const auto observed = read_cdrs(url_);
  ASSERT_TRUE(observed) << observed.error();
  EXPECT_DOUBLE_EQ(observed->calls.at(0).wait.low, 17.345);
  EXPECT_DOUBLE_EQ(observed->calls[0].talk.high, 201);
  EXPECT_TRUE(observed->calls[0].chat);
}

INSTANTIATE_TEST_SUITE_P(Kinds, RecordsOnAServer, ::testing::Values(DbKind::postgresql, DbKind::mariadb),
                         [](const auto& row) { return row.param == DbKind::postgresql ? "Postgresql" : "Mariadb"; });

}  // namespace
}  // namespace ringside::fit
