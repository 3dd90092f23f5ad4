#pragma once

#include <vector>

#include "reports/charts/run_charts.h"
#include "reports/formats/document.h"
#include "reports/results/real_calls.h"

namespace ringside::report {

/// The main figures by interval; none if the horizon is one.
std::vector<Table> interval_tables(const Result& result, Scope scope = {});
/// Every figure with its interval, its samples and its fraction.
Table figures_table(const Result& result, const std::string& title, const std::vector<Figure>& figures);
Table waits_table(const Result& result, Scope scope = {});
/// A row a flow and medium; empty if there is one.
std::vector<Table> flows_table(const Result& result);
/// A row a group, and one of all together if there are several.
Table groups_table(const Result& result);
/// Times, engine and generator, SIP errors (if there are any) of real calls.
std::vector<Table> real_calls_tables(const RealCalls& real);

}  // namespace ringside::report
