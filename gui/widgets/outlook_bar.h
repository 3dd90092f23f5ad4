#pragma once

#include <QCoreApplication>
#include <QFrame>
#include <functional>
#include <optional>

#include "gui/live/next_hours.h"

class QLabel;
class QPushButton;
class QSpinBox;
class QTimeEdit;

namespace ringside::gui {

/// Asks what the next hours may bring, and says it in a sentence.
class OutlookBar : public QFrame {
  Q_DECLARE_TR_FUNCTIONS(OutlookBar)

 public:
  /// `asked` is called whenever something else is wanted, and when nothing is any more.
  explicit OutlookBar(const std::function<void()>& asked, QWidget* parent = nullptr);

  bool wanted() const;
  NextHoursOptions options() const;
  void show_busy();
  void show_outlook(const NextHours& next);
  void show_fault(const QString& fault);

  QPushButton& button() { return *button_; }
  QTimeEdit& from() { return *from_; }
  QLabel& text() { return *text_; }

 private:
  QPushButton* button_;
  QSpinBox* hours_;
  QTimeEdit* from_;
  QLabel* text_;
};

}  // namespace ringside::gui
