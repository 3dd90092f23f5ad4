#include "gui/widgets/yaml_editor.h"

#include <QFontDatabase>
#include <QHelpEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <QToolTip>

#include "gui/theme.h"

namespace ringside::gui {
namespace {

/// Keys, comments and the rest.
class YamlColours : public QSyntaxHighlighter {
 public:
  using QSyntaxHighlighter::QSyntaxHighlighter;

 protected:
  void highlightBlock(const QString& text) override {
    static const QRegularExpression kKey{QStringLiteral(R"((?:^|[\s{,])([\w .-]+?):(?=\s|$))")};
    static const QRegularExpression kNumber{QStringLiteral(R"((?<![\w.])[+-]?\d[\d.]*(?:ms|[smhd]|/[smhd]|%)*(?![\w]))")};
    for (auto match = kNumber.globalMatch(text); match.hasNext();) {
      const auto m = match.next();
      setFormat(static_cast<int>(m.capturedStart()), static_cast<int>(m.capturedLength()),
                theme().series(report::Tone::second));
    }
    for (auto match = kKey.globalMatch(text); match.hasNext();) {
      const auto m = match.next();
      setFormat(static_cast<int>(m.capturedStart(1)), static_cast<int>(m.capturedLength(1)), theme().accent);
    }
    const auto hash = text.startsWith(QLatin1Char('#')) ? 0 : text.indexOf(QStringLiteral(" #"));
    if (hash >= 0) setFormat(static_cast<int>(hash), static_cast<int>(text.size() - hash), theme().faint_text);
  }
};

constexpr int kTypingPause = 250;  ///< ms

/// The editor knows one kind of line end; files may have another.
QString as_edited(const std::string& text) {
  return QString::fromStdString(text).replace(QLatin1String("\r\n"), QLatin1String("\n"));
}

}  // namespace

class YamlEditor::Gutter : public QWidget {
 public:
  explicit Gutter(YamlEditor* editor) : QWidget{editor}, editor_{editor} {}

 protected:
  void paintEvent(QPaintEvent* event) override { editor_->paint_gutter(event); }

