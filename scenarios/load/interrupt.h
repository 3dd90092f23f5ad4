#pragma once

namespace ringside::load {

/// From now on SIGINT and SIGTERM only set a flag, so that a run can end in order: parties stopped, logs kept.
void catch_interrupts();
bool interrupted();

}  // namespace ringside::load
