#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace ringside::control {

/// An event on its way: its name, and its parameters as a JSON object.
struct Event {
  std::string name;
  std::string params;
};
using EventPtr = std::shared_ptr<const Event>;

/// Events for one taker who may be slow: beyond the limit the oldest is lost, and counted. Any thread.
class EventQueue {
 public:
  explicit EventQueue(std::size_t limit) : limit_{limit} {}

  void push(EventPtr event) {
    const std::scoped_lock lock{mutex_};
    if (closed_) return;
    if (events_.size() == limit_) {
      events_.pop_front();
      ++lost_;
    }
    events_.push_back(std::move(event));
    changed_.notify_one();
  }
  std::deque<EventPtr> take_all() {
    const std::scoped_lock lock{mutex_};
    return std::exchange(events_, {});
  }
  /// Waits for the next one; null when the time is up or the queue was closed.
  EventPtr take_until(std::chrono::steady_clock::time_point deadline) {
    std::unique_lock lock{mutex_};
    changed_.wait_until(lock, deadline, [this] { return closed_ || !events_.empty(); });
    if (closed_ || events_.empty()) return {};
    EventPtr event = std::move(events_.front());
    events_.pop_front();
    return event;
  }
  void close() {
    const std::scoped_lock lock{mutex_};
    closed_ = true;
    changed_.notify_all();
  }
  bool closed() const {
    const std::scoped_lock lock{mutex_};
    return closed_;
  }
  std::uint64_t lost() const {
    const std::scoped_lock lock{mutex_};
    return lost_;
  }

 private:
  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<EventPtr> events_;
  bool closed_ = false;
  std::uint64_t lost_ = 0;
};

}  // namespace ringside::control
