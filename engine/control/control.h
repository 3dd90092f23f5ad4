#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/ports/host.h"

namespace ringside::control {

/// What `uptime`, `version` and `ps` tell.
struct ProcessInfo {
  core::Time started;
  std::string version;
  int pid = 0;
};

class Methods;

/// The control interface on the engine's side: it runs the methods of JSON-RPC requests against the host's engine and reads
/// the figures for Prometheus. All of it belongs to the engine's thread. The transports know texts only.
class Control {
 public:
  Control(ports::Host& host, ProcessInfo process);
  ~Control();
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  /// Prometheus text format 0.0.4.
  std::string metrics() const;

  ports::Host& host() { return host_; }
  const ProcessInfo& process() const { return process_; }
  const Methods& methods() const { return *methods_; }

 private:
  ports::Host& host_;
  ProcessInfo process_;
  std::unique_ptr<const Methods> methods_;
};

/// One JSON-RPC 2.0 text and what is answered to it: a request, a notification or a batch. Parsing and writing cost time and
/// may be done by any thread; run() is for the engine's. Texts are hostile: size, nesting and batch length are bounded.
class Exchange {
 public:
  explicit Exchange(std::string_view text);
  ~Exchange();
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  void run(Control& control);
  /// Nothing if there were notifications only.
  std::optional<std::string> reply() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

inline constexpr std::size_t kMaxText = std::size_t{1} << 20;  ///< bytes of one text
inline constexpr int kMaxNesting = 32;
inline constexpr std::size_t kMaxBatch = 100;

}  // namespace ringside::control
