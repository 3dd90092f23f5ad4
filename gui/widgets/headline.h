#pragma once

#include <QCoreApplication>
#include <QWidget>
#include <vector>

#include "reports/results/result.h"

class QLabel;

namespace ringside::gui {

/// The figures that are looked at first, each with its interval and with what has changed since the scenario was opened.
class Headline : public QWidget {
  Q_DECLARE_TR_FUNCTIONS(Headline)

 public:
  explicit Headline(QWidget* parent = nullptr);

  /// `before` may be null.
  void show_result(const report::Result& result, const report::Result* before);

 private:
  struct Tile {
    std::string figure;
    QLabel* name = nullptr;
    QLabel* value = nullptr;
    QLabel* width = nullptr;
    QLabel* change = nullptr;
  };

  void add(const std::string& figure, const QString& name);

  std::vector<Tile> tiles_;
};

}  // namespace ringside::gui
