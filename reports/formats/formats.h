#pragma once

#include <string>
#include <vector>

#include "reports/compare/gate.h"
#include "reports/compare/subject.h"
#include "reports/formats/document.h"

/// Texts of reports. None fails; what is hostile in names is harmless in each format.
namespace ringside::report {

/// One file that needs no other: styles, scripts and data inside, nothing is fetched, nothing runs but what was built in.
std::string to_html(const Document& document);

/// GitHub's Markdown; charts by their words, folded tables left out unless `everything`.
std::string to_markdown(const Document& document, bool everything);

/// Every figure a row: run, scope, interval, figure, value, low, high, unit, numerator, denominator.
std::string to_figures_csv(const std::vector<Subject>& runs);

/// What to_html shows, for programs: the figures as they came, and the charts.
std::string to_report_json(const std::vector<Subject>& runs);

/// The target of every flow as a test: passed, failed, or an error where the interval does not tell.
std::string to_junit(const std::vector<Subject>& runs);
std::string to_junit(const GateReport& gate);
std::string to_json(const GateReport& gate);

}  // namespace ringside::report
