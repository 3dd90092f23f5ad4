#pragma once

#include <functional>
#include <memory>

#include "engine/ports/clock.h"

namespace ringside::sip {

/// The engine's thread as a loop: Sofia's sockets and timers, the engine's alarm, and work posted by other threads.
///
/// run(), now() and wake_at() belong to the thread that made the object and must destroy it; post() and stop() are for any.
/// The time is the Unix time read once at the start, carried on by the steady clock, so that it never runs backwards; when
/// somebody sets the system's clock, or the machine was suspended, on_clock_step() hears how far the two are apart. With a
/// time scale other than 1 it is carried on so many times faster (or slower): the engine's settings, CDRs and statistics are
/// then in scaled seconds, while Sofia's timers, sockets and limits of traffic stay in real ones.
class EventLoop : public ports::Clock, public ports::Executor {
 public:
  class Impl;

  /// Since the Unix epoch.
  using SystemClock = std::function<core::Duration()>;

  /// Without `system_clock` it is that of the machine.
  explicit EventLoop(double time_scale = 1, SystemClock system_clock = {});
  ~EventLoop() override;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  core::Time now() const override;
  /// The same without the scale: for what SIP and its peers must be asked in real time. Not for any other thread either.
  core::Time real_now() const;
  void wake_at(core::Time when) override;
  void post(std::function<void()> work) override;

  /// What happens at the time given to wake_at().
  void on_wake(std::function<void()> handler);

  /// Told once for each step by which the system's clock and ours have moved apart or together, with how far it is ahead.
  void on_clock_step(std::function<void(core::Duration ahead)> handler);

  /// Returns after stop(), also one that came before.
  void run();
  void stop();

  /// How long the last turn of the loop was late, for admission control.
  core::Duration lag() const;

  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace ringside::sip
