#pragma once

#include <vector>

#include "scenarios/load/cdr_reader.h"
#include "scenarios/load/event_listener.h"

namespace ringside::load {

/// The CDRs that an engine's events foretell, in the order in which they are to be written: a row for each rejection and one
/// for the end; none for the end of a call that goes on. Not told are the reason of a dissuasion, the cid and the number of
/// rejections before a row. Times are the scenario's, `time_scale` of its seconds in a real one.
std::vector<CdrRow> told_cdrs(const std::vector<CallReport>& reports, double time_scale);

}  // namespace ringside::load
