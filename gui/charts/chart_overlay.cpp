#include <QPainter>
#include <algorithm>
#include <cmath>
#include <vector>

#include "gui/charts/chart_view.h"
#include "gui/charts/words.h"

/// What is drawn over a chart: intervals of bars and points, and the card of a position.
namespace ringside::gui {
void ChartView::paintEvent(QPaintEvent* event) {
  QChartView::paintEvent(event);
  if (described_.labels.empty() || chart()->series().isEmpty()) return;
  QPainter painter{viewport()};
  painter.setRenderHint(QPainter::Antialiasing);
  draw_whiskers(painter);
  if (pointed_ && *pointed_ < described_.labels.size()) draw_card(painter);
}

void ChartView::draw_whiskers(QPainter& painter) const {
  std::size_t bars = 0;
  for (const auto& series : described_.series)
    bars += series.look == report::Look::bar || series.look == report::Look::range ? 1 : 0;
  if (bars != 1) return;
  painter.setClipRect(chart()->plotArea());
  painter.setPen(QPen{colours_.text, 1.2});
  for (const report::ChartSeries& series : described_.series) {
    if ((series.look != report::Look::bar && series.look != report::Look::range) || series.low.size() != series.values.size())
      continue;
    for (std::size_t k = 0; k < series.values.size(); ++k) {
      if (!std::isfinite(series.low[k]) || !std::isfinite(series.high[k])) continue;
      const auto at = [&](double value) {
        return chart()->mapToPosition({static_cast<double>(k), value * factor()}, chart()->series().value(0));
      };
      const QPointF low = at(series.low[k]);
      const QPointF high = at(series.high[k]);
      painter.drawLine(low, high);
      for (const QPointF& end : {low, high}) painter.drawLine(end - QPointF{4, 0}, end + QPointF{4, 0});
    }
  }
  painter.setClipping(false);
}

/// What stands at the pointed position: name, value, interval; beside a line through it.
void ChartView::draw_card(QPainter& painter) const {
  const std::size_t k = *pointed_;
  const QRectF plot = chart()->plotArea();
  const double x = chart()->mapToPosition({static_cast<double>(k), 0}, chart()->series().value(0)).x();
  if (x < plot.left() - 1 || x > plot.right() + 1) return;
  painter.setPen(QPen{colours_.faint_text, 1, Qt::DotLine});
  painter.drawLine(QPointF{x, plot.top()}, QPointF{x, plot.bottom()});

  struct Row {
    QColor colour;
    QString name, value;
  };
  std::vector<Row> rows;
  for (std::size_t i = 0; i < described_.series.size(); ++i) {
    const report::ChartSeries& series = described_.series[i];
    if (!shown_[i] || k >= series.values.size()) continue;
    QString value = number_text(series.values[k], described_.unit);
    if (k < series.low.size() && std::isfinite(series.low[k])) {
      value += QStringLiteral("  (%1 – %2)")
                   .arg(number_text(series.low[k], described_.unit), number_text(series.high[k], described_.unit));
    }
    rows.push_back({colours_.series(series.tone), in_words(series.name), value});
  }
  const QString head = in_words(k < described_.spans.size() ? described_.spans[k] : described_.labels[k]);
  QFont bold = font();
  bold.setBold(true);
  const QFontMetricsF metrics{font()};
  const double line = metrics.height() + 3;
  double names = 0;
  double values = 0;
  for (const Row& row : rows) {
    names = std::max(names, metrics.horizontalAdvance(row.name));
    values = std::max(values, metrics.horizontalAdvance(row.value));
  }
  const double width = std::max(QFontMetricsF{bold}.horizontalAdvance(head), 14 + names + 14 + values) + 20;
  const double height = line * static_cast<double>(rows.size() + 1) + 12;
  double left = x + 12;
  if (left + width > viewport()->width() - 4) left = x - 12 - width;
  const QRectF card{std::max(2.0, left), plot.top() + 4, width, height};
  QColor back = colours_.card;
  back.setAlphaF(0.95F);
  painter.setPen(colours_.border);
  painter.setBrush(back);
  painter.drawRoundedRect(card, 6, 6);
  painter.setPen(colours_.text);
  painter.setFont(bold);
  painter.drawText(QRectF{card.left() + 10, card.top() + 6, width, line}, Qt::AlignVCenter, head);
  painter.setFont(font());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const double y = card.top() + 6 + line * static_cast<double>(r + 1);
    painter.fillRect(QRectF{card.left() + 10, y + line / 2 - 4, 8, 8}, rows[r].colour);
    painter.setPen(colours_.text);
    painter.drawText(QRectF{card.left() + 24, y, names + 4, line}, Qt::AlignVCenter, rows[r].name);
    painter.drawText(QRectF{card.right() - 10 - values - 2, y, values + 2, line}, Qt::AlignVCenter | Qt::AlignRight,
                     rows[r].value);
  }
}

}  // namespace ringside::gui
