#pragma once

#include <deque>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/msrp/figures.h"
#include "scenarios/msrp/inbox.h"
#include "scenarios/msrp/message.h"

namespace ringside::msrp {

struct SessionOptions {
  std::size_t chunk = 2048;      ///< bytes of a body; a longer message goes in several (RFC 4975, 7.1)
  milliseconds timeout{30'000};  ///< for the answer to a SEND (RFC 4975, 7.1.1)
  bool success_reports = false;  ///< asked for with every message
  FailureReport failure_report = FailureReport::yes;
};

/// One end of an MSRP session (RFC 4975) over one connection, without a socket and a clock: messages of the peer go in, bytes
/// for the peer come out. What it counts goes into the tally of its role, which outlives it.
class Session {
 public:
  Session(Uri own, Uri remote, const SessionOptions& options, Figures& figures, Role role, std::uint64_t seed);

  const Uri& remote() const { return remote_; }
  /// The empty SEND by which the active side binds a new connection (RFC 4975, 5.4).
  void greet(Time now);
  void say(const std::string& text, const std::string& content_type, Time now);
  /// Something the peer sent on this session's connection.
  void take(const Message& message, Time now);
  /// Gives up what was not answered in time.
  void expire(Time now);
  /// Ends it: what is not acknowledged yet counts as cut.
  void end();

  std::string take_output() { return std::exchange(output_, {}); }
  std::vector<Inbox::Whole> take_received() { return std::exchange(received_, {}); }

 private:
  struct Sent {
    Time at;
    std::size_t unanswered = 0;
    bool failed = false;
  };
  struct Transaction {
    std::string id;  ///< of the message; empty: the SEND has no body
    Time at;
  };

  std::string new_id();
  void send(Message message, Time now);
  void answer(const Message& request, int code);
  void take_send(const Message& request);
  void report(const Inbox::Whole& whole);
  void settle(const Transaction& transaction, int code, Time now);

  Uri own_;
  Uri remote_;
  SessionOptions options_;
  Figures& figures_;
  Tally& tally_;
  std::mt19937_64 random_;
  std::map<std::string, Transaction> transactions_;
  std::deque<std::pair<Time, std::string>> by_age_;  ///< transactions, also those that are over
  std::map<std::string, Sent> sent_;
  Inbox inbox_;
  std::string output_;
  std::vector<Inbox::Whole> received_;
};

/// Answers a request that belongs to no session; nothing if it wants no answer.
std::string refusal(const Message& request, int code);

}  // namespace ringside::msrp
