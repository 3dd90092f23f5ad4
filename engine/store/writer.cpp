#include "engine/store/writer.h"

#include <algorithm>

#include <fmt/format.h>

namespace ringside::store {
namespace {

constexpr std::size_t kCatchUpBatch = 2000;
constexpr std::size_t kAlarmPercent = 80;
constexpr std::chrono::milliseconds kGuardPause{50};  ///< between two rounds while a database holds the writer's thread
constexpr std::size_t kRoomKept = 2048;               ///< records a queue has room for between stalls

}  // namespace

Writer::Writer(std::vector<DatabaseWriter> databases, SpillFile spill, const StoreSettings& settings, LogHook log,
               Counting& counting)
    : settings_{settings},
      log_{std::move(log)},
      counting_{counting},
      spill_{std::move(spill)},
      databases_{std::move(databases)} {}

tl::expected<void, ports::StoreError> Writer::start() {
  std::uint64_t last = spill_.last_sequence();
  for (DatabaseWriter& database : databases_) {
    if (auto connected = database.connect(); !connected) return connected;
    last = std::max(last, database.reached());
  }
  if (spill_.damaged() > 0) {
    log_(LogLevel::error, fmt::format("spill file {}: {} bytes at its end cannot be read; the file is kept as {}",
                                      spill_.path().string(), spill_.damaged(), spill_.damaged_file().string()));
  }
  if (const std::size_t waiting = spill_.waiting(); waiting > 0) {
    log_(LogLevel::warning, fmt::format("{} records of an earlier run wait in {}", waiting, spill_.path().string()));
    const auto give_up_at = Clock::now() + settings_.flush_timeout;
    while (!catch_up()) {
      if (Clock::now() >= give_up_at) {
        return tl::unexpected(ports::StoreError{fmt::format("{} records of an earlier run wait in {} and cannot be written: {}",
                                                            spill_.waiting(), spill_.path().string(), last_failure_)});
      }
      std::this_thread::sleep_for(std::min(settings_.retry_interval, std::chrono::milliseconds{100}));
    }
  }
  settled_ = last;
  next_sequence_ = last + 1;
  writer_ = std::thread{[this] { run(); }};
  guard_ = std::thread{[this] { run_guard(); }};
  return {};
}

Writer::~Writer() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_writer_.notify_all();
  if (writer_.joinable()) writer_.join();
  {
    const std::lock_guard lock{mutex_};
    ended_ = true;
  }
  wake_guard_.notify_all();
  if (guard_.joinable()) guard_.join();
}

void Writer::push(Record record) {
  ++counting_.queued;
  std::size_t size = 0;
  {
    const std::lock_guard lock{mutex_};
    if (queue_.size() < settings_.queue_bound) {
      queue_.push_back({next_sequence_++, std::move(record)});
      size = queue_.size();
    }
  }
  if (size == 0) {
    ++counting_.lost;
  } else if (size == 1 || size == settings_.queue_bound / 2) {
    wake_writer_.notify_one();
  } else if (size == settings_.queue_bound / 4 * 3) {
    wake_guard_.notify_one();
  }
}

tl::expected<void, ports::StoreError> Writer::flush() {
  std::unique_lock lock{mutex_};
  const std::uint64_t target = next_sequence_ - 1;
  nudged_ = true;
  wake_writer_.notify_one();
  const bool settled = settled_changed_.wait_for(lock, settings_.flush_timeout, [&] { return settled_ >= target; });
  if (!settled) {
    return tl::unexpected(
        ports::StoreError{fmt::format("{} records are not in the database yet: {}", target - settled_,
                                      last_failure_.empty() ? std::string{"the database takes too long"} : last_failure_)});
  }
  if (const std::uint64_t lost = counting_.lost; lost > 0) {
    return tl::unexpected(ports::StoreError{fmt::format("{} records were lost: queue and spill file were full", lost)});
  }
  return {};
}

