#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "engine/control/events.h"
#include "engine/control/figures.h"
#include "engine/control/histograms.h"
#include "engine/control/lost_calls.h"
#include "engine/ports/host.h"

namespace ringside::control {

/// A figure of another part of the program, for Prometheus: `ringside_NAME`.
struct OtherFigure {
  std::string_view name;
  Kind kind;
  std::string_view help;
  std::uint64_t value;
};

/// A SIP trace that somebody wants: of all, of a call that is, or of the next of a caller.
struct SipTraceOrder {
  bool all = false;
  core::CallId call;
  std::string caller;  ///< empty: of `call`
  bool text = false;   ///< to be read, not for Wireshark
};

/// What the control interface needs besides the engine.
struct ControlSetup {
  // What `uptime`, `version` and `ps` tell.
  core::Time started;
  std::string version;
  int pid = 0;

  /// Reads the tables for cc_reload. Called on the transports' threads, one call at a time, since a database may take long.
  std::function<tl::expected<core::Tables, ports::StoreError>()> load_tables = {};
  /// Tells the operator of a row that cc_reload could not take. On the engine's thread.
  std::function<void(const core::RowFault&)> report_fault = {};
  /// Gives the file of the trace, empty if it is still to come; or why there is none. On the engine's thread.
  std::function<tl::expected<std::string, std::string>(const SipTraceOrder&)> start_trace = {};
  /// Of one call, or all; false if there was none of that call. On the engine's thread.
  std::function<bool(std::optional<core::CallId>)> stop_trace = {};
  /// Of SIP and store. On the engine's thread.
  std::function<std::vector<OtherFigure>()> other_figures = {};
};

/// Tables as one reload read them; a later one has a higher number.
struct TablesRead {
  std::uint64_t number = 0;
  tl::expected<core::Tables, ports::StoreError> tables;
};

class Methods;

/// The control interface on the engine's side: what the methods of JSON-RPC requests run against, and what hears the engine
/// for events, call-back lists and histograms. It belongs to the engine's thread, but for what says otherwise.
class Control {
 public:
  /// Observes the host from now on, and so must outlive its use.
  Control(ports::Host& host, ControlSetup setup);
  ~Control();
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  /// Any thread; takes as long as the database.
  TablesRead read_tables();
  /// Makes the engine take the tables, unless a later reload was faster; says why not if they could not be read.
  tl::expected<void, ports::StoreError> apply(TablesRead read);

  /// For the method that runs: what was read for its exchange, if it asked for it.
  std::optional<TablesRead> tables_at_hand;

  ports::Host& host() { return host_; }
  const ControlSetup& setup() const { return setup_; }
  const Methods& methods() const { return *methods_; }  ///< any thread
  Events& events() { return events_; }                  ///< any thread
  const LostCalls& lost_calls() const { return lost_calls_; }
  const CallTimes& call_times() const { return call_times_; }

 private:
  ports::Host& host_;
  const ControlSetup setup_;
  std::unique_ptr<const Methods> methods_;
  Events events_;
  LostCalls lost_calls_;
  CallTimes call_times_;
  std::mutex reading_;
  std::uint64_t reads_ = 0;    ///< under reading_
  std::uint64_t applied_ = 0;  ///< number of the tables that the engine has
};

/// Runs its argument on the engine's thread and returns when it is over; false if that could not be had, and never will be.
using OnEngine = std::function<bool(const std::function<void()>&)>;

/// One JSON-RPC 2.0 text and what is answered to it: a request, a notification or a batch. It lives on a transport's thread,
/// which parses, reads tables and writes; each method that needs the engine goes there by itself, so that a batch does not
/// hold the engine up. Texts are hostile: size, nesting, keys, batch length and the size of the answers are bounded.
class Exchange {
 public:
  explicit Exchange(std::string_view text);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  /// False if the engine did not answer in time; what was not run is answered with error 503.
  bool run(Control& control, const OnEngine& on_engine);
  /// Nothing if there were notifications only.
  std::optional<std::string> reply() const;
  /// In place of a reply that cannot be carried; where there is one, there is the other.
  std::optional<std::string> refusal(std::string why) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

inline constexpr std::size_t kMaxText = std::size_t{1} << 20;  ///< bytes of one text
inline constexpr int kMaxNesting = 32;
inline constexpr std::size_t kMaxKeys = 2000;  ///< of all objects of a text: each key is compared with all before it
inline constexpr std::size_t kMaxBatch = 100;
inline constexpr std::size_t kMaxReply = std::size_t{64} << 20;  ///< bytes after which a batch is not answered further

}  // namespace ringside::control
