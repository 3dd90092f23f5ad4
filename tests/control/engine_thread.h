#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "engine/ports/clock.h"

namespace ringside::control {

/// An engine's thread of its own; `hold()` lets it stand still.
class EngineThread : public ports::Executor {
 public:
  EngineThread() : thread_{[this] { run(); }} {}
  ~EngineThread() override {
    release();
    EngineThread::post([this] { over_ = true; });
    thread_.join();
  }
  void post(std::function<void()> work) override {
    const std::scoped_lock lock{mutex_};
    work_.push_back(std::move(work));
    changed_.notify_all();
  }
  void hold() { set_held(true); }
  void release() { set_held(false); }

 private:
  void set_held(bool held) {
    const std::scoped_lock lock{mutex_};
    held_ = held;
    changed_.notify_all();
  }
  void run() {
    while (!over_) {
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [this] { return !held_ && !work_.empty(); });
      const std::function<void()> work = std::move(work_.front());
      work_.pop_front();
      lock.unlock();
      work();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> work_;
  bool held_ = false;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace ringside::control
