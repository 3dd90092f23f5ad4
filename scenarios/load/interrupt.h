#pragma once

#include <atomic>

namespace ringside::load {

/// From now on SIGINT and SIGTERM only set a flag, so that a run can end in order: parties stopped, logs kept.
void catch_interrupts();
bool interrupted();
/// The same, for what asks a flag.
const std::atomic<bool>& interrupt_flag();

}  // namespace ringside::load
