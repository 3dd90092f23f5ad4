#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "engine/store/schema.h"
#include "engine/store/sql_store.h"
#include "tests/store/raw_database.h"

namespace ringside::store {

/// What the store told the operator.
class Log {
 public:
  LogHook hook() {
    return [this](LogLevel level, std::string_view text) {
      const std::lock_guard lock{mutex_};
      lines_.push_back((level == LogLevel::error     ? "error: "
                        : level == LogLevel::warning ? "warning: "
                                                     : "info: ") +
                       std::string{text});
    };
  }
  int count(const std::string& part) const {
    const std::lock_guard lock{mutex_};
    int found = 0;
    for (const std::string& line : lines_) found += line.find(part) != std::string::npos;
    return found;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

/// A fresh database in a directory of its own, and settings that make tests quick.
class StoreTest : public testing::Test {
 protected:
  StoreTest() {
    settings.db_url = url_of(file);
    settings.commit_window = std::chrono::milliseconds{5};
    settings.busy_timeout = std::chrono::milliseconds{20};
    settings.retry_interval = std::chrono::milliseconds{20};
  }

  void init() {
    const auto made = init_db(settings);
    ASSERT_TRUE(made) << made.error().message;
  }

  std::unique_ptr<SqlStore> open() {
    auto store = SqlStore::open(settings, log.hook());
    if (!store) throw std::runtime_error(store.error().message);
    return std::move(*store);
  }

  std::string why_open_fails() {
    const auto store = SqlStore::open(settings, log.hook());
    return store ? "it opened" : store.error().message;
  }

  static void flush(SqlStore& store) {
    const auto flushed = store.flush();
    ASSERT_TRUE(flushed) << flushed.error().message;
  }

  /// Waits for what must come; the bound is only there to fail instead of hanging.
  static void wait_until(const std::function<bool()>& condition) {
    const auto give_up_at = std::chrono::steady_clock::now() + std::chrono::seconds{180};
    while (!condition()) {
      ASSERT_LT(std::chrono::steady_clock::now(), give_up_at);
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }

  static ports::CdrRecord cdr(std::uint64_t cid) {
    ports::CdrRecord record;
    record.caller = "alice";
    record.received = core::from_unix_seconds(1'700'000'000);
    record.flow_id = "tech";
    record.type = core::CdrType::handled;
    record.cid = cid;
    record.media = core::Media::rtp;
    return record;
  }

  static ports::CallRecord call(std::string b2buaid) {
    ports::CallRecord record;
    record.b2buaid = std::move(b2buaid);
    record.state = core::CallState::queued;
    record.media = core::Media::rtp;
    record.caller_un = "alice";
    record.flow = "tech";
    return record;
  }

  /// The cids of cc_cdrs in the order of their rows.
  std::vector<std::uint64_t> cids() { return cids_of(file); }
  static std::vector<std::uint64_t> cids_of(const std::filesystem::path& database) {
    std::vector<std::uint64_t> found;
    for (const auto& row : RawDatabase{database}.rows("SELECT cid FROM cc_cdrs ORDER BY rowid"))
      found.push_back(std::stoull(row[0]));
    return found;
  }
  static std::vector<std::uint64_t> up_to(std::uint64_t last) {
    std::vector<std::uint64_t> all;
    for (std::uint64_t cid = 1; cid <= last; ++cid) all.push_back(cid);
    return all;
  }

  TemporaryDirectory directory;
  std::filesystem::path file = directory / "ringside.db";
  std::filesystem::path spill = directory / "ringside.db-spill";
  StoreSettings settings;
  Log log;
};

}  // namespace ringside::store
