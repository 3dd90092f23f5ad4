#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/load/process.h"
#include "scenarios/load/sipp_stats.h"

namespace ringside::load {

struct SippOptions {
  std::string name;  ///< names its files: <name>.out, <name>.csv, <name>.errors, <name>.messages
  std::filesystem::path scenario;
  std::filesystem::path directory;
  std::uint16_t port = 0;
  bool tcp = false;
  bool trace = false;
  bool short_trace = false;     ///< a line a message with its time, into <name>.short
  std::uint16_t msrp_port = 9;  ///< of a=path in descriptions of chats; 9: nobody is there
  std::uint16_t rtp_port = 9;   ///< of m=audio in descriptions; 9: nobody listens
  std::uint16_t rtp_from = 0;   ///< of the RTP that it sends; 0: it is silent
  std::vector<std::string> more = {};

  std::vector<std::string> injected_rows = {};  ///< callers need some

  std::string address = "127.0.0.1";  ///< of this machine, that it uses and names

  // Of callers only; without a remote address it is a party that answers.
  std::string remote = {};  ///< HOST:PORT
  int calls = 0;
  double rate = 0;
};

/// One SIPp process.
class Sipp {
 public:
  /// Returns at once; a party is to be waited for with ready().
  static Result<Sipp> start(const SippOptions& options);

  const std::string& name() const { return options_.name; }
  bool calls_out() const { return !options_.remote.empty(); }
  Process& process() { return process_; }
  const Process& process() const { return process_; }
  /// Waits until it has its port.
  Result<void> ready();
  /// As far as it has written them: about once a second, and at its end.
  SippStats stats() const;
  /// Asks it to take no new calls and end with the last one; ends it if it does not.
  void finish(milliseconds grace);
  /// What it complained about, cut to a readable length.
  std::string complaints() const;

 private:
  Sipp(SippOptions options, Process process) : options_{std::move(options)}, process_{std::move(process)} {}
  SippOptions options_;
  Process process_;
};

}  // namespace ringside::load
