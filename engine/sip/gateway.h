#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "engine/ports/host.h"
#include "engine/ports/signalling.h"
#include "engine/sip/event_loop.h"
#include "engine/sip/settings.h"

namespace ringside::sip {

struct SipError {
  std::string message;  ///< names the option and its value
};

/// What a SIP trace is written as: for Wireshark, or to be read.
enum class TraceFormat : std::uint8_t { pcap, text };

enum class LogLevel : std::uint8_t { debug, info, warning, error };

/// What is alive and what was done; all but the message counts are zero once the last call is over and its transactions
/// have been forgotten (32 s later).
struct Counters {
  std::uint32_t calls = 0;
  std::uint32_t legs = 0;          ///< INVITEs sent or received that still have a dialog or wait for one
  std::uint32_t dialogs = 0;       ///< legs with an established dialog
  std::uint32_t transactions = 0;  ///< requests of either direction that wait for their end
  std::uint64_t messages_in = 0;
  std::uint64_t messages_out = 0;
  std::uint64_t retransmissions = 0;
  std::uint64_t bad_messages = 0;
  std::uint64_t refused_overload = 0;
  std::uint64_t refused_source = 0;  ///< not allowed, or too many calls of one source
};

/// The signalling port on real SIP: a back-to-back user agent (spec, sip.md) on Sofia's transaction level.
///
/// Lives on the event loop's thread, all of it. Attached to the host as its signalling port; made after the host, because it
/// feeds it. Callers' INVITEs become CallArrived; the core's verbs become legs to agents and media servers.
class Gateway : public ports::Signalling {
 public:
  using Log = std::function<void(LogLevel level, core::CallId call, std::string_view text)>;
  class Impl;

  /// Binds every listener and attaches itself to the host.
  static tl::expected<std::unique_ptr<Gateway>, SipError> create(EventLoop& loop, ports::Host& host, SipSettings settings,
                                                                 Log log = {});
  ~Gateway() override;

  void play_message(const core::PlayMessage& action) override;
  void play_queue(const core::PlayQueue& action) override;
  void ring_agent(const core::RingAgent& action) override;
  void play_flow_id(const core::PlayFlowId& action) override;
  void bridge(const core::Bridge& action) override;
  void end_agent_leg(const core::EndAgentLeg& action) override;
  void end_call(const core::EndCall& action) override;
  std::vector<ports::DialogRecord> dialogs(core::CallId call) const override;
  bool restore(const core::CallSnapshot& call, const std::vector<ports::DialogRecord>& dialogs) override;
  void end_legs(core::CallId call, const std::vector<ports::DialogRecord>& dialogs) override;
  void restored() override;

  /// One per listener, with the ports that were really bound.
  std::vector<std::string> local_uris() const;

  /// Refuses new calls with 503 from now on, ends every call, and calls `done` once all legs are gone or `limit` has passed.
  /// The core hears CallFailed for each call.
  void shutdown(core::Duration limit, std::function<void()> done);

  Counters counters() const;

  /// Writes every message of the call's legs into a file of trace_dir from now on, until 64 * T1 after its end. Its path, or
  /// why there is none.
  tl::expected<std::string, std::string> trace_call(core::CallId call, TraceFormat format);
  /// The next call of this user, from its first message.
  tl::expected<void, std::string> trace_caller(const std::string& user, TraceFormat format);
  /// Everything from now on, into one file.
  tl::expected<std::string, std::string> trace_all(TraceFormat format);
  /// Ends a trace; false if there is none.
  bool stop_trace(core::CallId call);
  void stop_traces();

 private:
  explicit Gateway(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ringside::sip
