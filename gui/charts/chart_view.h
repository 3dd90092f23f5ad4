#pragma once

#include <QtCharts/QChartView>
#include <optional>
#include <vector>

#include "gui/theme.h"
#include "reports/charts/chart.h"

class QAreaSeries;
class QBarSet;
class QCategoryAxis;
class QLineSeries;
class QScatterSeries;
class QValueAxis;

namespace ringside::gui {

/// The end of an axis, and how many pieces it is cut into, so that all its numbers are round.
struct AxisEnd {
  double value = 1;
  int pieces = 4;
};

/// Binds one described chart to Qt Charts. Zoom with the wheel, + and −, pan by dragging or with the arrows, all of it again
/// with 0 or a double click; values of the position under the mouse in a card, with their intervals. Lines are decimated to
/// the pixels there are, so long days draw as fast as short ones. GUI thread.
class ChartView : public QChartView {
 public:
  explicit ChartView(QWidget* parent = nullptr);

  /// The same kind of chart with new numbers keeps zoom and what is switched off.
  void show_chart(const report::Chart& chart);
  const report::Chart& described() const { return described_; }
  bool is_shown(std::size_t series) const { return shown_[series]; }
  void set_shown(std::size_t series, bool shown);
  std::vector<bool> shown() const { return shown_; }

  /// Positions that are in sight, as numbers from 0.
  std::pair<double, double> sight() const { return {from_, to_}; }
  void look_at(double from, double to);
  void look_at_all();
  void zoom(double factor, double around);
  /// A title and a legend of its own, for pictures that stand alone.
  void stand_alone(const Theme& colours);
  /// The position whose values are told; for hovering and for the keyboard.
  void point_at(std::optional<std::size_t> position);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  struct Drawn {
    QLineSeries* line = nullptr;
    QLineSeries* band_low = nullptr;
    QLineSeries* band_high = nullptr;
    QAreaSeries* band = nullptr;
    QBarSet* bars = nullptr;
    QScatterSeries* points = nullptr;
  };

  bool same_kind(const report::Chart& chart) const;
  void build();
  void build_bars(report::Look look);
  void build_line(std::size_t series);
  void build_points(std::size_t series);
  void build_marks();
  void colour();
  void fill();
  void fit_values();
  void fit_both_sides(double least, double most);
  void label_positions();
  void draw_whiskers(QPainter& painter) const;
  void draw_card(QPainter& painter) const;
  bool has_bars() const;
  double factor() const;
  double least_position() const { return has_bars() ? -0.5 : 0.0; }
  double most_position() const;
  std::optional<std::size_t> position_near(double x) const;
  static std::size_t index_of(double position, std::size_t size);

  report::Chart described_;
  std::vector<bool> shown_;
  std::vector<Drawn> drawn_;
  std::vector<QLineSeries*> marks_;
  QCategoryAxis* positions_ = nullptr;
  QValueAxis* values_ = nullptr;
  AxisEnd axis_end_{0, 4};
  std::vector<std::pair<QString, double>> position_labels_;
  double from_ = 0;
  double to_ = 1;
  std::optional<std::size_t> pointed_;
  std::optional<QPointF> dragged_from_;
  std::pair<double, double> dragged_sight_;
  Theme colours_ = theme();
  bool alone_ = false;
};

}  // namespace ringside::gui
