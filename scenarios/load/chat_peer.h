#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/load/plan.h"
#include "scenarios/load/process.h"
#include "scenarios/load/site.h"

namespace ringside::load {

/// What sessions of one role did; see scenarios/msrp/figures.h for what each figure counts.
struct ChatTally {
  long sessions = 0;
  long connections = 0;
  long silent = 0;
  long lost = 0;
  long sent = 0;
  long chunks = 0;
  long acknowledged = 0;
  long failed = 0;
  long cut = 0;
  long reports = 0;
  long received = 0;
  long refused = 0;
};

struct ChatTimes {
  long count = 0;
  double p50_ms = 0;
  double p95_ms = 0;
  double p99_ms = 0;
  double max_ms = 0;
};

/// What ringside-msrp says at its end.
struct ChatFigures {
  ChatTally callers;
  ChatTally waiting;
  ChatTally agents;
  ChatTally media;
  ChatTimes round_trip;
  ChatTimes answer;
  long left_open = 0;
  std::vector<std::string> faults;
  bool well = false;  ///< nothing failed, nobody was silent, lost or refused

  long sent() const { return callers.sent + waiting.sent + agents.sent + media.sent; }
};

Result<ChatFigures> read_chat_figures(const std::filesystem::path& file);

/// The ringside-msrp of a run: chats for all SIPps of its folder, whose log files tell it who talks to whom.
class ChatPeer {
 public:
  /// `names` are the SIPps', also of those still to be started.
  static Result<ChatPeer> start(const Site& site, const std::filesystem::path& directory, const ChatTalk& talk,
                                const std::vector<std::string>& names, std::uint64_t seed);
  std::uint16_t port() const { return port_; }
  /// Ends it in order.
  Result<ChatFigures> finish();

 private:
  ChatPeer(Process process, std::uint16_t port, std::filesystem::path directory)
      : process_{std::move(process)}, port_{port}, directory_{std::move(directory)} {}

  Process process_;
  std::uint16_t port_;
  std::filesystem::path directory_;
};

}  // namespace ringside::load
