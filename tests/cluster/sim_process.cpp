#include "tests/cluster/sim_process.h"

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/program/process.h"

namespace ringside::sim {

bool has_mpi() { return !std::string{RINGSIDE_MPIRUN}.empty(); }

Words mpi_environment() {
  return {"OMPI_ALLOW_RUN_AS_ROOT=1",
          "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1",
          "OMPI_MCA_rmaps_base_oversubscribe=1",
          "OMPI_MCA_hwloc_base_binding_policy=none",
          "OMPI_MCA_oob_tcp_if_include=lo",
          "OMPI_MCA_btl=self,vader",
          "OMPI_MCA_btl_vader_single_copy_mechanism=none",
          "ASAN_OPTIONS=detect_leaks=0"};  // MPI's own
}

Words sim_command(unsigned ranks, const Words& words) {
  Words command{RINGSIDE_SIM};
  command.insert(command.end(), words.begin(), words.end());
  if (ranks == 1) return command;
  command.insert(command.begin(), {RINGSIDE_MPIRUN, "-n", std::to_string(ranks)});
  return command;
}

Outcome outcome_of(const Words& command) {
  Process process{command, mpi_environment()};
  Outcome outcome;
  outcome.code = process.wait_for_end(std::chrono::seconds{100}).value_or(-1);
  outcome.text = process.output();
  return outcome;
}

std::vector<pid_t> children_of(pid_t parent) {
  const std::string number = std::to_string(parent);
  std::ifstream in{"/proc/" + number + "/task/" + number + "/children"};
  return {std::istream_iterator<pid_t>{in}, {}};
}

double cpu_seconds_of(pid_t process) {
  const std::string line = file_text("/proc/" + std::to_string(process) + "/stat");
  std::istringstream in{line.substr(std::min(line.rfind(')'), line.size()))};
  std::string skipped;
  for (int field = 2; field < 14; ++field) in >> skipped;
  double user = 0;
  double system = 0;
  in >> user >> system;  // proc(5): fields 14 and 15
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::string file_text(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace ringside::sim
