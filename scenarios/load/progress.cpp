#include "scenarios/load/progress.h"

#include <unistd.h>

#include <cstdio>

namespace ringside::load {

constexpr std::chrono::seconds kInterval{2};

Progress::Progress(bool quiet)
    : quiet_{quiet}, terminal_{::isatty(2) == 1}, next_{std::chrono::steady_clock::now() + kInterval} {}

Progress::~Progress() { clear(); }

bool Progress::due() const { return !quiet_ && std::chrono::steady_clock::now() >= next_; }

void Progress::show(const std::string& text) {
  if (quiet_) return;
  clear();
  std::fprintf(stderr, terminal_ ? "%s" : "%s\n", text.c_str());
  line_open_ = terminal_;
  std::fflush(stderr);
  next_ = std::chrono::steady_clock::now() + kInterval;
}

void Progress::note(const std::string& text) {
  if (quiet_) return;
  clear();
  std::fprintf(stderr, "%s\n", text.c_str());
}

void Progress::clear() {
  if (!line_open_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  line_open_ = false;
}

}  // namespace ringside::load
