#pragma once

#include <QCoreApplication>
#include <QWidget>
#include <functional>
#include <string>
#include <vector>

namespace ringside::gui {

/// A row of numbers over the day that the mouse or the keys move up and down: rates of arrivals as a curve of steps or lines,
/// or agents as bars. Left and right choose a piece, up and down change it, page up and down change it more.
class DayCurve : public QWidget {
  Q_DECLARE_TR_FUNCTIONS(DayCurve)

 public:
  enum class Look : std::uint8_t { steps, line, bars };

  struct Piece {
    double from = 0;  ///< seconds of the run
    double to = 0;    ///< of a line the same as `from`
    double value = 0;
  };
  struct Content {
    std::vector<Piece> pieces;
    Look look = Look::steps;
    double day_starts = 0;
    double grain = 1;  ///< values are multiples of it
    QString unit;      ///< behind a value
  };

  /// `changed(piece, value)` while it is moved; `settled` when it is let go.
  DayCurve(std::function<void(std::size_t, double)> changed, std::function<void()> settled, QWidget* parent = nullptr);

  void show_content(Content content);
  QSize sizeHint() const override { return {320, 130}; }
  /// Where a piece's value stands, for the mouse.
  QPointF place_of(std::size_t piece) const;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  QRectF plot() const;
  double x_of(double seconds) const;
  double y_of(double value) const;
  std::size_t piece_at(double x) const;
  void choose(std::size_t piece);
  void move_to(double value);
  QString time_text(double seconds) const;
  void paint_pieces(QPainter& painter) const;
  void paint_axes(QPainter& painter) const;

  std::function<void(std::size_t, double)> changed_;
  std::function<void()> settled_;
  Content content_;
  double top_ = 1;
  std::size_t chosen_ = 0;
  bool dragging_ = false;
  bool hovered_ = false;
};

}  // namespace ringside::gui
