#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <tl/expected.hpp>

#include "engine/store/counters.h"
#include "engine/store/database_writer.h"
#include "engine/store/spill_file.h"

namespace ringside::store {

/// Carries records from the engine's thread to the databases: in order, in groups, without ever making the engine wait.
///
/// push() appends to a bounded queue. The writer's thread takes the whole queue once a commit window and commits it. While
/// a database fails, groups go to the spill file instead, and from there to the database, in order, when it is back. A
/// second thread, the guard, looks once a hold_limit whether the writer's thread is held inside a database, or the queue
/// fills; then it moves group and queue to the spill file, so that a crash costs nothing even while a server hangs. Only
/// when that is full too are records lost, counted and reported.
///
/// Order: the spill file is older than the group in hand, which is older than the queue. spill_mutex_ is held to move
/// records from one to the next and never while a database works; mutex_ is held for moments only.
class Writer {
 public:
  /// `databases` in the order in which they are to be written: the CDRs' first, so that no call leaves the journal before
  /// its CDR is safe.
  Writer(std::vector<DatabaseWriter> databases, SpillFile spill, const StoreSettings& settings, LogHook log,
         Counting& counting);
  /// Writes what is left, or leaves it in the spill file.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Opens the databases, writes what an earlier run left in the spill file, and starts the threads.
  tl::expected<void, ports::StoreError> start();
  void push(Record record);
  tl::expected<void, ports::StoreError> flush();

 private:
  using Clock = std::chrono::steady_clock;

  void run();
  void run_guard();
  /// Returns when there is something to do; false once the writer is to stop.
  bool wait_for_work();
  void take_group();
  bool commit(const Group& group);
  void settle_group(bool committed);
  /// Writes the spill file's records; true if it is empty afterwards.
  bool catch_up();
  bool filled_up() const;  ///< under mutex_
  bool held_up() const;    ///< under mutex_
  /// Moves group and queue to the spill file if that is needed; true if it moved records of the queue.
  bool take_over();
  bool secure_group();
  bool append_to_spill(const Group& group);
  void report_failure(const ports::StoreError& why);
  void report_recovery();
  void report_losses();
  void abandon_rest();

  const StoreSettings settings_;
  const LogHook log_;
  Counting& counting_;

  std::mutex spill_mutex_;      ///< taken before mutex_
  SpillFile spill_;             ///< by spill_mutex_
  Group group_;                 ///< changed under spill_mutex_ by either thread; read by the writer's thread without it
  bool group_spilled_ = false;  ///< by spill_mutex_
  bool spill_failed_ = false;   ///< by spill_mutex_; the failure has been reported
  bool spill_filling_ = false;  ///< by spill_mutex_; the alarm has been given

  std::mutex mutex_;
  std::condition_variable wake_writer_, wake_guard_, settled_changed_;
  Group queue_;  ///< this and the rest by mutex_
  std::uint64_t next_sequence_ = 1;
  std::uint64_t settled_ = 0;  ///< all up to it are in the databases
  bool pending_ = false;       ///< records wait outside the queue
  bool nudged_ = false;
  Clock::time_point at_work_since_ = Clock::time_point::max();  ///< a database has been at work since then
  bool stopping_ = false;
  bool ended_ = false;  ///< the writer's thread has
  std::string last_failure_;

  // The writer's thread alone.
  std::vector<DatabaseWriter> databases_;
  Group batch_;
  Clock::time_point retry_at_{};
  bool failing_ = false;
  std::uint64_t caught_up_ = 0;
  std::uint64_t losses_reported_ = 0;

  std::thread writer_, guard_;
};

}  // namespace ringside::store
