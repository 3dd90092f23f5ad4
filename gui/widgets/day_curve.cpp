#include "gui/widgets/day_curve.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "gui/theme.h"

namespace ringside::gui {

DayCurve::DayCurve(std::function<void(std::size_t, double)> changed, std::function<void()> settled, QWidget* parent)
    : QWidget{parent}, changed_{std::move(changed)}, settled_{std::move(settled)} {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumHeight(120);
}

void DayCurve::show_content(Content content) {
  content_ = std::move(content);
  chosen_ = content_.pieces.empty() ? 0 : std::min(chosen_, content_.pieces.size() - 1);
  double most = content_.grain;
  for (const Piece& piece : content_.pieces) most = std::max(most, piece.value);
  if (!dragging_) top_ = 1.25 * most;
  setToolTip(tr("Drag a piece up or down; or choose it with ← → and change it with ↑ ↓."));
  update();
}

QRectF DayCurve::plot() const { return QRectF{rect()}.adjusted(34, 8, -6, -20); }

double DayCurve::x_of(double seconds) const {
  const double begin = content_.pieces.front().from;
  const double end = std::max(content_.pieces.back().to, begin + 1);
  return plot().left() + (seconds - begin) / (end - begin) * plot().width();
}

double DayCurve::y_of(double value) const { return plot().bottom() - value / top_ * plot().height(); }

QPointF DayCurve::place_of(std::size_t piece) const {
  const Piece& p = content_.pieces[piece];
  return {x_of((p.from + p.to) / 2), y_of(p.value)};
}

std::size_t DayCurve::piece_at(double x) const {
  std::size_t nearest = 0;
  double distance = HUGE_VAL;
  for (std::size_t i = 0; i < content_.pieces.size(); ++i) {
    const Piece& p = content_.pieces[i];
    if (content_.look != Look::line && x >= x_of(p.from) && x < x_of(p.to)) return i;
    const double d = std::abs(x - x_of((p.from + p.to) / 2));
    if (d < distance) nearest = i;
    distance = std::min(d, distance);
  }
  return nearest;
}

QString DayCurve::time_text(double seconds) const {
  const auto clock = static_cast<long>(std::lround(seconds + content_.day_starts)) % 86400;
  return QStringLiteral("%1:%2").arg(clock / 3600, 2, 10, QLatin1Char('0')).arg(clock / 60 % 60, 2, 10, QLatin1Char('0'));
}

void DayCurve::paintEvent(QPaintEvent*) {
  QPainter painter{this};
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(theme().border);
  painter.setBrush(theme().field);
  painter.drawRoundedRect(QRectF{rect()}.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
  if (content_.pieces.empty()) return;
  paint_axes(painter);
  paint_pieces(painter);
}

void DayCurve::paint_axes(QPainter& painter) const {
  QFont small = font();
  small.setPointSizeF(std::max(7.0, font().pointSizeF() - 2));
  painter.setFont(small);
  const QRectF area = plot();
  for (const double share : {0.0, 0.4, 0.8}) {
    const double y = y_of(top_ * share);
    painter.setPen(theme().grid);
    painter.drawLine(QPointF{area.left(), y}, QPointF{area.right(), y});
    painter.setPen(theme().faint_text);
    painter.drawText(QRectF{0, y - 8, area.left() - 5, 16}, Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(std::round(top_ * share * 10) / 10));
  }
  const double begin = content_.pieces.front().from;
  const double end = content_.pieces.back().to;
  double step = 3600;
  while ((end - begin) / step > area.width() / 48) step *= 2;
  for (double at = begin; at <= end; at += step) {
    painter.setPen(theme().faint_text);
    painter.drawText(QRectF{x_of(at) - 24, area.bottom() + 3, 48, 14}, Qt::AlignHCenter, time_text(at));
  }
}

void DayCurve::paint_pieces(QPainter& painter) const {
  const QColor base = theme().accent;
  QColor wash = base;
  wash.setAlphaF(content_.look == Look::bars ? 0.75F : 0.18F);
  QPainterPath line;
  for (std::size_t i = 0; i < content_.pieces.size(); ++i) {
    const Piece& p = content_.pieces[i];
    const QRectF bar{QPointF{x_of(p.from), y_of(p.value)}, QPointF{x_of(p.to), plot().bottom()}};
    if (content_.look == Look::bars) painter.fillRect(bar.adjusted(1, 0, -1, 0), wash);
    if (content_.look == Look::steps) painter.fillRect(bar, wash);
    const QPointF from{x_of(p.from), y_of(p.value)};
    if (i == 0) {
      line.moveTo(from);
    } else {
      line.lineTo(from);
    }
    if (content_.look == Look::steps) line.lineTo(x_of(p.to), y_of(p.value));
  }
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen{base, 2});
  if (content_.look != Look::bars) painter.drawPath(line);
  if (!hasFocus() && !hovered_) return;
  const QPointF handle = place_of(chosen_);
  painter.setBrush(theme().card);
  painter.drawEllipse(handle, 5, 5);
  const Piece& p = content_.pieces[chosen_];
  const QString text = QStringLiteral("%1  %2 %3").arg(time_text(p.from), QString::number(p.value), content_.unit);
  const double width = painter.fontMetrics().horizontalAdvance(text) + 12;
  const double left = std::clamp(handle.x() - width / 2, plot().left(), std::max(plot().left(), plot().right() - width));
  const QRectF card{left, std::max(2.0, handle.y() - 26), width, 18};
  painter.setPen(theme().border);
  painter.drawRoundedRect(card, 4, 4);
  painter.setPen(theme().text);
  painter.drawText(card, Qt::AlignCenter, text);
}

void DayCurve::choose(std::size_t piece) {
  chosen_ = piece;
  if (piece < content_.pieces.size()) {
    const Piece& p = content_.pieces[piece];
    setAccessibleDescription(QStringLiteral("%1: %2 %3").arg(time_text(p.from)).arg(p.value).arg(content_.unit));
  }
  update();
}

void DayCurve::move_to(double value) {
  if (content_.pieces.empty()) return;
  const double grained = std::max(0.0, std::round(value / content_.grain) * content_.grain);
  if (grained == content_.pieces[chosen_].value) return;
  content_.pieces[chosen_].value = grained;
  update();
  changed_(chosen_, grained);
}

void DayCurve::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || content_.pieces.empty()) return;
  choose(piece_at(event->position().x()));
  dragging_ = true;
  mouseMoveEvent(event);
}

