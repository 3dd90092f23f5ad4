#pragma once

#include "reports/compare/gate.h"
#include "reports/compare/subject.h"
#include "reports/compare/twin.h"
#include "reports/formats/document.h"

namespace ringside::report {

/// One run: what came of it, charts, tables, how to do it again. Several: how the others differ from the first, then each; the
/// points of a sweep: how its keys matter. Needs subjects with results.
Document report_of(const std::vector<Subject>& runs);

/// Figures against the key with the most values, a line for each combination of the others; the best points in words; all
/// points as a table.
Document sweep_report(const std::vector<Subject>& points);

/// Real days over the bands of simulated ones; the verdict in words.
Document twin_report(const Twin& twin);

/// The verdict of a gate with its findings.
Document report_of(const GateReport& gate);

/// "service_level < -0.02: −3.1 points ± 0.4 (80.4 % → 77.3 %): regression, the whole interval …".
std::string in_a_line(const GateFinding& finding);

}  // namespace ringside::report
