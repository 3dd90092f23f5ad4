#include "engine/control/fifo_frames.h"

#include <algorithm>

#include "engine/control/control.h"

namespace ringside::control {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

}  // namespace

bool is_reply_name(std::string_view name) {
  return !name.empty() && name.size() <= FifoFrames::kMaxName && std::none_of(name.begin(), name.end(), [](char c) {
    return c == '.' || c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' ' || c == '\x7f';
  });
}

void FifoFrames::start_over() {
  seen_ = 0;
  depth_ = 0;
  quoted_ = escaped_ = false;
}

void FifoFrames::drop_front() { waiting_.erase(0, std::min(waiting_.find_first_not_of(kBlanks), waiting_.size())); }

void FifoFrames::skip_line() {
  const std::size_t end = waiting_.find('\n');
  waiting_.erase(0, end == std::string::npos ? waiting_.size() : end + 1);
  start_over();
}

std::optional<FifoFrame> FifoFrames::take(std::size_t name_end, std::size_t end) {
  FifoFrame frame{waiting_.substr(1, name_end - 1), waiting_.substr(name_end + 1, end - name_end - 1)};
  waiting_.erase(0, end);
  start_over();
  if (!frame.reply_name.empty() && !is_reply_name(frame.reply_name)) return {};
  return frame;
}

std::optional<FifoFrame> FifoFrames::next() {
  for (;;) {
    if (seen_ == 0) drop_front();
    if (waiting_.empty()) return {};
    const std::size_t name_end = waiting_.front() == ':' ? waiting_.find_first_of(":\n", 1) : 0;
    const bool name_comes = name_end == std::string::npos && waiting_.size() <= kMaxName + 1;
    if (name_comes) return {};
    if (name_end == 0 || name_end == std::string::npos || waiting_[name_end] == '\n' || name_end > kMaxName + 1) {
      skip_line();
      continue;
    }
    if (seen_ == 0) {
      seen_ = waiting_.find_first_not_of(kBlanks, name_end + 1);
      if (seen_ == std::string::npos) {
        seen_ = 0;
        if (waiting_.size() > kMaxText) skip_line();
        return {};
      }
      if (waiting_[seen_] != '{' && waiting_[seen_] != '[') {
        if (auto frame = take(name_end, std::min(waiting_.find('\n', seen_), waiting_.size()))) return frame;
        continue;
      }
    }
    for (; seen_ < waiting_.size(); ++seen_) {
      const char c = waiting_[seen_];
      if (quoted_) {
        quoted_ = escaped_ || c != '"';
        escaped_ = !escaped_ && c == '\\';
      } else if (c == '"') {
        quoted_ = true;
      } else if (c == '{' || c == '[') {
        ++depth_;
      } else if ((c == '}' || c == ']') && --depth_ == 0) {
        break;
      }
    }
    const bool complete = seen_ < waiting_.size();
    if (!complete && waiting_.size() <= kMaxText + kMaxName) return {};
    if (auto frame = take(name_end, complete ? seen_ + 1 : waiting_.size())) return frame;
  }
}

std::optional<FifoFrame> FifoFrames::give_up() {
  const std::size_t name_end = waiting_.empty() || waiting_.front() != ':' ? std::string::npos : waiting_.find(':', 1);
  if (name_end != std::string::npos) return take(name_end, waiting_.size());
  waiting_.clear();
  start_over();
  return {};
}

}  // namespace ringside::control
