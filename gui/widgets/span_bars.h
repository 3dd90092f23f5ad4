#pragma once

#include <QCoreApplication>
#include <QWidget>
#include <functional>
#include <optional>

#include "gui/models/day_bars.h"

namespace ringside::gui {

/// Spans of a day as bars that are pulled to other times: a schedule, breaks, opening hours. With the mouse: pull a bar or one
/// of its edges, pull over free ground for a new one. With the keys: up and down choose, left and right move, with Shift the
/// end, with Ctrl the beginning; Insert adds one, Delete takes one away.
class SpanBars : public QWidget {
  Q_DECLARE_TR_FUNCTIONS(SpanBars)

 public:
  struct Actions {
    std::function<void(std::size_t bar, const Span& to)> moved;  ///< while it is pulled
    std::function<void()> settled;                               ///< it is let go
    std::function<void(const Span& bar)> added;
    std::function<void(std::size_t bar)> removed;
  };

  /// `without_any`: what a day without bars means.
  SpanBars(Actions actions, QString without_any, QWidget* parent = nullptr);

  void show_day(DayBars day);
  QSize sizeHint() const override;
  /// For the mouse: the middle of a bar, or one of its edges.
  QPointF place_of(std::size_t bar, Grip grip = Grip::whole) const;
  /// Where a time of the day stands, in the first row.
  QPointF place_of_time(double seconds) const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  struct Held {
    std::size_t bar = 0;
    Grip grip = Grip::whole;
  };

  QRectF plot() const;
  double x_of(double seconds) const;
  double time_at(double x) const;
  QRectF rect_of(std::size_t bar) const;
  std::optional<Held> held_at(const QPointF& at) const;
  void choose(std::size_t bar);
  void pull(const Held& held, const Span& from, double by);
  void add_one();
  QString clock_text(double seconds) const;
  QString text_of(const Span& span) const;
  void paint_axis(QPainter& painter) const;
  void paint_bar(QPainter& painter, std::size_t bar) const;
  void paint_card(QPainter& painter) const;

  Actions actions_;
  QString without_any_;
  DayBars day_;
  std::vector<std::size_t> rows_;
  std::size_t chosen_ = 0;
  std::optional<Held> hovered_;
  std::optional<Held> held_;
  Span held_from_;
  double pressed_at_ = 0;      ///< seconds
  std::optional<Span> drawn_;  ///< a new one, while it is pulled
};

}  // namespace ringside::gui
