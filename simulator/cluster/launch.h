#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "simulator/ranks.h"

namespace ringside::sim {

/// The other ranks, if this process was started as one of several (by mpirun or srun, which say so in the environment); null
/// if it is alone. The error says that there are others and that this program was built without MPI: each of them would play
/// everything, and write over the others' results. The exchange must be destroyed before main() ends.
tl::expected<std::unique_ptr<Exchange>, std::string> join_launched_ranks();

}  // namespace ringside::sim
