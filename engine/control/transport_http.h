#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "engine/control/control.h"
#include "engine/ports/clock.h"

namespace ringside::control {

struct HttpSettings {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8888;                    ///< 0 = any free one
  std::string token;                            ///< bearer token asked of all but GET /healthz; empty = none
  std::chrono::milliseconds patience{5000};     ///< the engine's thread may take so long before a client gets 503
  std::chrono::milliseconds client_time{5000};  ///< for a whole request; and who takes nothing for so long is dropped
};

/// The control interface over HTTP: POST /mi, GET /metrics, GET /events, GET /healthz. Its threads read and write texts; what
/// touches the engine is posted to the engine's thread and waited for. Work that nobody waits for any more is not run.
class HttpTransport {
 public:
  /// Binds and serves. `executor` and `control` must outlive the transport.
  static tl::expected<std::unique_ptr<HttpTransport>, std::string> start(const HttpSettings& settings,
                                                                         ports::Executor& executor, Control& control);
  /// Stops serving; requests that still wait for the engine get 503, and clients who dawdle are cut off.
  ~HttpTransport();
  HttpTransport(const HttpTransport&) = delete;
  HttpTransport& operator=(const HttpTransport&) = delete;

  std::uint16_t port() const;
  std::string url() const;  ///< of the JSON-RPC endpoint

 private:
  struct Impl;
  explicit HttpTransport(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ringside::control
