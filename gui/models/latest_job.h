#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace ringside::gui {

/// As many as there are cores, but one: that is the window's.
inline unsigned spare_threads() {
  const unsigned cores = std::thread::hardware_concurrency();
  return cores > 1 ? cores - 1 : 1;
}

/// Does what was asked for last, on a thread of its own. A new job takes the place of one that waits, and stops the one that is
/// being done. Any thread may ask. The end of a LatestJob stops its job and waits for it.
class LatestJob {
 public:
  /// What a job knows of its surroundings while it is done.
  class Turn {
   public:
    Turn(const LatestJob& of, std::uint64_t number) : of_{of}, number_{number} {}

    std::uint64_t number() const { return number_; }
    /// True once it is to end: cancelled, or something newer was asked.
    const std::atomic<bool>& stop() const { return of_.stop_; }
    /// Nothing newer was asked: what it finds still counts.
    bool is_latest() const { return of_.is_latest(number_); }

   private:
    const LatestJob& of_;
    std::uint64_t number_;
  };
  using Job = std::function<void(const Turn&)>;

  LatestJob();
  ~LatestJob();
  LatestJob(const LatestJob&) = delete;
  LatestJob& operator=(const LatestJob&) = delete;

  /// The job's number, from 1 on.
  std::uint64_t ask(Job job);
  /// Stops what is being done; it stays the latest.
  void cancel();
  /// The number of what was asked last; 0: nothing yet.
  std::uint64_t latest() const;

 private:
  void work();
  bool is_latest(std::uint64_t number) const;

  mutable std::mutex mutex_;  ///< guards waiting_, number_ and over_
  std::condition_variable changed_;
  std::optional<Job> waiting_;
  std::uint64_t number_ = 0;
  bool over_ = false;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace ringside::gui
