#include "engine/control/event_outlet.h"

#include <poll.h>

#include <cerrno>

namespace ringside::control {
namespace {

constexpr std::chrono::milliseconds kDatagramRetry{20};  ///< the receiver's buffer is full
constexpr std::chrono::seconds kReconnect{1};

bool writable(int fd) {
  pollfd polled{fd, POLLOUT, 0};
  return ::poll(&polled, 1, 0) > 0;
}

}  // namespace

void EventOutlet::add(EventText text) {
  if (waiting_.size() == kMaxWaiting) {
    // A text that is half sent must be sent to its end, or the stream is broken.
    waiting_.erase(waiting_.begin() + (sent_ > 0 ? 1 : 0));
    ++lost_;
  }
  waiting_.push_back(std::move(text));
}

void EventOutlet::drop_front(bool sent) {
  waiting_.pop_front();
  sent_ = 0;
  if (!sent) ++lost_;
}

void EventOutlet::close(Clock::time_point now) {
  socket_.reset();
  connecting_ = blocked_ = false;
  if (sent_ > 0) drop_front(false);
  next_try_ = now + kReconnect;
}

/// True once the socket can be written to.
bool EventOutlet::open(Clock::time_point now) {
  if (!socket_) {
    if (next_try_ != Clock::time_point::max() && now < next_try_) return false;
    socket_ = Descriptor{::socket(address_.family(), address_.type() | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (!socket_) {
      next_try_ = now + kReconnect;
      return false;
    }
    if (address_.protocol != Protocol::tcp) return true;
    connecting_ = ::connect(socket_.get(), address_.get(), address_.length) != 0;
    if (connecting_ && errno != EINPROGRESS) {
      close(now);
      return false;
    }
  }
  if (!connecting_) return true;
  if (!writable(socket_.get())) return false;
  int error = 0;
  socklen_t length = sizeof error;
  ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &length);
  connecting_ = false;
  if (error != 0) close(now);
  return error == 0;
}

/// False if the socket takes no more now, or no more at all.
bool EventOutlet::send_front() {
  const std::string_view text = front();
  const bool stream = address_.protocol == Protocol::tcp;
  const ssize_t n = ::sendto(socket_.get(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
                             stream ? nullptr : address_.get(), stream ? 0 : address_.length);
  if (n < 0 && errno == EINTR) return true;
  if (n < 0 && (errno == EAGAIN || errno == ENOBUFS)) return false;
  if (!stream) {
    drop_front(n >= 0);  // nobody there: datagrams do not wait for him
    return true;
  }
  if (n < 0) {
    socket_.reset();
    return false;
  }
  sent_ += static_cast<std::size_t>(n);
  if (sent_ == waiting_.front()->size()) drop_front(true);
  return true;
}

void EventOutlet::advance(Clock::time_point now) {
  blocked_ = false;
  if (waiting_.empty()) {
    next_try_ = socket_ || next_try_ < now ? Clock::time_point::max() : next_try_;
    return;
  }
  if (!open(now)) {
    blocked_ = connecting_;
    return;
  }
  next_try_ = Clock::time_point::max();
  while (!waiting_.empty() && send_front()) continue;
  if (!socket_) {
    close(now);
  } else if (!waiting_.empty()) {
    if (address_.protocol == Protocol::tcp) {
      blocked_ = true;
    } else {
      next_try_ = now + kDatagramRetry;
    }
  }
}

}  // namespace ringside::control