void Writer::run() {
  bool running = true;
  while (running) {
    running = wait_for_work();
    take_group();
    bool direct = false;
    {
      const std::lock_guard lock{spill_mutex_};
      if (!spill_.empty() && secure_group()) group_.clear();
      direct = spill_.empty() && !group_.empty();
    }
    if (direct && (!running || Clock::now() >= retry_at_)) settle_group(commit(group_));
    if (!running || Clock::now() >= retry_at_) catch_up();
    report_losses();

    const std::lock_guard spill_lock{spill_mutex_};
    const std::lock_guard lock{mutex_};
    pending_ = !spill_.empty() || !group_.empty();
    if (!queue_.empty() && group_.empty()) running = true;
  }
  abandon_rest();
}

bool Writer::wait_for_work() {
  std::unique_lock lock{mutex_};
  const auto something = [this] { return stopping_ || nudged_ || !queue_.empty(); };
  wake_writer_.wait(lock, [&] { return pending_ || something(); });
  if (pending_) wake_writer_.wait_until(lock, std::max(retry_at_, Clock::now()), something);
  const auto hurry = [this] { return stopping_ || nudged_ || queue_.size() >= settings_.queue_bound / 2; };
  if (!queue_.empty()) wake_writer_.wait_for(lock, settings_.commit_window, hurry);
  if (std::exchange(nudged_, false)) retry_at_ = {};
  return !stopping_;
}

void Writer::take_group() {
  const std::lock_guard spill_lock{spill_mutex_};
  if (!group_.empty()) return;
  group_spilled_ = false;
  Group room;  // what a stall has made large is given back, once the mutex is free
  const std::lock_guard lock{mutex_};
  group_.swap(queue_);
  if (queue_.capacity() > kRoomKept && group_.size() <= kRoomKept) room.swap(queue_);
}

void Writer::settle_group(bool committed) {
  const std::lock_guard lock{spill_mutex_};
  if (committed || secure_group()) group_.clear();
}

bool Writer::commit(const Group& group) {
  if (group.empty()) return true;
  const Coalescing coalescing{group};
  const auto at_work_since = [this](Clock::time_point since) {
    const std::lock_guard lock{mutex_};
    at_work_since_ = since;
  };
  for (DatabaseWriter& database : databases_) {
    at_work_since(Clock::now());
    auto done = database.commit(group, coalescing);
    at_work_since(Clock::time_point::max());
    if (!done) {
      ++counting_.failures;
      retry_at_ = Clock::now() + settings_.retry_interval;
      report_failure(done.error());
      return false;
    }
  }
  const std::lock_guard lock{mutex_};
  const auto fresh = [this](const Entry& entry) { return entry.sequence > settled_; };
  counting_.written += static_cast<std::uint64_t>(std::count_if(group.begin(), group.end(), fresh));
  settled_ = std::max(settled_, group.back().sequence);
  settled_changed_.notify_all();
  return true;
}

bool Writer::catch_up() {
  for (;;) {
    {
      const std::lock_guard lock{spill_mutex_};
      if (auto read = spill_.read(kCatchUpBatch, batch_); !read) {
        retry_at_ = Clock::now() + settings_.retry_interval;
        report_failure(read.error());
        return false;
      }
    }
    if (batch_.empty()) break;
    // What the guard moved to the file while its commit was under way is settled already, and skipped by the database.
    if (!commit(batch_)) return false;
    caught_up_ += batch_.size();
    const std::lock_guard lock{spill_mutex_};
    spill_.advance();
  }
  report_recovery();
  return true;
}

bool Writer::secure_group() {
  if (group_.empty() || group_spilled_) return true;
  group_spilled_ = append_to_spill(group_);
  return group_spilled_;
}

