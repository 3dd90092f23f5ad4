#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace ringside {

/// A program that a test runs: its output is gathered, and it does not outlive the test.
class Process {
 public:
  /// Standard output and standard error go into one text. `environment` entries are added as NAME=VALUE.
  Process(const std::vector<std::string>& command, const std::vector<std::string>& environment = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// The rest of the first line that begins with `head`; nothing if it does not come in time.
  std::optional<std::string> wait_for_line(const std::string& head, std::chrono::milliseconds limit);
  void send(int signal) const;
  pid_t pid() const { return pid_; }
  /// Exit code; nothing if the program still runs after `limit` or died of a signal.
  std::optional<int> wait_for_end(std::chrono::milliseconds limit);
  const std::string& output() const { return output_; }

 private:
  bool read_more(std::chrono::steady_clock::time_point deadline);

  pid_t pid_ = -1;
  int output_end_ = -1;
  std::string output_;
};

}  // namespace ringside
