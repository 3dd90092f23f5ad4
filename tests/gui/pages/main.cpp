#include <gtest/gtest.h>

#include <QApplication>
#include <QStandardPaths>

#include "gui/theme.h"

/// All windows of the tests live offscreen, and nothing is remembered of them.
int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("QT_LOGGING_RULES", "qt.qpa.*=false");
  QStandardPaths::setTestModeEnabled(true);
  testing::InitGoogleTest(&argc, argv);
  QApplication app{argc, argv};
  QApplication::setApplicationName(QStringLiteral("ringside-tests"));
  QApplication::setOrganizationName(QStringLiteral("ringside-tests"));
  ringside::gui::apply_theme(app, ringside::gui::ThemeChoice::light);
  return RUN_ALL_TESTS();
}
