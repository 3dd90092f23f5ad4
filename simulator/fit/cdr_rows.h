#pragma once

#include "simulator/fit/observed.h"

namespace ringside::fit {

/// One row of cc_cdrs, as OpenSIPS or ringside wrote it; without the caller.
struct CdrRow {
  std::int64_t received = 0;  ///< wall clock
  Span wait, pickup, talk;
  std::string flow, agent;
  std::int64_t type = 0;    ///< 0 handled, 1 ended while waiting, -1 error, -2 rejected by an agent
  std::int64_t fstats = 0;  ///< 8: abandoned
  std::int64_t cid = 0;     ///< 0: unknown
  std::int64_t media = 1;   ///< 2: chat
};

/// Rows of one cid are one caller: -2 rows are offers, not arrivals, and the time a phone rang for nothing was not waited in
/// the queue. Only the abandoned bit makes an abandonment; whatever else ended a call says no more of the caller's patience
/// than that it had lasted till then. A second final row of one cid with another time is another caller (numbers begin anew
/// when OpenSIPS restarts); with the same time it is a bad row.
void assemble(const std::vector<CdrRow>& rows, Observed& observed);

}  // namespace ringside::fit
