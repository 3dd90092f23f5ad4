#pragma once

#include <chrono>
#include <string>

#include "engine/control/descriptor.h"

namespace ringside::control {

/// An answer on its way into a client's reply FIFO. The client may not have opened it yet, or read slowly: advance() does
/// what can be done at once, and is to be called again until it says that nothing is left or the client's time is over.
/// Nothing but a FIFO that stands in the directory under its own name is written to.
class FifoReply {
 public:
  using Clock = std::chrono::steady_clock;

  /// `directory` is an open one.
  FifoReply(int directory, std::string name, std::string text, Clock::time_point deadline);

  /// True once it is over, done or not.
  bool advance();
  bool delivered() const { return sent_ == text_.size(); }

 private:
  bool open();
  bool is_plain_fifo() const;

  int directory_;
  std::string name_;
  std::string text_;
  Clock::time_point deadline_;
  Descriptor fifo_;
  std::size_t sent_ = 0;
};

}  // namespace ringside::control
