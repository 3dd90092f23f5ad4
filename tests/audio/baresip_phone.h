#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "scenarios/load/process.h"

namespace ringside::audio {

/// Empty if baresip or a module that we need is not installed.
std::filesystem::path find_baresip();

/// A baresip at a loopback port of its own: sends the tone of a WAV file, records what it hears. Answers every call, or makes
/// one. Registers nowhere.
class BaresipPhone {
 public:
  struct Options {
    std::string user;
    double tone = 440;
    std::string dials = {};  ///< a SIP URI; empty: it answers
  };
  static load::Result<BaresipPhone> start(const std::filesystem::path& folder, const Options& options);

  std::uint16_t port() const { return port_; }
  bool running() { return process_.running(); }
  /// Hangs up and ends.
  bool hang_up() { return process_.stop(SIGTERM, load::milliseconds{5000}); }
  /// Seconds of recorded audio so far.
  double recorded() const;
  /// All that it heard, call after call, as digits of `tones`; see `heard`.
  std::string heard(const std::vector<double>& tones) const;
  std::string said() const;

 private:
  BaresipPhone(load::Process process, std::uint16_t port, std::filesystem::path folder)
      : process_{std::move(process)}, port_{port}, folder_{std::move(folder)} {}
  std::vector<std::filesystem::path> recordings() const;

  load::Process process_;
  std::uint16_t port_;
  std::filesystem::path folder_;
};

}  // namespace ringside::audio
