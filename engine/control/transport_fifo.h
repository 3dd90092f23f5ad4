#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "engine/control/control.h"
#include "engine/ports/clock.h"

namespace ringside::control {

struct FifoSettings {
  std::string path;                             ///< made at the start, mode 0660, and removed at the end
  std::string reply_directory = "/tmp";         ///< where clients make their reply FIFOs
  std::chrono::milliseconds patience{5000};     ///< for the engine's thread
  std::chrono::milliseconds client_time{1000};  ///< in which a client must send the rest of a request, or take its answer
};

/// The control interface through a FIFO, as OpenSIPS' mi_fifo has it. One thread reads requests and writes answers; slow
/// clients keep nobody else waiting. A FIFO file that was deleted or replaced is made anew.
class FifoTransport {
 public:
  /// `executor` and `control` must outlive the transport.
  static tl::expected<std::unique_ptr<FifoTransport>, std::string> start(const FifoSettings& settings,
                                                                         ports::Executor& executor, Control& control);
  ~FifoTransport();
  FifoTransport(const FifoTransport&) = delete;
  FifoTransport& operator=(const FifoTransport&) = delete;

 private:
  struct Impl;
  explicit FifoTransport(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ringside::control
