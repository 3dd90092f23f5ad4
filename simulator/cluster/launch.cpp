#include "simulator/cluster/launch.h"

#include <cstdlib>
#include <string_view>

#ifdef RINGSIDE_HAS_MPI
#include "simulator/cluster/mpi_exchange.h"
#endif

namespace ringside::sim {
namespace {

std::string_view environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view{} : value;
}

/// What mpirun (Open MPI, MPICH) and srun say to those whom they start. Asked before MPI is, since MPI that nobody has
/// started would start a daemon of its own.
bool launched() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"}) {
    if (!environment(name).empty()) return true;
  }
  return false;
}

}  // namespace

#ifdef RINGSIDE_HAS_MPI

tl::expected<std::unique_ptr<Exchange>, std::string> join_launched_ranks() {
  if (!launched()) return nullptr;
  return mpi_exchange();
}

#else

tl::expected<std::unique_ptr<Exchange>, std::string> join_launched_ranks() {
  if (!launched()) return nullptr;
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"}) {
    const std::string_view size = environment(name);
    if (!size.empty() && size != "1")
      return tl::unexpected{std::string{"started as one of "} + std::string{size} +
                            " ranks, but built without MPI (RINGSIDE_MPI=OFF, or no libopenmpi-dev when it was configured)"};
  }
  return nullptr;
}

#endif

}  // namespace ringside::sim
