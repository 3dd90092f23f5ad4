#include "gui/widgets/yaml_editor.h"

#include <QFontDatabase>
#include <QHelpEvent>
#include <QPainter>
#include <QRegularExpression>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <QToolTip>
#include <algorithm>
#include <utility>

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

/// As the document will hold it: it knows one kind of line end, files have several.
QString as_held(const QString& text) {
  QString held = text;
  held.replace(QLatin1String("\r\n"), QLatin1String("\n"));
  for (const char16_t end : {u'\r', u'\n'}) held.replace(QChar{end}, QChar{QChar::ParagraphSeparator});
  return held;
}

/// How much of both is the same in front, and behind that at the end. No character is cut in two.
std::pair<qsizetype, qsizetype> common_ends(const QString& a, const QString& b) {
  const qsizetype least = std::min(a.size(), b.size());
  qsizetype front = 0;
  while (front < least && a[front] == b[front]) ++front;
  if (front > 0 && a[front - 1].isHighSurrogate()) --front;
  qsizetype back = 0;
  while (back < least - front && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
  if (back > 0 && a[a.size() - back].isLowSurrogate()) --back;
  return {front, back};
}

/// Where in the text the document's place is: a line end may be two there.
qsizetype place_in(const QString& text, qsizetype held) {
  qsizetype at = 0;
  for (; held > 0 && at < text.size(); --held) {
    const bool two = text[at] == QLatin1Char('\r') && at + 1 < text.size() && text[at + 1] == QLatin1Char('\n');
    at += two ? 2 : 1;
  }
  return at;
}

/// The line end that is usual at a place: that of the line before, or of the first one.
QString line_end_at(const QString& text, qsizetype at) {
  qsizetype end = at > 0 ? text.lastIndexOf(QLatin1Char('\n'), at - 1) : -1;
  if (end < 0) end = text.indexOf(QLatin1Char('\n'));
  return end > 0 && text[end - 1] == QLatin1Char('\r') ? QStringLiteral("\r\n") : QStringLiteral("\n");
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
    if (!writing_ && document()->toRawText() != shown_) typed_.start();
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

/// Only the bytes that were typed over are replaced: what the editor shows in its own way (line ends, a byte order mark) stays
/// as the file has it.
void YamlEditor::take_typing() {
  typed_.stop();
  const QString now = document()->toRawText();
  if (now == shown_) return;
  const std::string& before = session_.document().text();
  const QString text = QString::fromStdString(before);
  const bool plain = before.ends_with(text.toStdString());  // else it is not UTF-8, and no place in it can be told
  const auto [front, back] = plain ? common_ends(shown_, now) : std::pair<qsizetype, qsizetype>{0, 0};
  const qsizetype begin = place_in(text, front);
  const qsizetype end = plain ? place_in(text, shown_.size() - back) : text.size();
  QString typed = now.mid(front, now.size() - back - front);
  typed.replace(QChar{QChar::Nbsp}, QLatin1Char(' '));  // nobody means to type one, and YAML does not take it for a blank
  const QString line_end = line_end_at(text, begin);
  for (const auto separator : {QChar::LineSeparator, QChar::ParagraphSeparator}) typed.replace(QChar{separator}, line_end);
  const std::string behind = plain ? text.mid(end).toStdString() : std::string{};
  const std::string first = plain ? before.substr(0, before.size() - text.mid(begin).toStdString().size()) : std::string{};
  const std::string made = first + typed.toStdString() + behind;
  if (made == before) return follow();
  session_.replace_text(made);
}

/// Replaces only what differs, so that the cursor and what is in sight stay.
void YamlEditor::follow() {
  const QString now = document()->toRawText();
  const QString wanted = as_held(QString::fromStdString(session_.document().text()));
  typed_.stop();
  if (now != wanted) {
    writing_ = true;
    const auto [front, back] = common_ends(now, wanted);
    QTextCursor cursor{document()};
    cursor.setPosition(static_cast<int>(front));
    cursor.setPosition(static_cast<int>(now.size() - back), QTextCursor::KeepAnchor);
    cursor.insertText(wanted.mid(front, wanted.size() - back - front));
    writing_ = false;
  }
  shown_ = document()->toRawText();
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
