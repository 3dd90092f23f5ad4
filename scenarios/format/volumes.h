#pragma once

#include <string>
#include <vector>

#include "scenarios/format/node.h"
#include "scenarios/format/scenario.h"

namespace ringside::scenario {

/// Volumes as planning tools export them: `queue,date,time,volume,AHT`, one row an interval.
struct Volumes {
  double start = 0;           ///< seconds from time 0 to the first interval
  double interval = 0;        ///< of every row
  std::vector<double> calls;  ///< by interval, without gaps
};

/// Reads a file that stands beside the scenario. Separators are comma, semicolon, tab or bar; the header names the columns,
/// in any order, of which `time` and `volume` are needed. Rows of other queues are left out; those of one queue are in the
/// order of time, their distance is the interval, and an interval without a row has no calls. Dates are ISO 8601 or numbers
/// of days. Time 0 is on the scenario's date if both have one, and rows of the days before it are left out; else on the
/// earliest day of the file, whichever queue has it. Faults name the file's own line.
Volumes read_volumes(const Node& node, const std::string& file, const std::string& queue, const Scenario& scenario);

}  // namespace ringside::scenario
