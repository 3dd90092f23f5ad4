#pragma once

#include "scenarios/load/plan.h"

namespace ringside::load {

/// `calls` callers at `rate` a second in all, of every fate there is: answered directly, after a welcome, from the queue,
/// after a rejection by another agent; abandoned in the queue and while ringing; dissuaded; refused.
Plan mixed_fates(long calls, double rate);

}  // namespace ringside::load