bool Writer::append_to_spill(const Group& group) {
  const auto appended = spill_.append(group);
  if (appended) {
    counting_.spilled += group.size();
  } else if (!spill_failed_) {
    log_(LogLevel::error, appended.error().message);
  }
  spill_failed_ = !appended;
  const bool filling = spill_.size() >= settings_.spill_bound / 100 * kAlarmPercent;
  if (filling && !spill_filling_) {
    log_(LogLevel::error, fmt::format("spill file {}: {} % of its {} bytes are used, {} records wait; once it is full, records "
                                      "will be lost",
                                      spill_.path().string(), spill_.size() * 100 / settings_.spill_bound,
                                      settings_.spill_bound, spill_.waiting()));
  }
  spill_filling_ = filling;
  return appended.has_value();
}

bool Writer::filled_up() const { return queue_.size() >= settings_.queue_bound / 4 * 3; }

bool Writer::held_up() const {
  return at_work_since_ != Clock::time_point::max() && Clock::now() - at_work_since_ >= settings_.hold_limit;
}

void Writer::run_guard() {
  for (;;) {
    {
      std::unique_lock lock{mutex_};
      wake_guard_.wait_for(lock, settings_.hold_limit, [this] { return ended_ || filled_up() || held_up(); });
      if (ended_) return;
    }
    const bool moved = take_over();
    std::unique_lock lock{mutex_};
    const bool hurry = moved && filled_up();
    if (!hurry)
      wake_guard_.wait_for(lock, moved ? kGuardPause : settings_.retry_interval,
                           [&] { return ended_ || (moved && filled_up()); });
  }
}

bool Writer::take_over() {
  const std::lock_guard spill_lock{spill_mutex_};
  {
    const std::lock_guard lock{mutex_};
    if (!filled_up() && !held_up()) return false;
  }
  Group taken;
  if (secure_group()) {
    const std::lock_guard lock{mutex_};
    taken.swap(queue_);
  }
  const bool moved = !taken.empty() && append_to_spill(taken);
  const std::lock_guard lock{mutex_};
  // The writer may have been woken for a queue that was empty by then, and have gone to sleep again.
  wake_writer_.notify_one();
  if (moved) {
    pending_ = true;
  } else if (!taken.empty()) {  // back in front of what came meanwhile
    taken.insert(taken.end(), std::make_move_iterator(queue_.begin()), std::make_move_iterator(queue_.end()));
    queue_.swap(taken);
  }
  return moved;
}

void Writer::report_failure(const ports::StoreError& why) {
  {
    const std::lock_guard lock{mutex_};
    last_failure_ = why.message;
  }
  if (!std::exchange(failing_, true)) {
    log_(LogLevel::error, fmt::format("{}; records are kept in {} until this is over", why.message, spill_.path().string()));
  }
}

void Writer::report_recovery() {
  const std::uint64_t caught_up = std::exchange(caught_up_, 0);
  if (failing_ && group_.empty()) {
    failing_ = false;
    const std::lock_guard lock{mutex_};
    last_failure_.clear();
  } else if (caught_up == 0) {
    return;
  }
  log_(LogLevel::info, fmt::format("the database is written to again; {} records were caught up with", caught_up));
}

/// What neither the database nor the spill file took before the end.
void Writer::abandon_rest() {
  const std::lock_guard spill_lock{spill_mutex_};
  {
    const std::lock_guard lock{mutex_};
    counting_.lost += group_.size() + queue_.size();
  }
  report_losses();
  if (!spill_.empty()) {
    log_(LogLevel::error, fmt::format("{} records stay in {} for the next start", spill_.waiting(), spill_.path().string()));
  }
}

void Writer::report_losses() {
  const std::uint64_t lost = counting_.lost;
  if (lost == losses_reported_) return;
  log_(LogLevel::error, fmt::format("{} records are LOST: the queue of {} records and the spill file {} are full",
                                    lost - losses_reported_, settings_.queue_bound, spill_.path().string()));
  losses_reported_ = lost;
}

}  // namespace ringside::store
