#pragma once

#include <QCoreApplication>
#include <QFrame>
#include <functional>
#include <vector>

class QLabel;
class QPushButton;

namespace ringside::gui {

/// A few sentences that teach, one after the other; each may point at a part of the window.
class Lesson : public QFrame {
  Q_DECLARE_TR_FUNCTIONS(Lesson)

 public:
  struct Step {
    QString text;
    std::function<void()> point;  ///< shows what is meant; may be empty
  };

  explicit Lesson(std::vector<Step> steps, QWidget* parent = nullptr);
  void begin();

 private:
  void go_to(std::size_t step);

  std::vector<Step> steps_;
  std::size_t step_ = 0;
  QLabel* text_;
  QPushButton* next_;
};

}  // namespace ringside::gui
