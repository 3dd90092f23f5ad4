#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "engine/control/control.h"
#include "engine/ports/clock.h"

namespace ringside::control {

struct DatagramSettings {
  std::string address;                       ///< udp:HOST:PORT (port 0 = any free one) or unix:PATH (mode 0660)
  std::chrono::milliseconds patience{5000};  ///< for the engine's thread
};

/// The control interface by datagrams, as OpenSIPS' mi_datagram has it: a request is one datagram, and its answer goes to the
/// sender in one. One thread does it all; a sender who does not take his answer loses it.
class DatagramTransport {
 public:
  /// `executor` and `control` must outlive the transport.
  static tl::expected<std::unique_ptr<DatagramTransport>, std::string> start(const DatagramSettings& settings,
                                                                             ports::Executor& executor, Control& control);
  ~DatagramTransport();
  DatagramTransport(const DatagramTransport&) = delete;
  DatagramTransport& operator=(const DatagramTransport&) = delete;

  /// As in the settings, with the port that was really bound.
  std::string address() const;

 private:
  struct Impl;
  explicit DatagramTransport(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ringside::control