void DayCurve::mouseMoveEvent(QMouseEvent* event) {
  if (content_.pieces.empty()) return;
  hovered_ = true;
  if (dragging_) {
    move_to((plot().bottom() - event->position().y()) / plot().height() * top_);
  } else {
    choose(piece_at(event->position().x()));
  }
}

void DayCurve::mouseReleaseEvent(QMouseEvent*) {
  if (!dragging_) return;
  dragging_ = false;
  settled_();
}

void DayCurve::leaveEvent(QEvent*) {
  hovered_ = false;
  update();
}

void DayCurve::keyPressEvent(QKeyEvent* event) {
  if (content_.pieces.empty()) return QWidget::keyPressEvent(event);
  const double value = content_.pieces[chosen_].value;
  switch (event->key()) {
    case Qt::Key_Left: return choose(chosen_ > 0 ? chosen_ - 1 : 0);
    case Qt::Key_Right: return choose(std::min(chosen_ + 1, content_.pieces.size() - 1));
    case Qt::Key_Up: return move_to(value + content_.grain);
    case Qt::Key_Down: return move_to(value - content_.grain);
    case Qt::Key_PageUp: return move_to(value + 10 * content_.grain);
    case Qt::Key_PageDown: return move_to(value - 10 * content_.grain);
    default: QWidget::keyPressEvent(event);
  }
}

}  // namespace ringside::gui
