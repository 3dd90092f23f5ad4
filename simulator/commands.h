#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/format/load.h"
#include "simulator/program.h"
#include "simulator/start_state.h"

namespace ringside::sim {

struct RunCommand {
  std::string file;
  std::optional<std::uint64_t> replications;  ///< in place of the scenario's
  std::optional<std::uint64_t> seed;
  unsigned threads = 0;  ///< 0: as many as usual_threads()
  std::string json;      ///< path; "-": standard output; empty: none
  std::string csv;       ///< the same for the table of intervals
  bool deterministic = false;
  bool quiet = false;
  std::vector<scenario::Override> overrides;
  std::string
      from_snapshot;  ///< path of what rs_snapshot answered; "-": standard input; empty: the day begins with its first call
  StartOptions start;
  std::optional<std::filesystem::path> store;  ///< the file of runs that keeps the result
};

/// Each returns an exit code, and says on standard error what was wrong.
int run(const RunCommand& command);
int check(const std::vector<std::string>& files);

/// Commands with their own options, in files of their names; arguments from the command's own name on.
/// Wrong options throw boost::program_options::error.
int compare_command(int argc, char** argv);
int staff_command(int argc, char** argv);
int sweep_command(int argc, char** argv);
int tune_command(int argc, char** argv);
int fit_command(int argc, char** argv);
int runs_command(int argc, char** argv);

}  // namespace ringside::sim
