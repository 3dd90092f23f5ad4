#pragma once

#include <string>
#include <vector>

#include "scenarios/load/report.h"

namespace ringside::load {

/// What a bench work is judged by.
struct BenchFigures {
  double rate = 0;
  long calls = 0;
  double cpu_per_call = 0;       ///< ms, the engine
  double sipp_cpu_per_call = 0;  ///< ms, all SIPps
  long failed = 0;
  long retransmissions = 0;
  Percentiles wait_ms;      ///< reception to talk
  Percentiles dispatch_ms;  ///< of what is not ringing: reception, queue, the agent's INVITE
  Percentiles gap_ms;       ///< an agent's BYE to his next INVITE; R3
  long refused = 0;         ///< 503, where they are part of the work
  double held_kib = 0;      ///< memory per held call; R4
  std::vector<std::string> saturated;
};

/// Of the callers named "callers".
BenchFigures bench_figures(const Plan& plan, const RunResult& run, const Verdict& verdict);

}  // namespace ringside::load
