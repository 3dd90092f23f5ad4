#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "engine/ports/host.h"

namespace ringside::control {

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
};

/// Tables as one reload read them; a later one has a higher number.
struct TablesRead {
  std::uint64_t number = 0;
  tl::expected<core::Tables, ports::StoreError> tables;
};

class Methods;

/// The control interface on the engine's side: it runs the methods of JSON-RPC requests against the host's engine and reads
/// the figures for Prometheus. It belongs to the engine's thread, but for what says otherwise. The transports know texts only.
class Control {
 public:
  Control(ports::Host& host, ControlSetup setup);
  ~Control();
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  /// Prometheus text format 0.0.4.
  std::string metrics() const;

  /// Any thread; takes as long as the database.
  TablesRead read_tables();
  /// Makes the engine take the tables, unless a later reload was faster; says why not if they could not be read.
  tl::expected<void, ports::StoreError> apply(TablesRead read);

  /// For the method that runs: what was read for its exchange, if it asked for it.
  std::optional<TablesRead> tables_at_hand;

  ports::Host& host() { return host_; }
  const ControlSetup& setup() const { return setup_; }
  const Methods& methods() const { return *methods_; }  ///< any thread

 private:
  ports::Host& host_;
  const ControlSetup setup_;
  std::unique_ptr<const Methods> methods_;
  std::mutex reading_;
  std::uint64_t reads_ = 0;    ///< under reading_
  std::uint64_t applied_ = 0;  ///< number of the tables that the engine has
};

/// Runs its argument on the engine's thread and returns when it is over; false if that could not be had, and never will be.
using OnEngine = std::function<bool(const std::function<void()>&)>;

/// One JSON-RPC 2.0 text and what is answered to it: a request, a notification or a batch. It lives on a transport's thread,
/// which parses, reads tables and writes; each method that needs the engine goes there by itself, so that a batch does not
/// hold the engine up. Texts are hostile: size, nesting, batch length and the size of the answers are bounded.
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

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

inline constexpr std::size_t kMaxText = std::size_t{1} << 20;  ///< bytes of one text
inline constexpr int kMaxNesting = 32;
inline constexpr std::size_t kMaxBatch = 100;
inline constexpr std::size_t kMaxReply = std::size_t{64} << 20;  ///< bytes after which a batch is not answered further

}  // namespace ringside::control
