#pragma once

#include <QChart>
#include <QColor>
#include <memory>

#include "reports/charts/chart.h"

/// Binds chart descriptions to Qt Charts. GUI thread only, as all of Qt's widgets.
namespace ringside::report {

/// Colours of a chart; series keep theirs in both, safe for the colour-blind.
struct ChartColours {
  QColor ink, soft, line, ground;
  bool dark = false;

  static ChartColours light();
  static ChartColours for_dark();
  QColor of(Tone tone) const;
};

/// A chart without title and frame: lines with bands, bars, stacks with their legend, ranges, marks as dashed lines.
/// `font_size` in points.
std::unique_ptr<QChart> make_chart(const Chart& chart, const ChartColours& colours, double font_size);

}  // namespace ringside::report
