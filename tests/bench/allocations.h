#pragma once

#include <cstdint>

namespace ringside::bench {

/// How often this program has allocated memory so far.
std::uint64_t allocations();

}  // namespace ringside::bench
