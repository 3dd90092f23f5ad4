#pragma once

#include <chrono>
#include <string>

namespace ringside::load {

/// Says on stderr what is going on, at most once in two seconds, so that nobody watches a silent program. On a terminal the
/// line is written over; elsewhere lines follow each other.
class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  bool due() const;
  void show(const std::string& text);
  /// A line that stays.
  void note(const std::string& text);

 private:
  void clear();

  bool quiet_;
  bool terminal_;
  bool line_open_ = false;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace ringside::load
