#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace ringside::sim {

using Words = std::vector<std::string>;

/// Whether ranks can be started here.
bool has_mpi();
/// The command line of ringside-sim with these words, alone (ranks = 1) or by mpirun on this machine.
Words sim_command(unsigned ranks, const Words& words);

struct Outcome {
  int code = -1;     ///< −1: it did not end, or died of a signal
  std::string text;  ///< both streams
};
/// Runs it to its end.
Outcome outcome_of(const Words& command);

/// Settings of MPI for ranks on this machine alone, as environment variables; a Process must be given them.
Words mpi_environment();

/// Processes that this one has started.
std::vector<pid_t> children_of(pid_t parent);
/// How long a process has computed; 0: there is none such.
double cpu_seconds_of(pid_t process);

std::string file_text(const std::string& path);

}  // namespace ringside::sim
