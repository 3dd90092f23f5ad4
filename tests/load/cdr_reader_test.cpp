#include "scenarios/load/cdr_reader.h"

#include <gtest/gtest.h>

#include <fstream>

#include "scenarios/load/database.h"
#include "scenarios/load/site.h"

namespace ringside::load {
namespace {

class CdrReader : public testing::Test {
 protected:
  void SetUp() override {
    const auto made = make_run_directory({}, "cdr-test");
    ASSERT_TRUE(made);
    directory_ = *made;
    file_ = directory_ / "engine.db";
    std::ofstream{file_};
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  void execute(const std::string& sql) {
    auto database = Database::open(file_);
    ASSERT_TRUE(database) << database.error().message;
    const auto done = database->execute(sql);
    ASSERT_TRUE(done) << done.error().message;
  }

  std::filesystem::path directory_;
  std::filesystem::path file_;
};

TEST_F(CdrReader, ReadsTheTableOfOpenSips) {
  execute(
      "CREATE TABLE cc_cdrs (id INTEGER PRIMARY KEY, caller, received_timestamp, wait_time, pickup_time, talk_time, flow_id, "
      "agent_id, call_type, rejected, fstats, cid, media)");
  execute(
      "INSERT INTO cc_cdrs VALUES (1,'a-1','',2,1,0,'f','x',-2,0,3,7,1), (2,'a-1','',5,1,9,'f','y',0,1,7,7,1), "
      "(3,'a-2','',4,0,0,'f',NULL,1,0,9,8,1), (4,'a-3','',4,0,0,'f',NULL,1,0,1,9,1), (5,'a-4','',4,0,0,'f',NULL,-1,0,1,10,1)");
  const auto cdrs = read_cdrs(file_);
  ASSERT_TRUE(cdrs) << cdrs.error().message;
  ASSERT_EQ(cdrs->size(), 5U);
  EXPECT_FALSE((*cdrs)[0].final());
  EXPECT_EQ((*cdrs)[1].outcome(), Outcome::handled);
  EXPECT_EQ((*cdrs)[1].wait_ms, 5000);
  EXPECT_EQ((*cdrs)[1].talk_ms, 9000);
  EXPECT_EQ((*cdrs)[1].rejected, 1U);
  EXPECT_EQ((*cdrs)[2].outcome(), Outcome::abandoned);
  EXPECT_EQ((*cdrs)[2].agent_id, "");
  EXPECT_EQ((*cdrs)[3].outcome(), Outcome::dissuaded);
  EXPECT_EQ((*cdrs)[4].outcome(), Outcome::failed);
  EXPECT_EQ(count_final_cdrs(file_), 4U);
}

TEST_F(CdrReader, AMissingTableIsAnErrorThatNamesIt) {
  const auto cdrs = read_cdrs(file_);
  ASSERT_FALSE(cdrs);
  EXPECT_NE(cdrs.error().message.find("cc_cdrs"), std::string::npos);
  EXPECT_EQ(count_final_cdrs(file_), 0U);
}

}  // namespace
}  // namespace ringside::load
