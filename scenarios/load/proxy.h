#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "scenarios/load/certificates.h"
#include "scenarios/load/process.h"

namespace ringside::load {

/// Where kamailio is on this machine; empty if it is not installed.
std::filesystem::path find_kamailio();

struct ProxyOptions {
  std::filesystem::path directory;
  std::uint16_t engine_port = 0;  ///< on the transport below
  bool tcp = false;
  // With certificates it speaks TLS with the engine, each side checking the other's, whatever parties and callers speak.
  std::optional<Certificates> certificates = {};
  std::uint16_t tls_port = 0;  ///< for what the engine sends to sip:USER@127.0.0.1:TLS_PORT;transport=tls;x-to=PORT
};

/// A real Kamailio in front of an engine: record-routes every call and relays it there, as the edge of a call centre does. UDP
/// and TCP at one loopback port; its configuration is written into the run's folder. With certificates it is the TLS of SIPps
/// that have none: what the engine sends to its TLS port goes on to the port of 127.0.0.1 that the URI names, by TCP.
class Proxy {
 public:
  static Result<Proxy> start(const ProxyOptions& options);
  std::uint16_t port() const { return port_; }
  bool running() { return process_.running(); }
  bool stop();

 private:
  Proxy(Process process, std::uint16_t port) : process_{std::move(process)}, port_{port} {}

  Process process_;
  std::uint16_t port_;
};

}  // namespace ringside::load
