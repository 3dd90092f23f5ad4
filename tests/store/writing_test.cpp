#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>

#include "tests/store/store_fixture.h"

namespace ringside::store {
namespace {

using namespace std::chrono_literals;

class WritingTest : public StoreTest {
 protected:
  WritingTest() { init(); }

  /// Runs `life` in a process of its own that then ends as a crash does: nothing is written any more, nothing destroyed.
  static void crash_after(const std::function<void()>& life) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      life();
      _exit(testing::Test::HasFailure() ? 1 : 0);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }

  bool spill_is_empty() const { return std::filesystem::file_size(spill) == 50; }
};

class TimeZone {
 public:
  explicit TimeZone(const char* zone) {
    setenv("TZ", zone, 1);
    tzset();
  }
  ~TimeZone() {
    unsetenv("TZ");
    tzset();
  }
};

TEST_F(WritingTest, the_reception_is_local_time_as_opensips_writes_it_or_utc) {
  const TimeZone berlin{"CET-1CEST,M3.5.0,M10.5.0/3"};
  ports::CdrRecord record = cdr(1);
  record.received = core::from_unix_seconds(1'625'140'799) + 999ms;  // 2021-07-01 11:59:59.999 UTC
  {
    auto store = open();
    store->write_cdr(record);
    record.received += 1ms;
    store->write_cdr(record);
    record.received = core::from_unix_seconds(1'640'995'200);  // a winter's midnight UTC
    store->write_cdr(record);
  }
  settings.cdr_utc = true;
  open()->write_cdr(record);
  std::vector<std::string> times;
  for (const auto& row : RawDatabase{file}.rows("SELECT received_timestamp FROM cc_cdrs ORDER BY id")) times.push_back(row[0]);
  EXPECT_EQ(times, (std::vector<std::string>{"2021-07-01 13:59:59", "2021-07-01 14:00:00", "2022-01-01 01:00:00",
                                             "2022-01-01 00:00:00"}));
}

TEST_F(WritingTest, L9_a_transferred_call_names_its_parent_and_another_has_none) {
  ports::CdrRecord child = cdr(8);
  child.parent_cid = 7;
  const auto store = open();
  store->write_cdr(cdr(7));
  store->write_cdr(child);
  ASSERT_TRUE(store->flush());
  EXPECT_EQ(RawDatabase{file}.rows("SELECT cid, parent_cid FROM cc_cdrs ORDER BY id"),
            (std::vector<std::vector<std::string>>{{"7", "NULL"}, {"8", "7"}}));
}

TEST_F(WritingTest, seconds_are_rounded_down_beside_the_milliseconds) {
  ports::CdrRecord record = cdr(1);
  record.wait = 59'999'999us;
  record.pickup = 999ms;
  record.talk = 60s;
  open()->write_cdr(record);
  EXPECT_EQ(RawDatabase{file}.rows("SELECT wait_time, wait_ms, pickup_time, pickup_ms, talk_time, talk_ms, agent_id, dissuaded "
                                   "FROM cc_cdrs")[0],
            (std::vector<std::string>{"59", "59999", "0", "999", "60", "60000", "NULL", "NULL"}));
}

TEST_F(WritingTest, a_group_is_one_transaction_and_a_call_that_came_and_went_in_it_leaves_no_trace) {
  RawDatabase{file}.run(
      "CREATE TABLE trace(what TEXT);"
      "CREATE TRIGGER a AFTER INSERT ON cc_calls BEGIN INSERT INTO trace VALUES('insert ' || new.b2buaid); END;"
      "CREATE TRIGGER b AFTER UPDATE ON cc_calls BEGIN INSERT INTO trace VALUES('update ' || new.b2buaid); END;"
      "CREATE TRIGGER c AFTER DELETE ON cc_calls BEGIN INSERT INTO trace VALUES('delete ' || old.b2buaid); END;");
  settings.commit_window = 60s;
  auto store = open();
  for (int i = 0; i < 10; ++i) store->save_call(call("1.0"));
  store->save_call(call("2.0"));
  store->write_cdr(cdr(2));
  store->remove_call("2.0");
  flush(*store);
  EXPECT_EQ(RawDatabase{file}.value("SELECT group_concat(what) FROM trace"), "insert 1.0");
  EXPECT_EQ(store->counters().commits, 1U);
  EXPECT_EQ(store->counters().written, 13U);
  EXPECT_EQ(cids(), std::vector<std::uint64_t>{2});
}

TEST_F(WritingTest, records_are_committed_by_themselves_after_the_window) {
  auto store = open();
  store->write_cdr(cdr(1));
  wait_until([&] { return store->counters().written == 1; });
  EXPECT_EQ(cids(), up_to(1));
}

TEST_F(WritingTest, the_end_of_the_store_writes_what_is_left) {
  settings.commit_window = 60s;
  {
    auto store = open();
    for (std::uint64_t cid = 1; cid <= 100; ++cid) store->write_cdr(cdr(cid));
  }
  EXPECT_EQ(cids(), up_to(100));
  EXPECT_TRUE(spill_is_empty());
}

TEST_F(WritingTest, a_locked_database_holds_nobody_up_and_loses_nothing_E_CDR_1) {
  auto store = open();
  {
    const WriteLock lock{file};
    for (std::uint64_t cid = 1; cid <= 3000; ++cid) {
      store->write_cdr(cdr(cid));
      if (cid % 1000 == 0) wait_until([&] { return store->counters().spilled == cid; });
    }
    EXPECT_GT(store->counters().failures, 0U);
    EXPECT_EQ(store->counters().written, 0U);
  }
  for (std::uint64_t cid = 3001; cid <= 3100; ++cid) store->write_cdr(cdr(cid));
  flush(*store);
  EXPECT_EQ(cids(), up_to(3100));
  EXPECT_EQ(store->counters().written, 3100U);
  EXPECT_EQ(store->counters().lost, 0U);
  wait_until([&] { return log.count("written to again") == 1; });
  EXPECT_EQ(log.count("error: "), 1) << "one alarm for the outage, whatever the number of attempts";
  EXPECT_TRUE(spill_is_empty());
}

TEST_F(WritingTest, flush_says_why_records_are_not_in_the_database_and_does_not_wait_forever) {
  settings.flush_timeout = 100ms;
  auto store = open();
  {
    const WriteLock lock{file};
    store->write_cdr(cdr(1));
    wait_until([&] { return store->counters().failures > 0; });
    const auto flushed = store->flush();
    ASSERT_FALSE(flushed);
    EXPECT_NE(flushed.error().message.find("1 records are not in the database yet"), std::string::npos)
        << flushed.error().message;
    EXPECT_NE(flushed.error().message.find("locked"), std::string::npos) << flushed.error().message;
  }
  wait_until([&] { return cids() == up_to(1); });
}

TEST_F(WritingTest, the_queue_is_emptied_to_disk_while_the_writer_is_held_inside_the_database) {
  settings.busy_timeout = 60s;  // one attempt outlasts the test
  settings.queue_bound = 64;
  auto store = open();
  {
    const WriteLock lock{file};
    std::uint64_t cid = 0;
    while (store->counters().spilled == 0) {  // the first ones go into the hands of the writer, who is then held
      ASSERT_LT(cid, 128U);
      store->write_cdr(cdr(++cid));
      std::this_thread::sleep_for(2ms);
    }
    while (cid < 2000) {
      wait_until([&] { return store->counters().queued - store->counters().spilled < 60; });
      store->write_cdr(cdr(++cid));
    }
    EXPECT_EQ(store->counters().failures, 0U);
    EXPECT_GT(store->counters().spilled, 1900U);
  }
  flush(*store);
  EXPECT_EQ(cids(), up_to(2000));
  EXPECT_EQ(store->counters().lost, 0U);
  EXPECT_EQ(store->counters().written, 2000U);
}

TEST_F(WritingTest, what_exceeds_every_bound_is_counted_and_reported_and_the_rest_arrives) {
  settings.queue_bound = 16;
  settings.spill_bound = 1000;
  settings.flush_timeout = 5s;
  auto store = open();
  {
    const WriteLock lock{file};
    for (std::uint64_t cid = 1; cid <= 500; ++cid) store->write_cdr(cdr(cid));
    wait_until([&] { return log.count("LOST") > 0; });
  }
  const auto flushed = store->flush();
  ASSERT_FALSE(flushed);
  EXPECT_NE(flushed.error().message.find("were lost"), std::string::npos) << flushed.error().message;
  const StoreCounters counters = store->counters();
  const auto arrived = cids();
  EXPECT_EQ(arrived.size() + counters.lost, 500U);
  EXPECT_TRUE(std::is_sorted(arrived.begin(), arrived.end()));
  EXPECT_GE(log.count("its bound of 1000 bytes is reached"), 1);
}

TEST_F(WritingTest, an_alarm_comes_before_the_spill_file_is_full) {
  settings.spill_bound = 100'000;
  auto store = open();
  {
    const WriteLock lock{file};
    std::uint64_t cid = 0;
    while (log.count("80 % of its 100000 bytes are used") == 0) {
      store->write_cdr(cdr(++cid));
      wait_until([&] { return store->counters().spilled == cid; });
      ASSERT_EQ(log.count("bound of"), 0);
    }
    store->write_cdr(cdr(++cid));
    wait_until([&] { return store->counters().spilled == cid; });
    EXPECT_GE(std::filesystem::file_size(spill), 80'000U);
    EXPECT_LT(std::filesystem::file_size(spill), 81'000U);
  }
  flush(*store);
  EXPECT_EQ(log.count("bytes are used"), 1) << "one alarm for each time it fills";
  EXPECT_EQ(store->counters().lost, 0U);
}

TEST_F(WritingTest, records_that_a_database_holds_for_long_are_on_disk_before_it_lets_go_E_CDR_1) {
  settings.busy_timeout = 60s;
  settings.hold_limit = 20ms;
  auto store = open();
  {
    const WriteLock lock{file};
    store->write_cdr(cdr(1));
    wait_until([&] { return store->counters().spilled == 1; });
    store->write_cdr(cdr(2));
    wait_until([&] { return store->counters().spilled == 2; });
    EXPECT_EQ(store->counters().failures, 0U);
  }
  flush(*store);
  EXPECT_EQ(cids(), up_to(2));
}

TEST_F(WritingTest, the_end_of_the_store_during_an_outage_leaves_the_records_for_the_next_start) {
  {
    const WriteLock lock{file};
    auto store = open();
    for (std::uint64_t cid = 1; cid <= 50; ++cid) store->write_cdr(cdr(cid));
  }
  EXPECT_EQ(cids(), up_to(0));
  EXPECT_EQ(log.count("50 records stay in"), 1);
  auto store = open();
  EXPECT_EQ(cids(), up_to(50)) << "the store opens caught up, so that last_cid() and load() see everything";
  EXPECT_EQ(store->last_cid().value(), 50U);
}

TEST_F(WritingTest, a_crash_during_an_outage_loses_nothing_that_reached_the_disk_E_CDR_1) {
  crash_after([this] {
    const WriteLock lock{file};
    auto store = open();
    for (std::uint64_t cid = 1; cid <= 500; ++cid) store->write_cdr(cdr(cid));
    wait_until([&] { return store->counters().spilled == 500; });
    _exit(testing::Test::HasFailure() ? 1 : 0);
  });
  EXPECT_EQ(cids(), up_to(0));
  auto store = open();
  EXPECT_EQ(cids(), up_to(500));
  store->write_cdr(cdr(501));
  flush(*store);
  EXPECT_EQ(cids(), up_to(501));
}

TEST_F(WritingTest, a_crash_between_the_commit_and_the_cutting_of_the_spill_file_repeats_nothing_E_CDR_1) {
  const auto copy = directory / "copy";
  {
    auto store = open();
    {
      const WriteLock lock{file};
      for (std::uint64_t cid = 1; cid <= 20; ++cid) store->write_cdr(cdr(cid));
      wait_until([&] { return store->counters().spilled == 20; });
      std::filesystem::copy_file(spill, copy);
    }
    flush(*store);
  }
  EXPECT_TRUE(spill_is_empty());
  std::filesystem::rename(copy, spill);  // as if it had not been cut
  auto store = open();
  store->write_cdr(cdr(21));
  flush(*store);
  EXPECT_EQ(cids(), up_to(21));
}

TEST_F(WritingTest, one_of_two_databases_failing_repeats_nothing_in_the_other_even_over_a_crash) {
  settings.rt_db_url = url_of(directory / "rt.db");
  init();
  crash_after([this] {
    const WriteLock lock{directory / "rt.db"};
    auto store = open();
    for (std::uint64_t cid = 1; cid <= 30; ++cid) {
      store->write_cdr(cdr(cid));
      store->save_call(call(std::to_string(cid) + ".0"));
      if (cid % 10 == 0) wait_until([&] { return store->counters().spilled == 2 * cid; });
    }
    wait_until([&] { return store->counters().failures > 5; });
    _exit(testing::Test::HasFailure() ? 1 : 0);
  });
  EXPECT_FALSE(cids().empty()) << "the CDRs' database worked all the time";
  auto store = open();
  EXPECT_EQ(cids(), up_to(30));
  EXPECT_EQ(RawDatabase{directory / "rt.db"}.value("SELECT COUNT(*) FROM cc_calls"), "30");
}

TEST_F(WritingTest, what_was_flushed_survives_a_crash) {
  crash_after([this] {
    auto store = open();
    for (std::uint64_t cid = 1; cid <= 10; ++cid) store->write_cdr(cdr(cid));
    flush(*store);
    _exit(testing::Test::HasFailure() ? 1 : 0);
  });
  EXPECT_EQ(cids(), up_to(10));
}

TEST_F(WritingTest, a_record_the_database_never_takes_is_dropped_with_an_alarm_and_delays_no_other) {
  RawDatabase{file}.run(
      "CREATE TRIGGER no BEFORE INSERT ON cc_cdrs WHEN new.cid % 7 = 0 BEGIN SELECT RAISE(ABORT, 'not sevens'); END");
  auto store = open();
  for (std::uint64_t cid = 1; cid <= 20; ++cid) store->write_cdr(cdr(cid));
  flush(*store);
  EXPECT_EQ(cids().size(), 18U);
  EXPECT_EQ(store->counters().refused, 2U);
  EXPECT_EQ(log.count("does not take the CDR of call 14 (caller alice"), 1);
  EXPECT_EQ(log.count("not sevens"), 2);
}

TEST_F(WritingTest, a_table_that_goes_and_comes_back_is_written_to_again) {
  auto store = open();
  RawDatabase{file}.run("ALTER TABLE cc_cdrs RENAME TO away");
  store->write_cdr(cdr(1));
  wait_until([&] { return store->counters().spilled == 1; });
  store->write_cdr(cdr(2));
  RawDatabase{file}.run("ALTER TABLE away RENAME TO cc_cdrs");
  flush(*store);
  EXPECT_EQ(cids(), up_to(2));
}

TEST_F(WritingTest, an_engine_is_told_when_a_copy_of_it_writes_under_its_name_and_keeps_its_records) {
  auto store = open();
  store->write_cdr(cdr(1));
  flush(*store);
  std::filesystem::create_directory(directory / "copy");
  std::filesystem::copy_file(spill, directory / "copy/ringside.db-spill");
  settings.spill_directory = directory / "copy";
  auto copy = open();
  copy->write_cdr(cdr(100));
  flush(*copy);
  store->write_cdr(cdr(2));
  wait_until([&] { return store->counters().spilled == 1; });
  wait_until([&] { return store->counters().failures > 2; });
  EXPECT_EQ(cids(), (std::vector<std::uint64_t>{1, 100}));
  EXPECT_EQ(log.count("another engine writes as"), 1);
}

TEST_F(WritingTest, rows_of_the_journal_that_somebody_deleted_are_written_anew) {
  auto store = open();
  store->save_call(call("1.0"));
  flush(*store);
  RawDatabase{file}.run("DELETE FROM cc_calls");
  store->save_call(call("1.0"));
  flush(*store);
  EXPECT_EQ(RawDatabase{file}.value("SELECT COUNT(*) FROM cc_calls"), "1");
}

TEST_F(WritingTest, a_database_that_is_locked_when_a_spill_waits_at_start_is_an_error_that_says_so) {
  {
    const WriteLock lock{file};
    open()->write_cdr(cdr(1));
  }
  settings.flush_timeout = 100ms;
  const WriteLock lock{file};
  const std::string why = why_open_fails();
  EXPECT_NE(why.find("1 records of an earlier run wait in " + spill.string()), std::string::npos) << why;
}

TEST_F(WritingTest, commits_are_durable_write_ahead_with_full_synchronisation) {
  auto store = open();
  EXPECT_EQ(RawDatabase{file}.value("PRAGMA journal_mode"), "wal");
}

}  // namespace
}  // namespace ringside::store
