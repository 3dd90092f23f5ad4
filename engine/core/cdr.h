#pragma once

#include "engine/core/types.h"

namespace ringside::core {

/// One row of cc_cdrs (section 8), as values; the caller's user is read from the call.
struct Cdr {
  CallId call;
  FlowIndex flow;
  AgentIndex agent;  ///< kNoAgent: null
  Time received;
  Duration wait;           ///< reception to talk start; to the rejection for -2; to the end otherwise
  Duration pickup;         ///< INVITE to the agent until his final answer or hang-up; 0 without
  Duration talk;           ///< 0 unless talked
  std::uint32_t rejected;  ///< rejections before this row
  CdrType type;
  Media media;
  std::uint8_t fstats;
  DissuadeReason dissuaded;  ///< why, for a call that ended dissuaded
};

}  // namespace ringside::core
