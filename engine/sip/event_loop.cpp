#include "engine/sip/event_loop.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "engine/sip/event_loop_impl.h"

namespace ringside::sip {
namespace {

core::Duration since_epoch() {
  return std::chrono::duration_cast<core::Duration>(std::chrono::system_clock::now().time_since_epoch());
}

constexpr core::Duration kLagInterval = std::chrono::milliseconds{250};
constexpr core::Duration kClockStep = std::chrono::seconds{2};

core::Duration scaled(core::Duration duration, double factor) {
  return core::Duration{static_cast<std::int64_t>(static_cast<double>(duration.count()) * factor)};
}

/// Whole milliseconds, rounded up, so that a timer never fires before its time.
su_duration_t milliseconds_until(core::Duration delay) {
  constexpr core::Duration kLongest = std::chrono::hours{24};
  const core::Duration bounded = std::clamp(delay, core::Duration{1}, kLongest);
  return static_cast<su_duration_t>(std::chrono::ceil<std::chrono::milliseconds>(bounded).count());
}

}  // namespace

Timer::~Timer() {
  if (timer_ != nullptr) su_timer_destroy(timer_);
}

void Timer::start(core::Duration delay) {
  if (timer_ == nullptr) {
    timer_ = su_timer_create(su_root_task(root_), 0);
    if (timer_ == nullptr) throw std::system_error{errno, std::generic_category(), "su_timer_create"};
  }
  armed_ = true;
  su_timer_set_interval(timer_, &Timer::expired, this, milliseconds_until(delay));
}

void Timer::stop() {
  if (!armed_) return;
  armed_ = false;
  su_timer_reset(timer_);
}

void Timer::expired(su_root_magic_t*, su_timer_t*, su_timer_arg_t* self) {
  Timer& timer = *static_cast<Timer*>(self);
  timer.armed_ = false;
  timer.handler_();
}

EventLoop::Impl::Impl(double time_scale, SystemClock system_clock)
    : system_clock_{system_clock ? std::move(system_clock) : since_epoch},
      start_{std::chrono::steady_clock::now()},
      epoch_{system_clock_()},
      time_scale_{time_scale} {
  if (su_init() != 0) throw std::system_error{errno, std::generic_category(), "su_init"};
  root_ = su_root_create(nullptr);
  wakeup_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (root_ == nullptr || wakeup_ < 0) throw std::system_error{errno, std::generic_category(), "event loop"};
  su_root_threading(root_, 0);
  su_wait_t wait;
  su_wait_create(&wait, wakeup_, SU_WAIT_IN);
  wakeup_index_ = su_root_register(root_, &wait, &Impl::woken, this, su_pri_normal);
  if (wakeup_index_ < 0) throw std::system_error{errno, std::generic_category(), "su_root_register"};
  su_root_add_prepoll(root_, &Impl::turn_over, this);
  alarm_.emplace(root_, [this] { alarm_due(); });
  lag_timer_.emplace(root_, [this] { measure_lag(); });
  lag_due_ = real_now() + kLagInterval;
  lag_timer_->start(kLagInterval);
}

EventLoop::Impl::~Impl() {
  alarm_.reset();
  lag_timer_.reset();
  su_root_remove_prepoll(root_);
  su_root_deregister(root_, wakeup_index_);
  close(wakeup_);
  su_root_destroy(root_);
  su_deinit();
}

core::Time EventLoop::Impl::now() const {
  const core::Duration passed = std::chrono::steady_clock::now() - start_;
  return core::Time{epoch_ + (time_scale_ == 1 ? passed : scaled(passed, time_scale_))};
}

core::Time EventLoop::Impl::real_now() const {
  return core::Time{epoch_ + std::chrono::duration_cast<core::Duration>(std::chrono::steady_clock::now() - start_)};
}

void EventLoop::Impl::wake_at(core::Time when) {
  wanted_ = when;
  // An alarm that comes too early finds the new time and sets itself anew: cheaper than moving it at every change.
  if (when >= armed_for_) return;
  arm(when);
}

void EventLoop::Impl::arm(core::Time when) {
  armed_for_ = when;
  if (when == core::kNever) return;
  constexpr core::Duration kLookAgain = std::chrono::hours{24};
  const core::Duration wait = std::min(when - now(), kLookAgain);
  alarm_->start(time_scale_ == 1 ? wait : scaled(wait, 1 / time_scale_));
}

void EventLoop::Impl::alarm_due() {
  armed_for_ = core::kNever;
  if (wanted_ == core::kNever) return;
  if (wanted_ > now()) {
    arm(wanted_);
    return;
  }
  wanted_ = core::kNever;
  if (on_wake_) on_wake_();
}

void EventLoop::Impl::measure_lag() {
  const core::Time time = real_now();
  lag_ = std::max(time - lag_due_, core::Duration{});
  lag_due_ = time + kLagInterval;
  lag_timer_->start(kLagInterval);
  compare_clocks();
}

void EventLoop::Impl::compare_clocks() {
  if (!on_clock_step_) return;
  const core::Duration ahead = system_clock_() - real_now().time_since_epoch();
  if (ahead - told_ahead_ <= kClockStep && told_ahead_ - ahead <= kClockStep) return;
  told_ahead_ = ahead;
  on_clock_step_(ahead);
}

void EventLoop::Impl::post(std::function<void()> work) {
  bool first = false;
  {
    const std::scoped_lock lock{mutex_};
    first = posted_.empty();
    posted_.push_back(std::move(work));
  }
  if (first) wake();
}

void EventLoop::Impl::wake() {
  const std::uint64_t one = 1;
  // The counter cannot overflow and is never closed before the object: nothing to be told of a failure.
  [[maybe_unused]] const ssize_t written = write(wakeup_, &one, sizeof one);
}

void EventLoop::Impl::turn_over(su_prepoll_magic_t* self, su_root_t*) {
  Impl& loop = *static_cast<Impl*>(self);
  if (loop.before_waiting_) loop.before_waiting_();
  loop.pause_if_spinning();
}

/// Sofia rounds the time to its next timer down to milliseconds, and asks its sockets again and again through the last one.
/// A turn that was too short to have done anything is such a question: a short pause spares most of them.
void EventLoop::Impl::pause_if_spinning() {
  constexpr core::Duration kTurnWithoutWork = std::chrono::microseconds{6};
  constexpr core::Duration kPause = std::chrono::microseconds{200};
  const auto time = std::chrono::steady_clock::now();
  const bool spinning = time - turned_ < kTurnWithoutWork;
  turned_ = time;
  if (!spinning) return;
  std::this_thread::sleep_for(kPause);
  turned_ = std::chrono::steady_clock::now();
}

int EventLoop::Impl::woken(su_root_magic_t*, su_wait_t*, su_wakeup_arg_t* self) {
  Impl& loop = *static_cast<Impl*>(self);
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t got = read(loop.wakeup_, &count, sizeof count);
  std::vector<std::function<void()>> work;
  {
    const std::scoped_lock lock{loop.mutex_};
    work.swap(loop.posted_);
  }
  for (const std::function<void()>& item : work) item();
  if (loop.stopping_) su_root_break(loop.root_);
  return 0;
}

void EventLoop::Impl::run() {
  if (!stopping_) su_root_run(root_);
  stopping_ = false;
}

void EventLoop::Impl::stop() {
  stopping_ = true;
  wake();
}

EventLoop::EventLoop(double time_scale, SystemClock system_clock)
    : impl_{std::make_unique<Impl>(time_scale, std::move(system_clock))} {}
EventLoop::~EventLoop() = default;
core::Time EventLoop::now() const { return impl_->now(); }
core::Time EventLoop::real_now() const { return impl_->real_now(); }
void EventLoop::wake_at(core::Time when) { impl_->wake_at(when); }
void EventLoop::post(std::function<void()> work) { impl_->post(std::move(work)); }
void EventLoop::on_wake(std::function<void()> handler) { impl_->on_wake(std::move(handler)); }
void EventLoop::on_clock_step(std::function<void(core::Duration)> handler) { impl_->on_clock_step(std::move(handler)); }
void EventLoop::run() { impl_->run(); }
void EventLoop::stop() { impl_->stop(); }
core::Duration EventLoop::lag() const { return impl_->lag(); }

}  // namespace ringside::sip
