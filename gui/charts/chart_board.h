#pragma once

#include <QScrollArea>
#include <QTimer>
#include <deque>
#include <vector>

#include "gui/charts/chart_panel.h"

class QGridLayout;

namespace ringside::gui {

/// Charts in a grid that scrolls, two or more beside each other as there is room. New numbers are drawn chart by chart, each in
/// a turn of the event loop of its own, so that a slider never waits for all of them. GUI thread.
class ChartBoard : public QScrollArea {
 public:
  explicit ChartBoard(QWidget* parent = nullptr);

  void show_charts(std::vector<report::Chart> charts);
  /// Draws at once what still waits, for pictures of the window.
  void finish();
  ChartPanel* panel(const std::string& id);
  std::size_t count() const { return shown_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void draw_next();
  void arrange();

  QWidget* canvas_;
  QGridLayout* grid_;
  std::vector<ChartPanel*> panels_;
  std::size_t shown_ = 0;
  std::vector<report::Chart> charts_;
  std::deque<std::size_t> waiting_;
  QTimer turn_;
  int columns_ = 0;
};

}  // namespace ringside::gui
