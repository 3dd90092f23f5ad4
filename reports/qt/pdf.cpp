#include "reports/qt/pdf.h"

#include <QBuffer>
#include <QFont>
#include <QFontDatabase>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextTable>
#include <cmath>
#include <vector>

#include "reports/qt/chart_objects.h"
#include "reports/qt/qt_chart.h"

namespace ringside::report {
namespace {

constexpr double kPageWidth = 595;
constexpr double kPageHeight = 842;
constexpr double kMargin = 45;

QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

QColor colour_of(Mood mood) {
  const ChartColours colours = ChartColours::light();
  switch (mood) {
    case Mood::good: return colours.of(Tone::good);
    case Mood::bad: return colours.of(Tone::bad);
    case Mood::unsure: return colours.of(Tone::second);
    case Mood::neutral: break;
  }
  return colours.ink;
}

class Writer {
 public:
  Writer(QTextDocument& document, ChartObjects& charts) : cursor_{&document}, charts_{charts} {
    document.documentLayout()->registerHandler(ChartObjects::kObject, &charts);
  }

  void write(const Document& report) {
    cursor_.beginEditBlock();  // else the document is laid out anew after every cell
    line(text(report.title), 20, true);
    line(text(report.subtitle), 9, false, ChartColours::light().soft);
    for (const std::string& warning : report.warnings) line(text(warning), 10, true, colour_of(Mood::bad));
    for (const Section& section : report.sections) write(section);
    line(text(report.footer), 8, false, ChartColours::light().soft, 14);
    cursor_.endEditBlock();
  }

 private:
  void line(const QString& words, double size, bool bold = false, const QColor& colour = ChartColours::light().ink,
            double above = 4) {
    if (words.isEmpty()) return;
    QTextBlockFormat block;
    block.setTopMargin(above);
    block.setBottomMargin(2);
    QTextCharFormat form;
    form.setFontPointSize(size);
    form.setFontWeight(bold ? QFont::Bold : QFont::Normal);
    form.setForeground(colour);
    begin(block);
    cursor_.insertText(words, form);
  }

  void begin(const QTextBlockFormat& block) {
    if (started_)
      cursor_.insertBlock(block, {});
    else
      cursor_.setBlockFormat(block);
    started_ = true;
  }

  void write(const Section& section) {
    line(text(section.title), 14, true, ChartColours::light().ink, 16);
    if (!section.key.empty()) keys(section.key);
    for (const std::string& words : section.words) line(text(words), 9.5);
    for (const Chart& chart : section.charts) write(chart);
    for (const Table& table : section.tables) write(table);
    for (const std::string& command : section.commands) code(command);
    if (!section.listing.empty()) {
      line(QStringLiteral("The scenario’s text"), 10, true, ChartColours::light().ink, 10);
      code(section.listing);
    }
  }

  void keys(const std::vector<KeyFigure>& keys) {
    constexpr int kColumns = 4;
    const int rows = (static_cast<int>(keys.size()) + kColumns - 1) / kColumns;
    QTextTable* const table = cursor_.insertTable(rows, kColumns, frame(6));
    for (std::size_t i = 0; i < keys.size(); ++i) {
      QTextCursor cell = table->cellAt(static_cast<int>(i) / kColumns, static_cast<int>(i) % kColumns).firstCursorPosition();
      insert_words(cell, text(keys[i].name) + QChar::LineSeparator, 7.5, false, ChartColours::light().soft);
      insert_words(cell, text(keys[i].value), 14, true, colour_of(keys[i].mood));
      insert_words(cell, QStringLiteral(" ") + text(keys[i].interval) + QChar::LineSeparator, 8, false,
                   ChartColours::light().soft);
      insert_words(cell, text(keys[i].remark), 7.5, false, ChartColours::light().soft);
    }
    cursor_.movePosition(QTextCursor::End);
  }

  static QTextTableFormat frame(double padding) {
    QTextTableFormat form;
    form.setBorder(0.5);
    form.setBorderBrush(ChartColours::light().line);
    form.setBorderCollapse(true);
    form.setCellPadding(padding);
    form.setTopMargin(4);
    form.setBottomMargin(4);
    form.setWidth(QTextLength{QTextLength::PercentageLength, 100});
    form.setHeaderRowCount(0);
    return form;
  }