 private:
  YamlEditor* editor_;
};

YamlEditor::YamlEditor(Session& session, QWidget* parent)
    : QPlainTextEdit{parent}, session_{session}, gutter_{new Gutter{this}} {
  QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  mono.setPointSizeF(std::max(8.0, font().pointSizeF() - 1));
  setFont(mono);
  setLineWrapMode(QPlainTextEdit::NoWrap);
  setUndoRedoEnabled(false);
  setTabChangesFocus(true);
  setAccessibleName(tr("The scenario as YAML"));
  new YamlColours{document()};
  typed_.setSingleShot(true);
  typed_.setInterval(kTypingPause);
  connect(&typed_, &QTimer::timeout, this, [this] { take_typing(); });
  connect(this, &QPlainTextEdit::textChanged, this, [this] {
    if (!writing_ && toPlainText() != as_edited(session_.document().text())) typed_.start();
  });
  connect(this, &QPlainTextEdit::updateRequest, gutter_, [this](const QRect& rect, int dy) {
    if (dy != 0) {
      gutter_->scroll(0, dy);
    } else {
      gutter_->update(0, rect.y(), gutter_->width(), rect.height());
    }
  });
  connect(this, &QPlainTextEdit::blockCountChanged, this, [this] { setViewportMargins(gutter_width(), 0, 0, 0); });
  session_.when_changed([this] { follow(); });
  follow();
}

int YamlEditor::gutter_width() const {
  int digits = 2;
  for (int lines = blockCount(); lines >= 100; lines /= 10) ++digits;
  return 12 + fontMetrics().horizontalAdvance(QLatin1Char('9')) * digits;
}

void YamlEditor::take_typing() {
  typed_.stop();
  QString text = toPlainText();
  const std::string& before = session_.document().text();
  if (text == as_edited(before)) return;
  if (before.find("\r\n") != std::string::npos) text.replace(QLatin1Char('\n'), QLatin1String("\r\n"));
  session_.replace_text(text.toStdString());
}

/// Replaces only what differs, so that the cursor and what is in sight stay.
void YamlEditor::follow() {
  const QString now = toPlainText();
  const QString wanted = as_edited(session_.document().text());
  typed_.stop();
  if (now != wanted) {
    writing_ = true;
    qsizetype front = 0;
    const qsizetype least = std::min(now.size(), wanted.size());
    while (front < least && now[front] == wanted[front]) ++front;
    qsizetype back = 0;
    while (back < least - front && now[now.size() - 1 - back] == wanted[wanted.size() - 1 - back]) ++back;
    QTextCursor cursor{document()};
    cursor.setPosition(static_cast<int>(front));
    cursor.setPosition(static_cast<int>(now.size() - back), QTextCursor::KeepAnchor);
    cursor.insertText(wanted.mid(front, wanted.size() - back - front));
    writing_ = false;
  }
  mark_faults();
}

void YamlEditor::mark_faults() {
  QList<QTextEdit::ExtraSelection> marks;
  for (const scenario::Fault& fault : session_.document().faults()) {
    const QTextBlock block = document()->findBlockByNumber(fault.line - 1);
    if (fault.line <= 0 || !block.isValid()) continue;
    QTextEdit::ExtraSelection mark;
    QColor wash = theme().bad;
    wash.setAlpha(45);
    mark.format.setBackground(wash);
    mark.format.setProperty(QTextFormat::FullWidthSelection, true);
    mark.cursor = QTextCursor{block};
    marks.append(mark);
  }
  setExtraSelections(marks);
  gutter_->update();
}

void YamlEditor::go_to(int line, int column) {
  const QTextBlock block = document()->findBlockByNumber(std::max(0, line - 1));
  if (!block.isValid()) return;
  QTextCursor cursor{block};
  cursor.setPosition(block.position() + std::min(std::max(0, column - 1), block.length() - 1));
  setTextCursor(cursor);
  centerCursor();
  setFocus();
}

void YamlEditor::paint_gutter(QPaintEvent* event) {
  QPainter painter{gutter_};
  painter.setFont(font());
  painter.fillRect(event->rect(), theme().window);
  QTextBlock block = firstVisibleBlock();
  double top = blockBoundingGeometry(block).translated(contentOffset()).top();
  while (block.isValid() && top <= event->rect().bottom()) {
    const int line = block.blockNumber() + 1;
    const auto& faults = session_.document().faults();
    const bool wrong = std::any_of(faults.begin(), faults.end(), [&](const auto& f) { return f.line == line; });
    painter.setPen(wrong ? theme().bad : theme().faint_text);
    painter.drawText(QRectF{0, top, gutter_->width() - 6.0, static_cast<double>(fontMetrics().height())}, Qt::AlignRight,
                     wrong ? QStringLiteral("● %1").arg(line) : QString::number(line));
    top += blockBoundingRect(block).height();
    block = block.next();
  }
}

void YamlEditor::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Undo)) {
    take_typing();
    session_.undo();
    return;
  }
  if (event->matches(QKeySequence::Redo)) {
    session_.redo();
    return;
  }
  QPlainTextEdit::keyPressEvent(event);
}

void YamlEditor::focusOutEvent(QFocusEvent* event) {
  if (typed_.isActive()) take_typing();
  session_.end_step();
  QPlainTextEdit::focusOutEvent(event);
}

bool YamlEditor::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* const help = static_cast<QHelpEvent*>(event);
    const int line = cursorForPosition(viewport()->mapFrom(this, help->pos())).blockNumber() + 1;
    for (const scenario::Fault& fault : session_.document().faults()) {
      if (fault.line != line) continue;
      QToolTip::showText(help->globalPos(), QString::fromStdString(to_string(fault)).toHtmlEscaped(), this);
      return true;
    }
    QToolTip::hideText();
    return true;
  }
  return QPlainTextEdit::event(event);
}

void YamlEditor::resizeEvent(QResizeEvent* event) {
  QPlainTextEdit::resizeEvent(event);
  setViewportMargins(gutter_width(), 0, 0, 0);
  const QRect inside = contentsRect();
  gutter_->setGeometry(inside.left(), inside.top(), gutter_width(), inside.height());
}

void YamlEditor::changeEvent(QEvent* event) {
  QPlainTextEdit::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) {
    for (auto* const colours : document()->findChildren<QSyntaxHighlighter*>()) colours->rehighlight();
    mark_faults();
  }
}

}  // namespace ringside::gui
