#pragma once

#include <cstdint>
#include <filesystem>

#include "scenarios/load/process.h"

namespace ringside::load {

/// Where kamailio is on this machine; empty if it is not installed.
std::filesystem::path find_kamailio();

/// A real Kamailio in front of an engine: record-routes every call and relays it there, as the edge of a call centre does. UDP
/// and TCP at one loopback port; its configuration is written into the run's folder.
class Proxy {
 public:
  static Result<Proxy> start(const std::filesystem::path& directory, std::uint16_t engine_port, bool tcp);
  std::uint16_t port() const { return port_; }
  bool running() { return process_.running(); }
  bool stop();

 private:
  Proxy(Process process, std::uint16_t port) : process_{std::move(process)}, port_{port} {}

  Process process_;
  std::uint16_t port_;
};

}  // namespace ringside::load
