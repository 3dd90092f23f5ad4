#include "engine/control/fifo_reply.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace ringside::control {

FifoReply::FifoReply(int directory, std::string name, std::string text, Clock::time_point deadline)
    : directory_{directory}, name_{std::move(name)}, text_{std::move(text)}, deadline_{deadline} {}

/// Hard links would let a client have us write into somebody else's FIFO.
bool FifoReply::is_plain_fifo() const {
  struct stat status {};
  return ::fstat(fifo_.get(), &status) == 0 && S_ISFIFO(status.st_mode) && status.st_nlink == 1;
}

/// False if there is no hope.
bool FifoReply::open() {
  fifo_ = Descriptor{::openat(directory_, name_.c_str(), O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY)};
  if (!fifo_) return errno == ENXIO || errno == EINTR;  // ENXIO: the client does not read yet
  return is_plain_fifo();
}

bool FifoReply::advance() {
  if (!fifo_ && !open()) return true;
  while (fifo_ && sent_ < text_.size()) {
    const ssize_t n = ::write(fifo_.get(), text_.data() + sent_, text_.size() - sent_);
    if (n > 0) {
      sent_ += static_cast<std::size_t>(n);
    } else if (errno == EAGAIN) {
      break;
    } else if (errno != EINTR) {
      return true;  // the client is gone
    }
  }
  return delivered() || Clock::now() >= deadline_;
}

}  // namespace ringside::control
