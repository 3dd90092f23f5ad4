#pragma once

#include <filesystem>

#include "scenarios/load/error.h"

namespace ringside::load {

/// Moves this process, and all that it starts from now on, into a network namespace of its own, whose loopback throws away
/// `percent` of all UDP messages and holds 2 % of them back, so that later ones overtake them. `calls_per_second` says how
/// much traffic there will be. Needs `ip`, `tc` and `nft`, HTB in the kernel, and root or unprivileged user namespaces. To be
/// called before any thread is started (unshare(2)). Files it needs are written into `directory`.
Result<void> enter_lossy_network(int percent, double calls_per_second, const std::filesystem::path& directory);

}  // namespace ringside::load
