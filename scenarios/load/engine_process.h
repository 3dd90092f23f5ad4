#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "scenarios/load/certificates.h"
#include "scenarios/load/mi_client.h"
#include "scenarios/load/process.h"

namespace ringside::load {

struct EngineOptions {
  std::filesystem::path program;
  std::filesystem::path directory;  ///< holds engine.db, engine.log, engine.out
  std::map<std::string, std::string> settings;
  std::uint16_t sip_port = 0;  ///< 0: a free one
  std::uint16_t mi_port = 0;
  std::optional<Certificates> certificates = {};  ///< with them it listens on TLS, too, and checks all peers'
  std::uint16_t tls_port = 0;                     ///< 0: a free one
  std::filesystem::path capture = {};             ///< a folder for all.pcap, every SIP message; empty: it is not written
};

/// A ringside-engine of its own on loopback, with an SQLite file in the run directory.
class EngineProcess {
 public:
  /// Creates the tables, and nothing else: the rows are the caller's to insert before start().
  static Result<void> init_database(const EngineOptions& options);
  /// Returns once the engine has said that it is ready and its MI answers.
  static Result<EngineProcess> start(const EngineOptions& options);

  std::uint16_t sip_port() const { return sip_port_; }
  std::uint16_t mi_port() const { return mi_port_; }
  std::uint16_t tls_port() const { return tls_port_; }  ///< 0: no TLS
  Process& process() { return process_; }
  const Process& process() const { return process_; }
  MiClient& mi() { return mi_; }
  /// An orderly end: true if it exited with 0 by itself.
  bool stop();

 private:
  EngineProcess(Process process, std::uint16_t sip_port, std::uint16_t mi_port)
      : process_{std::move(process)}, sip_port_{sip_port}, mi_port_{mi_port}, mi_{mi_port} {}
  Process process_;
  std::uint16_t sip_port_;
  std::uint16_t mi_port_;
  std::uint16_t tls_port_ = 0;
  MiClient mi_;
};

std::filesystem::path database_file(const std::filesystem::path& directory);

}  // namespace ringside::load
