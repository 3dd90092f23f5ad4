#include "gui/charts/chart_export.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "gui/charts/chart_view.h"
#include "gui/charts/words.h"
#include "gui/models/chart_csv.h"

namespace ringside::gui {
namespace {

constexpr QSize kSize{960, 520};

QString say(const char* text) { return QCoreApplication::translate("ChartExport", text); }

void paint(QPainter& painter, const report::Chart& chart, const ChartSight& sight, const QRectF& target) {
  ChartView view;
  view.resize(kSize);
  view.show_chart(chart);
  for (std::size_t i = 0; i < sight.shown.size() && i < chart.series.size(); ++i) view.set_shown(i, sight.shown[i]);
  view.stand_alone(Theme::light());
  view.chart()->resize(kSize);
  if (sight.to > sight.from) view.look_at(sight.from, sight.to);
  view.scene()->setSceneRect(QRectF{{0, 0}, QSizeF{kSize}});
  view.scene()->render(&painter, target, QRectF{{0, 0}, QSizeF{kSize}});
}

bool write_svg(const report::Chart& chart, const ChartSight& sight, QIODevice& device) {
  QSvgGenerator generator;
  generator.setOutputDevice(&device);
  generator.setSize(kSize);
  generator.setViewBox(QRect{{0, 0}, kSize});
  generator.setTitle(in_words(chart.title));
  generator.setDescription(QString::fromStdString(chart.text));
  QPainter painter{&generator};
  paint(painter, chart, sight, QRectF{{0, 0}, QSizeF{kSize}});
  return painter.end();
}

bool write_pdf(const report::Chart& chart, const ChartSight& sight, QIODevice& device) {
  QPdfWriter writer{&device};
  writer.setTitle(in_words(chart.title));
  writer.setCreator(QStringLiteral("ringside"));
  writer.setPageSize(QPageSize{QSizeF{kSize} * 0.75, QPageSize::Point});
  writer.setPageMargins({0, 0, 0, 0});
  writer.setResolution(96);
  QPainter painter{&writer};
  paint(painter, chart, sight, QRectF{0, 0, static_cast<double>(writer.width()), static_cast<double>(writer.height())});
  return painter.end();
}

}  // namespace

QImage chart_image(const report::Chart& chart, const ChartSight& sight) {
  QImage image{kSize * 2, QImage::Format_ARGB32_Premultiplied};
  image.setDevicePixelRatio(2);
  image.fill(Qt::white);
  QPainter painter{&image};
  painter.setRenderHint(QPainter::Antialiasing);
  paint(painter, chart, sight, QRectF{{0, 0}, QSizeF{kSize}});
  return image;
}

tl::expected<void, QString> export_chart(const report::Chart& chart, const ChartSight& sight, const QString& file) {
  const QString kind = QFileInfo{file}.suffix().toLower();
  QSaveFile out{file};
  if (!out.open(QIODevice::WriteOnly))
    return tl::unexpected{say(QT_TRANSLATE_NOOP("ChartExport", "%1 cannot be written: %2")).arg(file, out.errorString())};
  bool good = false;
  if (kind == QLatin1String("png")) {
    good = chart_image(chart, sight).save(&out, "PNG");
  } else if (kind == QLatin1String("svg")) {
    good = write_svg(chart, sight, out);
  } else if (kind == QLatin1String("pdf")) {
    good = write_pdf(chart, sight, out);
  } else if (kind == QLatin1String("csv")) {
    good = out.write(QByteArray::fromStdString(chart_csv(chart))) >= 0;
  } else {
    return tl::unexpected{
        say(QT_TRANSLATE_NOOP("ChartExport", "“%1” is no kind of picture that can be written: png, svg, pdf or csv can."))
            .arg(kind)};
  }
  if (!good || !out.commit())
    return tl::unexpected{say(QT_TRANSLATE_NOOP("ChartExport", "%1 cannot be written: %2")).arg(file, out.errorString())};
  return {};
}

}  // namespace ringside::gui
