#pragma once

#include <QImage>
#include <QString>
#include <tl/expected.hpp>
#include <vector>

#include "reports/charts/chart.h"

namespace ringside::gui {

/// A chart as it is looked at: which series, which positions.
struct ChartSight {
  std::vector<bool> shown;
  double from = 0;
  double to = 0;
};

/// With title and legend, on white whatever the theme; twice as many pixels as `size` has points.
QImage chart_image(const report::Chart& chart, const ChartSight& sight);

/// Writes PNG, SVG, PDF or CSV by the ending of the name. The error is one sentence for the user.
tl::expected<void, QString> export_chart(const report::Chart& chart, const ChartSight& sight, const QString& file);

}  // namespace ringside::gui
