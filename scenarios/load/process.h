#pragma once

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/load/error.h"

namespace ringside::load {

using std::chrono::milliseconds;

struct CommandLine {
  std::filesystem::path program;
  std::vector<std::string> arguments;
  std::filesystem::path directory;  ///< where it runs
  std::filesystem::path output;     ///< takes its stdout and stderr
};

/// A child that cannot outlive us: it gets SIGKILL when we die, however we die, and the destructor ends it. In a process
/// group of its own, so that the terminal's ^C reaches us alone and the end stays orderly. To be started from the main
/// thread (the parent-death signal belongs to the thread that forked).
class Process {
 public:
  static Result<Process> start(const CommandLine& command);
  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  ~Process();

  pid_t pid() const { return pid_; }
  /// Looks, and reaps it once it has ended.
  bool running();
  bool wait(milliseconds timeout);
  void send(int signal_number) const;
  /// Sends the signal, and SIGKILL if it still runs after `grace`. True if no SIGKILL was needed.
  bool stop(int signal_number, milliseconds grace);
  /// Once ended: its exit code, or 128 + the signal that ended it.
  std::optional<int> exit_code() const { return exit_code_; }

  /// User and system time so far, or in all once ended.
  milliseconds cpu() const;
  /// 0 once ended.
  std::size_t resident_bytes() const;

 private:
  explicit Process(pid_t pid) : pid_{pid} {}
  void reap(int options);

  pid_t pid_ = -1;
  std::optional<int> exit_code_;
  milliseconds final_cpu_{};
};

}  // namespace ringside::load
