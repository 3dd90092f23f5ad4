#pragma once

#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <tl/expected.hpp>

#include "engine/core/types.h"
#include "engine/sip/gateway.h"
#include "engine/sip/stack.h"
#include "engine/sip/wire_tap.h"

namespace ringside::sip {

class Call;

/// SIP traces on demand, a file for each traced call with every message of its legs as it was on the wire, retransmissions
/// included (spec, "Transport and security"). While there is a trace all traffic is kept for a turn of the loop, and then what
/// belongs to a traced call goes on to its file; without traces nothing is kept. Everything at once may be traced, too, into
/// one file. Belongs to the stack's thread.
class CallTraces {
 public:
  /// `call` finds one that is alive; `warn` is told why a file is not whole.
  CallTraces(Stack& stack, std::string folder, std::function<core::Time()> now, std::function<const Call*(core::CallId)> call,
             std::function<void(std::string_view)> warn);
  CallTraces(const CallTraces&) = delete;
  CallTraces& operator=(const CallTraces&) = delete;
  ~CallTraces();

  /// The file's path, or why there is none. A call that has a trace keeps it.
  tl::expected<std::string, std::string> start(core::CallId call, TraceFormat format);
  /// All messages from now on, of calls or of none, into all.pcap (all.txt; all-2.pcap if that is there), at most 1 GiB; the
  /// file's path, or why there is none. A trace that is on already goes on.
  tl::expected<std::string, std::string> start_all(TraceFormat format);
  /// The next call of this user is traced from its first message.
  tl::expected<void, std::string> await(std::string caller, TraceFormat format);
  /// False if there is no such trace.
  bool stop(core::CallId call);
  void stop_all();

  void admitted(core::CallId call, const std::string& caller);
  /// Before the loop waits.
  void turn();

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  struct Trace {
    std::string path;
    TraceFormat format = TraceFormat::pcap;
    std::unique_ptr<std::FILE, CloseFile> file;
    std::size_t size = 0;
    bool cut = false;  ///< nothing more is written
    std::vector<std::string> sip_ids;
    core::Time ended{};  ///< when the call was seen to be gone
  };

  void listen();
  void fall_silent();
  void close(core::CallId call);
  void learn_legs(core::CallId id, Trace& trace);
  /// With a file of its own.
  tl::expected<Trace, std::string> open(const std::string& name, TraceFormat format) const;
  void write(Trace& trace, const WireMessage& message, std::size_t most);
  void flush(Trace& trace);
  void cut(Trace& trace, std::string_view why);

  Stack& stack_;
  std::string folder_;
  std::function<core::Time()> now_;
  std::function<const Call*(core::CallId)> call_;
  std::function<void(std::string_view)> warn_;
  std::unordered_map<core::CallId, Trace> traces_;
  std::optional<Trace> all_;
  std::unordered_map<std::string, core::CallId> by_sip_id_;
  std::unordered_map<std::string, TraceFormat> awaited_;
  std::optional<WireTap> tap_;
  WireMessages messages_;
};

}  // namespace ringside::sip