  void write(const Chart& chart) {
    QTextBlockFormat picture;
    picture.setTopMargin(8);
    begin(picture);
    cursor_.insertText(QString{QChar::ObjectReplacementCharacter}, charts_.add(chart));
  }

  void write(const Table& table) {
    if (table.rows.empty() || table.head.empty()) return;
    line(text(table.title), 10.5, true, ChartColours::light().ink, 10);
    line(text(table.about), 8, false, ChartColours::light().soft, 0);
    QTextTableFormat form = frame(2.5);
    form.setHeaderRowCount(1);
    QTextTable* const made =
        cursor_.insertTable(static_cast<int>(table.rows.size()) + 1, static_cast<int>(table.head.size()), form);
    for (std::size_t c = 0; c < table.head.size(); ++c)
      cell(*made, 0, c, table.head[c], true, false, ChartColours::light().soft);
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      for (std::size_t c = 0; c < std::min(table.head.size(), table.rows[r].size()); ++c) {
        const Cell& one = table.rows[r][c];
        cell(*made, r + 1, c, one.text, false, std::isfinite(one.sort), colour_of(one.mood));
      }
    }
    cursor_.movePosition(QTextCursor::End);
  }

  static void cell(QTextTable& table, std::size_t row, std::size_t column, const std::string& words, bool bold, bool number,
                   const QColor& colour) {
    QTextCursor at = table.cellAt(static_cast<int>(row), static_cast<int>(column)).firstCursorPosition();
    QTextBlockFormat block;
    block.setAlignment(number ? Qt::AlignRight : Qt::AlignLeft);
    at.setBlockFormat(block);
    insert_words(at, text(words), 7, bold, colour);
  }

  void code(const std::string& words) {
    QTextBlockFormat block;
    block.setBackground(QColor{0xf3f5f9});
    block.setTopMargin(4);
    begin(block);
    QTextCharFormat form;
    form.setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    form.setFontPointSize(7);
    cursor_.insertText(text(words).trimmed().replace(QChar{'\n'}, QChar::LineSeparator), form);
  }

  QTextCursor cursor_;
  ChartObjects& charts_;
  bool started_ = false;
};

void print(QTextDocument& document, ChartObjects& charts, QPdfWriter& writer) {
  const double scale = writer.logicalDpiX() / 72.0;
  QPainter painter{&writer};
  const int pages = document.pageCount();
  const double height = document.pageSize().height();
  for (int page = 0; page < pages; ++page) {
    if (page > 0) writer.newPage();
    painter.save();
    painter.scale(scale, scale);
    QFont small;
    small.setPixelSize(8);
    painter.setFont(small);
    painter.setPen(ChartColours::light().soft);
    painter.drawText(QRectF{0, kPageHeight - 34, kPageWidth, 12}, Qt::AlignHCenter,
                     QStringLiteral("%1 / %2").arg(page + 1).arg(pages));
    painter.translate(kMargin, kMargin - page * height);
    charts.set_page(page * height, (page + 1) * height);
    document.drawContents(&painter, {0, page * height, document.pageSize().width(), height});
    painter.restore();
  }
}

}  // namespace

std::string to_pdf(const Document& report) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  {
    QPdfWriter writer{&buffer};
    writer.setPageSize(QPageSize{QPageSize::A4});
    writer.setPageMargins({0, 0, 0, 0});
    writer.setResolution(300);
    writer.setTitle(text(report.title));
    writer.setCreator(QStringLiteral("ringside-report"));
    ChartObjects charts;
    QTextDocument document;
    document.setDocumentMargin(0);
    document.setDefaultFont(QFontDatabase::systemFont(QFontDatabase::GeneralFont));
    document.documentLayout()->setPaintDevice(nullptr);
    document.setUseDesignMetrics(true);
    document.setPageSize({kPageWidth - 2 * kMargin, kPageHeight - 2 * kMargin});
    Writer{document, charts}.write(report);
    print(document, charts, writer);
  }
  return buffer.data().toStdString();
}

}  // namespace ringside::report
