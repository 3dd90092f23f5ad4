#include <QApplication>
#include <QElapsedTimer>
#include <QMessageBox>
#include <QSettings>
#include <QTimer>
#include <QTranslator>
#include <iostream>

#include "gui/main_window.h"
#include "gui/options.h"
#include "gui/screenshot.h"

int main(int argc, char** argv) {
  using namespace ringside::gui;
  const auto options = parse_options(argc, argv);
  if (!options) {
    std::cerr << "ringside-gui: " << options.error() << "\n";
    return 2;
  }
  if (!options->say.empty()) {
    std::cout << options->say;
    return 0;
  }
  prepare_platform(*options);
  QApplication app{argc, argv};
  QApplication::setApplicationName(QStringLiteral("ringside"));
  QApplication::setOrganizationName(QStringLiteral("ringside"));
  QTranslator translator;
  install_language(app, translator, options->language);
  const bool picture = !options->screenshot_page.empty();
  apply_theme(app, options->theme ? *options->theme
                   : picture      ? ThemeChoice::light
                                  : static_cast<ThemeChoice>(QSettings{}.value(QStringLiteral("theme"), 0).toInt() % 3));
  MainWindow window{
      {.autosave = {}, .runs = options->runs, .remember = !picture, .engine = QString::fromStdString(options->engine)}};
  if (options->scenario.empty()) {
    window.open_sample();
  } else if (const QString error = window.open_file(QString::fromStdString(options->scenario)); !error.isEmpty()) {
    std::cerr << "ringside-gui: " << error.toStdString() << "\n";
    return 2;
  }
  if (picture) return take_screenshot(window, *options);
  window.show_page(QString::fromStdString(options->page));
  window.show();
  QTimer::singleShot(0, &window, [&window] { window.welcome(); });
  return QApplication::exec();
}
