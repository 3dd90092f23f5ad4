#include "simulator/fit/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "simulator/fit/cdr_database.h"
#include "simulator/fit/cdr_rows.h"
#include "simulator/fit/centre_fit.h"
#include "simulator/fit/text.h"

namespace ringside::fit {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(CdrRows, OfOneCidAreOneCallerAndRejectionsAreOffers) {
  Observed observed;
  const std::int64_t nine = *wall_clock("2026-03-02 09:00:00");
  assemble({{nine, Span::whole(4), Span::whole(3), {}, "f", "anna", -2, 0, 7, 1},
            {nine, Span::whole(9), Span::whole(2), Span::whole(60), "f", "bert", 0, 7, 7, 1},
            {nine + 5, Span::whole(30), {}, {}, "f", "", 1, 9, 8, 1},
            {nine + 6, Span::whole(30), {}, {}, "f", "", 1, 1, 9, 1},
            {nine + 7, Span::whole(1), {}, {}, "f", "", -1, 1, 10, 2}},
           observed);
  ASSERT_EQ(observed.calls.size(), 4U);
  EXPECT_EQ(observed.calls[0].fate, Fate::answered);
  EXPECT_DOUBLE_EQ(observed.calls[0].pickup.low, 5) << "both phones rang while he did not wait in the queue";
  EXPECT_EQ(observed.calls[1].fate, Fate::abandoned);
  EXPECT_EQ(observed.calls[2].fate, Fate::other) << "dissuaded: the abandoned bit is clear";
  EXPECT_EQ(observed.calls[3].fate, Fate::other);
  EXPECT_TRUE(observed.calls[3].chat);
  ASSERT_EQ(observed.offers.size(), 2U);
  EXPECT_FALSE(observed.offers[0].answered);
}

TEST(CdrRows, WithACidUsedAgainAfterARestartAreTwoCallers) {
  Observed observed;
  assemble({{1000, Span::whole(1), {}, {}, "f", "", 1, 9, 1, 1},
            {9000, Span::whole(1), {}, {}, "f", "", 1, 9, 1, 1},
            {9000, Span::whole(1), {}, {}, "f", "", 1, 9, 1, 1}},
           observed);
  EXPECT_EQ(observed.calls.size(), 2U);
  EXPECT_EQ(observed.bad.size(), 1U);
}

class TheDatabase : public ::testing::Test {
 protected:
  TheDatabase() : file_{std::filesystem::temp_directory_path() / ("ringside-fit-" + std::to_string(getpid()) + ".db")} {
    std::filesystem::remove(file_);
    sql_.open(soci::sqlite3, "dbname=\"" + file_.string() + "\"");
  }
  ~TheDatabase() override {
    sql_.close();
    std::filesystem::remove(file_);
  }
  std::string url() const { return "sqlite://" + file_.string(); }

