#include "gui/widgets/span_bars.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/theme.h"

namespace ringside::gui {
namespace {

constexpr double kRow = 22;  // px
constexpr double kAxis = 18;
constexpr double kEdge = 6;  // an edge is as wide as that for the mouse
constexpr double kNewBar = 4 * 3600.0;

}  // namespace

SpanBars::SpanBars(Actions actions, QString without_any, QWidget* parent)
    : QWidget{parent}, actions_{std::move(actions)}, without_any_{std::move(without_any)} {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SpanBars::show_day(DayBars day) {
  day_ = std::move(day);
  rows_ = rows_of(day_.bars);
  choose(day_.bars.empty() ? 0 : std::min(chosen_, day_.bars.size() - 1));
  QString hint =
      tr("Pull a bar or its edges; or choose it with ↑ ↓, move it with ← →, its end with Shift, its beginning with Ctrl.");
  hint +=
      QLatin1Char(' ') + (day_.one_line ? tr("Pull over free ground, or press Insert, for one more; Delete takes it away.")
                                        : tr("To add one or take one away, edit the YAML: it is written on several lines."));
  setToolTip(hint);
  setFixedHeight(sizeHint().height());
  update();
}

QSize SpanBars::sizeHint() const {
  std::size_t rows = 1;
  for (const std::size_t row : rows_) rows = std::max(rows, row + 1);
  return {320, static_cast<int>(kRow * static_cast<double>(rows) + kAxis + 8)};
}

QRectF SpanBars::plot() const { return QRectF{rect()}.adjusted(8, 4, -8, -kAxis); }

double SpanBars::x_of(double seconds) const { return plot().left() + seconds / std::max(1.0, day_.end) * plot().width(); }

double SpanBars::time_at(double x) const { return (x - plot().left()) / plot().width() * day_.end; }

QRectF SpanBars::rect_of(std::size_t bar) const {
  const DayBar& b = day_.bars[bar];
  return QRectF{x_of(b.from), plot().top() + kRow * static_cast<double>(rows_[bar]) + 1,
                std::max(3.0, x_of(b.to) - x_of(b.from)), kRow - 4};
}

QPointF SpanBars::place_of(std::size_t bar, Grip grip) const {
  const QRectF rect = rect_of(bar);
  if (grip == Grip::begin) return {rect.left() + 1, rect.center().y()};
  if (grip == Grip::end) return {rect.right() - 1, rect.center().y()};
  return rect.center();
}

QPointF SpanBars::place_of_time(double seconds) const { return {x_of(seconds), plot().top() + kRow / 2}; }

std::optional<SpanBars::Held> SpanBars::held_at(const QPointF& at) const {
  for (std::size_t i = 0; i < day_.bars.size(); ++i) {
    const QRectF rect = rect_of(i);
    if (!rect.adjusted(-kEdge / 2, -2, kEdge / 2, 2).contains(at)) continue;
    const double edge = std::min(kEdge, rect.width() / 3);
    if (at.x() <= rect.left() + edge) return Held{i, Grip::begin};
    if (at.x() >= rect.right() - edge) return Held{i, Grip::end};
    return Held{i, Grip::whole};
  }
  return {};
}

QString SpanBars::clock_text(double seconds) const {
  const auto minutes = std::lround((seconds + day_.day_starts) / 60);
  const auto of_day = minutes % 1440 == 0 && seconds > 0 ? 1440 : minutes % 1440;
  return QStringLiteral("%1:%2").arg(of_day / 60, 2, 10, QLatin1Char('0')).arg(of_day % 60, 2, 10, QLatin1Char('0'));
}

QString SpanBars::text_of(const Span& span) const {
  return QStringLiteral("%1 – %2").arg(clock_text(span.from), clock_text(span.to));
}

void SpanBars::choose(std::size_t bar) {
  chosen_ = bar;
  if (bar < day_.bars.size()) {
    const DayBar& b = day_.bars[bar];
    setAccessibleDescription(tr("%1 of %2: %3").arg(bar + 1).arg(day_.bars.size()).arg(text_of({b.from, b.to})));
  } else {
    setAccessibleDescription(without_any_);
  }
  update();
}

void SpanBars::paintEvent(QPaintEvent*) {
  QPainter painter{this};
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(hasFocus() ? QPen{theme().accent, 1.5} : QPen{theme().border});
  painter.setBrush(theme().field);
  painter.drawRoundedRect(QRectF{rect()}.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
  paint_axis(painter);
  for (std::size_t i = 0; i < day_.bars.size(); ++i) paint_bar(painter, i);
  if (chosen_ < day_.bars.size() && (hasFocus() || hovered_)) paint_card(painter);
  if (day_.bars.empty() && !drawn_) {
    painter.setPen(theme().faint_text);
    painter.drawText(plot(), Qt::AlignCenter, without_any_);
  }
  if (!drawn_) return;
  QColor wash = theme().accent;
  wash.setAlphaF(0.4F);
  const QRectF rect{x_of(drawn_->from), plot().top() + 1, x_of(drawn_->to) - x_of(drawn_->from), kRow - 4};
  painter.setPen(Qt::NoPen);
  painter.setBrush(wash);
  painter.drawRoundedRect(rect, 4, 4);
  painter.setPen(theme().text);
  painter.drawText(rect.adjusted(-60, 0, 60, 0), Qt::AlignCenter, text_of(*drawn_));
}

void SpanBars::paint_axis(QPainter& painter) const {
  QFont small = font();
  small.setPointSizeF(std::max(7.0, font().pointSizeF() - 2));
  painter.save();
  painter.setFont(small);
  double step = 3600;
  while (day_.end / step > plot().width() / 44) step *= 2;
  for (int i = 0; step * i <= day_.end; ++i) {
    const double at = step * i;
    painter.setPen(theme().grid);
    painter.drawLine(QPointF{x_of(at), plot().top()}, QPointF{x_of(at), plot().bottom()});
    painter.setPen(theme().faint_text);
    const double left = std::clamp(x_of(at) - 22, 0.0, std::max(0.0, width() - 44.0));
    painter.drawText(QRectF{left, plot().bottom() + 1, 44, 14}, Qt::AlignHCenter, clock_text(at));
  }
  painter.restore();
}

void SpanBars::paint_bar(QPainter& painter, std::size_t bar) const {
  const DayBar& b = day_.bars[bar];
  const QRectF rect = rect_of(bar);
  const bool chosen = bar == chosen_ && (hasFocus() || hovered_);
  QColor fill = theme().accent;
  fill.setAlphaF(chosen ? 0.9F : 0.65F);
  painter.setPen(chosen ? QPen{theme().text, 1.2} : QPen{Qt::NoPen});
  painter.setBrush(fill);
  painter.drawRoundedRect(rect, 4, 4);
  QString text = text_of({b.from, b.to});
  if (!b.days.empty()) text += QStringLiteral("  ") + QString::fromStdString(b.days);
  if (painter.fontMetrics().horizontalAdvance(text) + 8 > rect.width()) return;
  painter.setPen(theme().field);
  painter.drawText(rect, Qt::AlignCenter, text);
}

/// What the chosen bar says, where it has no room for it.
void SpanBars::paint_card(QPainter& painter) const {
  const DayBar& b = day_.bars[chosen_];
  const QRectF rect = rect_of(chosen_);
  const QString text = text_of({b.from, b.to});
  const double width = painter.fontMetrics().horizontalAdvance(text) + 12;
  if (width <= rect.width() + 4) return;
  const double left = std::clamp(rect.center().x() - width / 2, plot().left(), std::max(plot().left(), plot().right() - width));
  const QRectF card{left, rect.top() + 1, width, rect.height() - 2};
  painter.setPen(theme().border);
  painter.setBrush(theme().card);
  painter.drawRoundedRect(card, 4, 4);
  painter.setPen(theme().text);
  painter.drawText(card, Qt::AlignCenter, text);
}

void SpanBars::pull(const Held& held, const Span& from, double by) {
  if (held.bar >= day_.bars.size()) return;
  const Span to = pulled(day_, from, held.grip, by);
  const DayBar& bar = day_.bars[held.bar];
  if (to.from == bar.from && to.to == bar.to) return;
  actions_.moved(held.bar, to);
}

void SpanBars::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  held_ = held_at(event->position());
  pressed_at_ = time_at(event->position().x());
  if (!held_) return;
  choose(held_->bar);
  held_from_ = {day_.bars[held_->bar].from, day_.bars[held_->bar].to};
}

void SpanBars::mouseMoveEvent(QMouseEvent* event) {
  const double at = time_at(event->position().x());
  if ((event->buttons() & Qt::LeftButton) == 0) {
    hovered_ = held_at(event->position());
    if (hovered_) choose(hovered_->bar);
    setCursor(!hovered_                       ? (day_.one_line ? Qt::CrossCursor : Qt::ArrowCursor)
              : hovered_->grip == Grip::whole ? Qt::SizeAllCursor
                                              : Qt::SizeHorCursor);
    return update();
  }
  if (held_) return pull(*held_, held_from_, at - pressed_at_);
  if (!day_.one_line) return;
  const Span begun = pulled(day_, {pressed_at_, pressed_at_ + day_.grain}, Grip::whole, 0);
  const Span there = pulled(day_, {at, at + day_.grain}, Grip::whole, 0);
  drawn_ = Span{std::min(begun.from, there.from), std::max(begun.to, there.to)};
  update();
}

void SpanBars::mouseReleaseEvent(QMouseEvent*) {
  const std::optional<Span> added = std::exchange(drawn_, {});
  if (std::exchange(held_, {})) actions_.settled();
  if (added && added->to - added->from > day_.grain) {  // a click is no bar
    chosen_ = day_.bars.size();
    actions_.added(*added);
  }
  update();
}

void SpanBars::add_one() {
  if (!day_.one_line) return;
  const double from = day_.bars.empty() ? 0 : std::min(day_.bars.back().to, day_.end - day_.grain);
  chosen_ = day_.bars.size();
  actions_.added(pulled(day_, {from, std::min(from + kNewBar, day_.end)}, Grip::whole, 0));
}

void SpanBars::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Insert) return add_one();
  if (day_.bars.empty()) return QWidget::keyPressEvent(event);
  const bool end = (event->modifiers() & Qt::ShiftModifier) != 0;
  const bool begin = (event->modifiers() & Qt::ControlModifier) != 0;
  const auto move = [&](double by) {
    pull({chosen_, end ? Grip::end : begin ? Grip::begin : Grip::whole}, {day_.bars[chosen_].from, day_.bars[chosen_].to}, by);
  };
  switch (event->key()) {
    case Qt::Key_Up: return choose(chosen_ > 0 ? chosen_ - 1 : 0);
    case Qt::Key_Down: return choose(std::min(chosen_ + 1, day_.bars.size() - 1));
    case Qt::Key_Left: return move(-day_.grain);
    case Qt::Key_Right: return move(day_.grain);
    case Qt::Key_Delete:
      if (day_.one_line) actions_.removed(chosen_);
      return;
    default: QWidget::keyPressEvent(event);
  }
}

void SpanBars::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  choose(day_.bars.empty() ? 0 : std::min(chosen_, day_.bars.size() - 1));
}

void SpanBars::leaveEvent(QEvent*) {
  hovered_.reset();
  update();
}

}  // namespace ringside::gui
