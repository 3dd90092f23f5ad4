#pragma once

#include <functional>
#include <memory>

#include "engine/ports/clock.h"

namespace ringside::sip {

/// The engine's thread as a loop: Sofia's sockets and timers, the engine's alarm, and work posted by other threads.
///
/// run() belongs to the thread that made the object; now() and wake_at() are for that thread too, post() and stop() for any.
/// The time is the Unix time read once at the start, carried on by the steady clock, so that it never runs backwards.
class EventLoop : public ports::Clock, public ports::Executor {
 public:
  class Impl;

  EventLoop();
  ~EventLoop() override;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  core::Time now() const override;
  void wake_at(core::Time when) override;
  void post(std::function<void()> work) override;

  /// What happens at the time given to wake_at().
  void on_wake(std::function<void()> handler);

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
