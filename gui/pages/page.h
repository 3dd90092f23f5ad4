#pragma once

#include <QWidget>

namespace ringside::gui {

/// What the window knows of a page.
class Page : public QWidget {
 public:
  using QWidget::QWidget;

  /// It came into sight.
  virtual void entered() {}
  /// For pictures of the window: whether all that was asked for is there; what only waits for the event loop is done now.
  virtual bool finished() { return true; }
};

}  // namespace ringside::gui
