#pragma once

#include <filesystem>
#include <string>

#include "scenarios/load/error.h"

namespace ringside::load {

/// Where things are on this machine.
struct Site {
  std::filesystem::path engine;     ///< ringside-engine
  std::filesystem::path scenarios;  ///< the folder of SIPp scenarios

  /// ringside-msrp, beside the engine.
  std::filesystem::path chat_peer() const { return engine.parent_path() / "ringside-msrp"; }

  /// Fills what is empty: the engine beside this program, the scenarios in ../share/ringside/sipp from there; and checks
  /// that both are there and that SIPp can be run.
  static Result<Site> find(Site given);
};

/// A new folder for one run, under `parent` or, if that is empty, under the temporary directory.
Result<std::filesystem::path> make_run_directory(const std::filesystem::path& parent, const std::string& name);

/// A folder in memory with room for a run, or nothing. For runs that judge what a killed process leaves, which a disk that is
/// busy for seconds must not spoil: SIGKILL loses nothing that has been written, synced or not.
std::filesystem::path folder_in_memory();

}  // namespace ringside::load
