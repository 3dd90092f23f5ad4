#pragma once

#include <memory>

#include "simulator/ranks.h"

namespace ringside::sim {

/// All processes of MPI's world. Begins MPI; its destructor ends it.
std::unique_ptr<Exchange> mpi_exchange();

}  // namespace ringside::sim
