#pragma once

#include <string>
#include <vector>

#include "scenarios/load/run.h"
#include "scenarios/load/verdict.h"

namespace ringside::load {

/// Columns aligned, numbers to the right; the first row is the head.
std::string table(const std::vector<std::vector<std::string>>& rows);

/// What became of the callers, line by line, and what went wrong.
std::string summary(const Verdict& verdict);
/// CPU of engine and SIPps, memory, and what was said in chats.
std::string resources(const RunResult& run);
std::string faults(const Verdict& verdict);

struct Percentiles {
  double p50 = 0;
  double p95 = 0;
  double p99 = 0;
  double max = 0;
};
/// Nearest-rank percentiles; zeros for no values.
Percentiles percentiles(std::vector<double> values);

/// The same for programs.
std::string to_json(const std::string& command, const Verdict& verdict, const RunResult& run);

}  // namespace ringside::load
