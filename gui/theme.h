#pragma once

#include <QColor>
#include <QPalette>
#include <Qt>

#include "reports/charts/chart.h"

class QApplication;

/// Colours of the desktop, light and dark. Series have colours that people with any colour vision tell apart (after Okabe and
/// Ito), and a pattern of their own as well, so that colour is never the only difference.
namespace ringside::gui {

enum class ThemeChoice : std::uint8_t { system, light, dark };

struct Theme {
  bool dark = false;
  QColor window, card, field, border, text, faint_text, accent, grid, good, bad, warning;

  static Theme light();
  static Theme dark_one();

  QColor series(report::Tone tone) const;
  static Qt::PenStyle pattern(report::Tone tone);
};

const Theme& theme();
/// Palette and style sheet of the application; windows that are open take it over.
void apply_theme(QApplication& app, ThemeChoice choice);

}  // namespace ringside::gui
