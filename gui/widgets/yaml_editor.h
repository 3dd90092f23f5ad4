#pragma once

#include <QCoreApplication>
#include <QPlainTextEdit>

#include "gui/session.h"

namespace ringside::gui {

/// The scenario's text, in step with the forms: what is typed counts a moment later, what forms write is shown at once. Lines
/// with faults are marked, and say what is wrong when one points at them. Undo and redo are the document's.
class YamlEditor : public QPlainTextEdit {
  Q_DECLARE_TR_FUNCTIONS(YamlEditor)

 public:
  explicit YamlEditor(Session& session, QWidget* parent = nullptr);

  /// What was typed last counts now.
  void take_typing();
  void go_to(int line, int column);
  int gutter_width() const;

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  bool event(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void follow();
  void mark_faults();
  void paint_gutter(QPaintEvent* event);

  class Gutter;
  Session& session_;
  QWidget* gutter_;
  QTimer typed_;
  QString shown_;  ///< the document's text as the editor read it back; what differs from it was typed
  bool writing_ = false;
};

}  // namespace ringside::gui
