#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "engine/store/dialect.h"

namespace ringside::store {

/// A session whose server cannot hold its user for ever: client libraries wait without bound for an answer, and a server
/// that is stopped, or whose machine is gone, never gives one. A thread of its own shuts the socket down once the time
/// that the user allowed is over; the library then reports a lost connection. Used by one thread at a time.
class Link {
 public:
  /// Connects and prepares the session; throws soci::soci_error.
  Link(const DbUrl& url, Access access, const Patience& patience);
  /// The database has until then to close in good order.
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  soci::session& sql() { return *session_; }

  /// From now on the server has Patience::statement for what comes, and a little more, so that it says itself that it is
  /// too slow. To be called before each statement.
  void allow();
  /// Nothing is asked for at present.
  void rest();
  /// Ends the connection at once: whatever still has to be taken down does not ask the server any more.
  void cut();
  /// What happened if the time was over, or nothing.
  std::string overdue() const;

 private:
  using Clock = std::chrono::steady_clock;

  void watch();
  void close();

  const std::chrono::milliseconds allowance_;
  std::unique_ptr<soci::session> session_;
  int socket_ = -1;  ///< a descriptor of our own, so that it never names another's socket

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Clock::time_point deadline_ = Clock::time_point::max();  ///< this and the rest by mutex_
  bool overdue_ = false;
  bool ending_ = false;
  std::thread watcher_;
};

}  // namespace ringside::store
