#pragma once

#include "reports/compare/gate.h"
#include "reports/compare/subject.h"
#include "reports/formats/document.h"

namespace ringside::report {

/// One run: what came of it, charts, tables, how to do it again. Several: how the others differ from the first, then each.
/// Needs subjects with results.
Document report_of(const std::vector<Subject>& runs);

/// The verdict of a gate with its findings.
Document report_of(const GateReport& gate);

/// "service_level < -0.02: −3.1 points ± 0.4 (80.4 % → 77.3 %): regression, the whole interval …".
std::string in_a_line(const GateFinding& finding);

}  // namespace ringside::report
