#include "engine/store/link.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <system_error>

#include <fmt/format.h>
#include <soci/soci.h>

namespace ringside::store {

Link::Link(const DbUrl& url, Access access, const Patience& patience)
    : allowance_{patience.statement + patience.statement / 4}, session_{dialect_of(url).connect(url, access, patience)} {
  try {
    if (const int socket = dialect_of(url).socket_of(*session_); socket >= 0) {
      socket_ = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
      if (socket_ < 0) throw soci::soci_error("there are no more file descriptors");
      watcher_ = std::thread{[this] { watch(); }};
    }
    allow();
    dialect_of(url).prepare(*session_, patience);
  } catch (const soci::soci_error& error) {
    const std::string late = overdue();
    close();
    throw soci::soci_error(late.empty() ? error.what() : late);
  } catch (const std::system_error& error) {  // a limit of threads, which must not end those who try again later
    close();
    throw soci::soci_error(fmt::format("there are no more threads: {}", error.what()));
  } catch (...) {
    close();
    throw;
  }
}

Link::~Link() { close(); }

void Link::close() {
  allow();
  session_.reset();
  if (watcher_.joinable()) {
    {
      const std::lock_guard lock{mutex_};
      ending_ = true;
    }
    changed_.notify_one();
    watcher_.join();
  }
  if (socket_ >= 0) ::close(socket_);
}

void Link::allow() {
  if (socket_ < 0) return;
  const auto deadline = Clock::now() + allowance_;
  const std::lock_guard lock{mutex_};
  // A watcher that waits for an earlier moment finds the new one by itself.
  const bool earlier = deadline < std::exchange(deadline_, deadline);
  if (earlier) changed_.notify_one();
}

void Link::rest() {
  if (socket_ < 0) return;
  const std::lock_guard lock{mutex_};
  deadline_ = Clock::time_point::max();
}

void Link::cut() {
  if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
}

std::string Link::overdue() const {
  const std::lock_guard lock{mutex_};
  return overdue_ ? fmt::format("there was no answer within {} ms", allowance_.count()) : std::string{};
}

void Link::watch() {
  std::unique_lock lock{mutex_};
  while (!ending_) {
    if (deadline_ == Clock::time_point::max()) {
      changed_.wait(lock);
    } else if (Clock::now() < deadline_) {
      changed_.wait_until(lock, deadline_);
    } else {
      overdue_ = true;
      deadline_ = Clock::time_point::max();
      ::shutdown(socket_, SHUT_RDWR);
    }
  }
}

}  // namespace ringside::store