  std::filesystem::path file_;
  soci::session sql_;
};

TEST_F(TheDatabase, OfOpenSipsIsReadWithItsOwnColumns) {
  sql_ << "CREATE TABLE cc_cdrs (id INTEGER PRIMARY KEY, caller CHAR(64), received_timestamp DATETIME, wait_time INT, "
          "pickup_time INT, talk_time INT, "
          "flow_id CHAR(128), agent_id CHAR(128), call_type INT, rejected INT, fstats INT, cid INT)";
  sql_ << "INSERT INTO cc_cdrs VALUES (1, '+4930555123', '2026-03-02 09:00:05', 12, 3, 200, 'support', 'anna', 0, 0, 7, 1)";
  sql_ << "INSERT INTO cc_cdrs VALUES (2, '+4930555124', '2026-03-02 09:01:05', 40, 0, 0, 'support', NULL, 1, 0, 9, 2)";
  sql_ << "INSERT INTO cc_cdrs VALUES (3, '+4930555125', 'yesterday', 40, 0, 0, 'support', NULL, 1, 0, 9, 3)";
  sql_ << "INSERT INTO cc_cdrs VALUES (4, '+4930555126', '2026-03-02 09:01:05', 'long', 0, 0, 'support', NULL, 1, 0, 9, 4)";
  sql_ << "INSERT INTO cc_cdrs VALUES (5, '+4930555127', '2026-03-02 09:01:05', -4, 0, 0, 'support', NULL, 1, 0, 9, 5)";
  sql_ << "INSERT INTO cc_cdrs VALUES (6, '+4930555128', '2026-03-02 09:01:05', 4, 0, 0, 'support', NULL, 12, 0, 9, 6)";
  const Observed observed = read_cdrs(url()).value();
  EXPECT_EQ(observed.rows, 6U);
  ASSERT_EQ(observed.calls.size(), 2U);
  EXPECT_EQ(observed.calls[0].flow, "support");
  EXPECT_EQ(observed.calls[0].wait.high, 13) << "whole seconds are intervals";
  EXPECT_EQ(observed.bad.size(), 3U);
  const CentreFit fit = fit_centre(observed, {});
  for (const std::string& text : {summary(fit, observed), to_json(fit, observed), scenario_text(fit, "x")}) {
    EXPECT_THAT(text, Not(HasSubstr("4930555"))) << "no caller's number leaves";
  }
}

TEST_F(TheDatabase, OfRingsideHasMilliseconds) {
  sql_ << "CREATE TABLE cc_cdrs (caller TEXT, received_timestamp DATETIME, wait_time INT, pickup_time INT, talk_time INT, "
          "flow_id TEXT, agent_id TEXT, "
          "call_type INT, fstats INT, cid INT, media INT, wait_ms INT, pickup_ms INT, talk_ms INT)";
  sql_ << "INSERT INTO cc_cdrs VALUES ('x', '2026-03-02 09:00:05', 12, 3, 200, 'support', 'anna', 0, 7, 1, 2, 12345, 3210, "
          "NULL)";
  const ObservedCall call = read_cdrs(url()).value().calls.at(0);
  EXPECT_DOUBLE_EQ(call.wait.low, 12.345);
  EXPECT_DOUBLE_EQ(call.wait.high, 12.345);
  EXPECT_DOUBLE_EQ(call.talk.high, 201) << "not filled: whole seconds";
  EXPECT_TRUE(call.chat);
}

TEST_F(TheDatabase, ThatWillNotDoIsNamedWithoutItsPassword) {
  EXPECT_THAT(read_cdrs(url()).error(), HasSubstr("cc_cdrs"));
  EXPECT_THAT(read_cdrs("sqlite:///no/such/file.db").error(), HasSubstr("no such file"));
  const std::string error = read_cdrs("postgres://user:secret@127.0.0.1:1/nothing").error();
  EXPECT_THAT(error, HasSubstr("127.0.0.1"));
  EXPECT_THAT(error, Not(HasSubstr("secret")));
  EXPECT_THAT(read_cdrs("mysql://nowhere").error(), HasSubstr("no host"));
}

TEST(AQueueLog, IsReadEventByEvent) {
  std::istringstream in{
      "1772438400|c1|support|NONE|ENTERQUEUE||+4930555123|1\n"
      "1772438405|c1|support|Agent/1|RINGNOANSWER|15000\n"
      "1772438420|c1|support|Agent/2|CONNECT|20|x|3\n"
      "1772438500|c1|support|Agent/2|COMPLETECALLER|20|80|1\n"
      "1772438401|c2|support|NONE|ENTERQUEUE||+4930555124|2\n"
      "1772438461|c2|support|NONE|ABANDON|1|2|60\n"
      "1772438402|c3|support|NONE|ENTERQUEUE||+4930555125|2\n"
      "1772438702|c3|support|NONE|EXITWITHTIMEOUT|1\n"
      "1772438403|c4|support|NONE|ENTERQUEUE||1|2\n"
      "1772438403|NONE|support|Agent/2|PAUSE|\n"
      "rubbish\n"
      "x|c9|support|NONE|ABANDON|1|2|60\n"
      "1772438461|c9|support|NONE|ABANDON|1|2|60\n"};
  const Observed observed = read_queue_log(in);
  ASSERT_EQ(observed.calls.size(), 3U);
  EXPECT_EQ(observed.calls[0].fate, Fate::answered);
  EXPECT_EQ(observed.calls[0].talk.low, 80);
  EXPECT_EQ(observed.calls[1].fate, Fate::abandoned);
  EXPECT_EQ(observed.calls[1].wait.low, 60);
  EXPECT_EQ(observed.calls[2].fate, Fate::other) << "we turned him away: he had not lost patience";
  EXPECT_EQ(observed.calls[2].wait.low, 300);
  EXPECT_EQ(observed.offers.size(), 2U);
  EXPECT_EQ(observed.bad.size(), 3U);
  EXPECT_THAT(observed.notes.at(0), HasSubstr("1 calls"));
}

TEST(ACsvOfCalls, IsReadByTheNamesOfItsColumns) {
  std::istringstream in{
      "\xef\xbb\xbfQueue;Start;Waited;Talk;Result;Caller\nsupport;2026-03-02 "
      "09:00:00;12;61.5;Answered;+4930\n\"a;b\";2026-03-02T09:00:10;3;;abandoned;+4931\n"
      "support;noon;1;1;Answered;\nsupport;2026-03-02 09:00:00;-1;1;Answered;\nsupport;2026-03-02 "
      "09:00:00;1;1;perhaps;\nsupport;\"open\n"};
  const Observed observed =
      read_calls_csv(in, {{"flow", "queue"}, {"arrived", "Start"}, {"wait", "waited"}, {"outcome", "Result"}}).value();
  ASSERT_EQ(observed.calls.size(), 2U);
  EXPECT_EQ(observed.calls[0].talk.low, observed.calls[0].talk.high) << "decimals are exact";
  EXPECT_EQ(observed.calls[1].flow, "a;b");
  EXPECT_EQ(observed.bad.size(), 4U);
}

TEST(ACsvOfCalls, TellsHowLongPhonesRang) {
  std::istringstream in{
      "arrived,wait,talk,outcome,pickup,agent\n2026-03-02 09:00:00,12,60,answered,4,anna\n"
      "2026-03-02 09:00:10,9,0,abandoned,3,\n2026-03-02 09:00:20,9,30,answered,,bert\n"};
  const Observed observed = read_calls_csv(in, {}).value();
  ASSERT_EQ(observed.calls.size(), 3U);
  ASSERT_EQ(observed.offers.size(), 1U) << "who abandoned was not answered, and an empty field tells nothing";
  EXPECT_EQ(observed.offers[0].agent, "anna");
  EXPECT_TRUE(observed.offers[0].answered);
  EXPECT_EQ(observed.offers[0].ring.low, 4);
  EXPECT_FALSE(observed.knows_offers) << "nothing is said of rejections";
}

TEST(ACsvOfCalls, SaysWhichColumnItMisses) {
  std::istringstream in{"when,who\n1,2\n"};
  EXPECT_THAT(read_calls_csv(in, {}).error(), HasSubstr("--column arrived=NAME"));
  std::istringstream other{"arrived,wait,talk\n"};
  EXPECT_THAT(read_calls_csv(other, {{"flow", "Queue"}}).error(), HasSubstr("'Queue'"));
  std::istringstream empty{""};
  EXPECT_FALSE(read_calls_csv(empty, {}));
}

TEST(ACsvOfVolumes, GivesArrivalsAndTheMeanHandleTime) {
  std::string text = "queue,date,time,volume,aht\n";
  for (int day = 2; day <= 6; ++day) {
    for (const char* time : {"08:00", "08:30", "09:00"})
      text += "sales,2026-03-0" + std::to_string(day) + "," + time + ",60,240\n";
  }
  std::istringstream in{text + "sales,2026-03-02,dawn,60,240\n"};
  const Observed observed = read_volumes_csv(in, {}).value();
  EXPECT_EQ(observed.volume_interval, 1800);
  EXPECT_EQ(observed.bad.size(), 1U);
  const CentreFit fit = fit_centre(observed, {});
  EXPECT_EQ(fit.opens, 8 * 3600);
  EXPECT_EQ(fit.closes, 9.5 * 3600);
  EXPECT_NEAR(fit.series.at(0).arrivals.mean_rates.at(1) * 3600, 120, 1e-9);
  EXPECT_NEAR(fit.series[0].handle_time.at(0).mean.value, 240, 1e-9);
  EXPECT_GE(fit.groups.at(0).counts.at(0), 8U) << "120 calls an hour of four minutes";
}

TEST(AnyBytes, NeverCrashAReader) {
  const std::string good =
      "1772438400|c1|support|NONE|ENTERQUEUE||1|1\n1772438420|c1|support|Agent/2|CONNECT|20|x|3\n1772438500|c1|support|Agent/"
      "2|COMPLETECALLER|20|80|1\n"
      "arrived,wait,talk,outcome\n2026-03-02 09:00:00,12,60,answered\nqueue,date,time,volume,aht\nq,2026-03-02,09:00,5,9\n";
  unsigned state = 3;
  for (int i = 0; i < 2000; ++i) {
    std::string text = good;
    for (int k = 0; k < 4; ++k) {
      state = state * 1664525 + 1013904223;
      text[state % text.size()] = "|,;\"\n-9e.\xff\0x"[(state >> 16) % 12];
    }
    std::istringstream a{text}, b{text.substr(good.find("arrived"))}, c{text.substr(good.find("queue,date"))};
    fit_centre(read_queue_log(a),
               {.handle_time = {.families = {Family::exponential}}, .patience = {.families = {Family::exponential}}});
    if (const auto calls = read_calls_csv(b, {}))
      fit_centre(*calls, {.handle_time = {.families = {Family::exponential}}, .patience = {.families = {Family::exponential}}});
    if (const auto volumes = read_volumes_csv(c, {})) fit_centre(*volumes, {});
  }
}

TEST(TheClockOnTheWall, IsReadOrRefused) {
  EXPECT_EQ(wall_clock("1970-01-02 00:00:01").value(), 86401);
  EXPECT_EQ(wall_clock("1970-01-01T08:30").value(), 30600);
  for (const char* wrong :
       {"", "1970-13-01 00:00:00", "1970-02-30 00:00:00", "1970-01-01 24:00:00", "01/02/1970 00:00", "1970-01-01 0a:00:00"})
    EXPECT_FALSE(wall_clock(wrong)) << wrong;
}

}  // namespace
}  // namespace ringside::fit
