#include "gui/screenshot.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPixmap>
#include <iostream>

#include "gui/main_window.h"
#include "gui/options.h"

namespace ringside::gui {

int take_screenshot(MainWindow& window, const Options& options) {
  constexpr qint64 kLongest = 120000;  // ms
  window.resize(options.width, options.height);
  window.show();
  window.show_page(QString::fromStdString(options.screenshot_page));
  QElapsedTimer clock;
  clock.start();
  const qint64 least = 1000LL * options.after;
  while (!window.page().finished() || clock.elapsed() < least) {
    if (clock.elapsed() > least + kLongest) {
      std::cerr << "ringside-gui: the page was not complete after two minutes\n";
      return 1;
    }
    QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 50);
  }
  QApplication::processEvents();
  window.page().finished();  // draws what came last
  const QString file = QString::fromStdString(options.screenshot_file);
  if (window.grab().save(file)) return 0;
  std::cerr << "ringside-gui: " << options.screenshot_file << " cannot be written\n";
  return 1;
}

}  // namespace ringside::gui
