#pragma once

#include <QString>
#include <string>

#include "reports/charts/chart.h"

namespace ringside::gui {

/// A title, name or label of a described chart in the user's language; names of flows and the like stay as they are.
QString in_words(const std::string& text);

/// A number with its unit, in the user's language.
QString number_text(double value, report::ChartUnit unit);

/// What stands behind ±, without the unit.
QString width_text(double half_width, report::ChartUnit unit);

}  // namespace ringside::gui
