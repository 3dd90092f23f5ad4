#pragma once

#include <string>

#include "reports/charts/chart.h"

namespace ringside::gui {

/// What a chart shows as a table: a row for each position, of each series its value and, where it has them, the ends of its
/// interval. Values in their base unit (shares, seconds); what is not known is empty.
std::string chart_csv(const report::Chart& chart);

}  // namespace ringside::gui
