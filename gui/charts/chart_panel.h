#pragma once

#include <QCoreApplication>
#include <QFrame>
#include <QPointer>
#include <vector>

#include "gui/charts/chart_view.h"

class QLabel;
class QMenu;
class QToolButton;

namespace ringside::gui {

/// A chart with its title, a legend whose entries switch series on and off, and a menu to save or copy it. GUI thread.
class ChartPanel : public QFrame {
  Q_DECLARE_TR_FUNCTIONS(ChartPanel)

 public:
  explicit ChartPanel(QWidget* parent = nullptr);

  void show_chart(const report::Chart& chart);
  ChartView& view() { return *view_; }
  void copy_picture();
  void copy_values();
  /// Asks where to; tells what went wrong.
  void save_as(const QString& suffix);
  const std::vector<QToolButton*>& legend() const { return legend_; }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void fill_menu();
  void renew_legend();
  void colour_legend();

  QLabel* title_;
  QLabel* about_;
  QWidget* legend_row_;
  QToolButton* menu_button_;
  QMenu* menu_;
  ChartView* view_;
  std::vector<QToolButton*> legend_;
};

}  // namespace ringside::gui
