#include "reports/pdf_text.h"

#include <QApplication>

#include "reports/output.h"
#include "reports/qt/pdf.h"

namespace ringside::report {

std::optional<std::string> pdf_text(const Document& document) {
  qputenv("QT_QPA_PLATFORM", "offscreen");  // paper needs no display
  qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& message) {
    if (type == QtCriticalMsg || type == QtFatalMsg) complain(message.toStdString());  // its hints are about desktops
  });
  int argc = 1;
  char name[] = "ringside-report";
  char* argv[] = {name, nullptr};
  const QApplication application{argc, argv};
  return to_pdf(document);
}

}  // namespace ringside::report
