#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "engine/sip/event_loop.h"
#include "engine/sip/sofia.h"

namespace ringside::sip {

/// A one-shot timer of the loop. Made cheaply: Sofia's timer is only created when it is first started.
class Timer {
 public:
  Timer(su_root_t* root, std::function<void()> handler) : root_{root}, handler_{std::move(handler)} {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer();

  /// Replaces an earlier start.
  void start(core::Duration delay);
  void stop();
  bool armed() const { return armed_; }

 private:
  static void expired(su_root_magic_t*, su_timer_t*, su_timer_arg_t* self);

  su_root_t* root_;
  su_timer_t* timer_ = nullptr;
  std::function<void()> handler_;
  bool armed_ = false;
};

/// What EventLoop hides: Sofia's root, an eventfd for work of other threads, the engine's alarm.
class EventLoop::Impl {
 public:
  Impl(double time_scale, SystemClock system_clock);
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl();

  core::Time now() const;
  core::Time real_now() const;
  void wake_at(core::Time when);
  void post(std::function<void()> work);
  void on_wake(std::function<void()> handler) { on_wake_ = std::move(handler); }
  void on_clock_step(std::function<void(core::Duration)> handler) { on_clock_step_ = std::move(handler); }
  /// Called before the loop waits again, outside of any callback: the place to forget what callbacks have ended. A timer
  /// would not do, since Sofia spins through the last millisecond before one.
  void before_waiting(std::function<void()> handler) { before_waiting_ = std::move(handler); }
  void run();
  void stop();
  core::Duration lag() const { return lag_; }
  su_root_t* root() const { return root_; }

 private:
  static void turn_over(su_prepoll_magic_t* self, su_root_t*);
  static int woken(su_root_magic_t*, su_wait_t*, su_wakeup_arg_t* self);
  void wake();
  void arm(core::Time when);
  void alarm_due();
  void measure_lag();
  void compare_clocks();
  void pause_if_spinning();

  SystemClock system_clock_;
  std::chrono::steady_clock::time_point start_;
  core::Duration epoch_;
  double time_scale_;  ///< above 0
  su_root_t* root_ = nullptr;
  std::chrono::steady_clock::time_point turned_;  ///< when the loop last began to wait
  int wakeup_ = -1;
  int wakeup_index_ = -1;
  std::atomic<bool> stopping_ = false;

  std::function<void()> on_wake_;
  std::function<void()> before_waiting_;
  std::optional<Timer> alarm_;
  core::Time wanted_ = core::kNever;
  core::Time armed_for_ = core::kNever;

  std::optional<Timer> lag_timer_;
  core::Time lag_due_{};
  core::Duration lag_{};

  std::function<void(core::Duration)> on_clock_step_;
  core::Duration told_ahead_{};

  std::mutex mutex_;
  std::vector<std::function<void()>> posted_;  ///< guarded by mutex_
};

}  // namespace ringside::sip
