#include "reports/qt/chart_objects.h"

#include <QGraphicsScene>
#include <QPainter>
#include <QTextDocument>
#include <algorithm>
#include <memory>

#include "reports/qt/qt_chart.h"

namespace ringside::report {
namespace {

// In points; a picture is as wide as the text of an A4 page.
constexpr double kWidth = 500;
constexpr double kPictureHeight = 155;
constexpr double kLegendHeight = 25;
constexpr double kGap = 2;

std::unique_ptr<QTextDocument> empty_document() {
  auto made = std::make_unique<QTextDocument>();
  made->setDocumentMargin(0);
  made->setUseDesignMetrics(true);
  return made;
}

std::unique_ptr<QTextDocument> heading(const Chart& chart) {
  auto made = empty_document();
  QTextCursor at{made.get()};
  insert_words(at, QString::fromStdString(chart.title) + QChar::LineSeparator, 10.5, true, ChartColours::light().ink);
  insert_words(at, QString::fromStdString(chart.about), 8, false, ChartColours::light().soft);
  made->setTextWidth(kWidth);
  return made;
}

std::unique_ptr<QTextDocument> caption(const Chart& chart) {
  auto made = empty_document();
  QTextCursor at{made.get()};
  insert_words(at, QString::fromStdString(chart.text), 8, false, ChartColours::light().soft);
  made->setTextWidth(kWidth);
  return made;
}

double picture_height(const Chart& chart) {
  if (!chart.series.empty() && chart.series.front().look == Look::range)
    return std::min(600.0, 84 + 24.0 * static_cast<double>(chart.labels.size()));
  return chart.series.size() > 1 ? kPictureHeight + kLegendHeight : kPictureHeight;
}

}  // namespace

void insert_words(QTextCursor& at, const QString& words, double size, bool bold, const QColor& colour) {
  QTextCharFormat form;
  form.setFontPointSize(size);
  form.setFontWeight(bold ? QFont::Bold : QFont::Normal);
  form.setForeground(colour);
  at.insertText(words, form);
}

QTextCharFormat ChartObjects::add(const Chart& chart) {
  QTextCharFormat format;
  format.setObjectType(kObject);
  format.setProperty(kIndex, static_cast<int>(charts_.size()));
  charts_.push_back(&chart);
  return format;
}

void ChartObjects::set_page(double top, double bottom) {
  page_top_ = top;
  page_bottom_ = bottom;
}

const Chart& ChartObjects::chart(const QTextFormat& format) const {
  return *charts_.at(static_cast<std::size_t>(format.intProperty(kIndex)));
}

QSizeF ChartObjects::intrinsicSize(QTextDocument* /*document*/, int /*position*/, const QTextFormat& format) {
  const Chart& one = chart(format);
  return {kWidth, heading(one)->size().height() + kGap + picture_height(one) + caption(one)->size().height()};
}

void ChartObjects::drawObject(QPainter* painter, const QRectF& place, QTextDocument* /*document*/, int /*position*/,
                              const QTextFormat& format) {
  if (place.top() < page_top_ || place.top() >= page_bottom_) return;  // a scene does not heed the page's clipping
  const Chart& one = chart(format);
  const auto above = heading(one);
  const auto below = caption(one);
  painter->save();
  painter->translate(place.topLeft());
  above->drawContents(painter);
  painter->translate(0, place.height() - below->size().height());
  below->drawContents(painter);
  painter->restore();
  const QRectF picture = place.adjusted(0, above->size().height() + kGap, 0, -below->size().height());
  QGraphicsScene scene;
  QChart* const drawn = make_chart(one, ChartColours::light(), 7).release();
  scene.addItem(drawn);
  drawn->resize(picture.size());
  scene.setSceneRect(QRectF{QPointF{}, picture.size()});
  painter->save();
  scene.render(painter, picture, scene.sceneRect());
  painter->restore();
}

}  // namespace ringside::report
