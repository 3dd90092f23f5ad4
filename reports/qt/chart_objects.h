#pragma once

#include <QTextCursor>
#include <QTextFormat>
#include <QTextObjectInterface>
#include <vector>

#include "reports/charts/chart.h"

class QPainter;
class QTextDocument;

namespace ringside::report {

/// Charts in the flow of a text document: each is one character that draws heading, picture and caption, so that no page parts
/// them. The charts outlive it.
class ChartObjects : public QObject, public QTextObjectInterface {
  Q_OBJECT
  Q_INTERFACES(QTextObjectInterface)

 public:
  static constexpr int kObject = QTextFormat::UserObject + 1;
  static constexpr int kIndex = QTextFormat::UserProperty + 1;

  /// The format of the character that stands for the chart.
  QTextCharFormat add(const Chart& chart);
  /// What is drawn from now on is of the page from `top` to `bottom` of the document.
  void set_page(double top, double bottom);

  QSizeF intrinsicSize(QTextDocument* document, int position, const QTextFormat& format) override;
  void drawObject(QPainter* painter, const QRectF& place, QTextDocument* document, int position,
                  const QTextFormat& format) override;

 private:
  const Chart& chart(const QTextFormat& format) const;

  std::vector<const Chart*> charts_;
  double page_top_ = 0;
  double page_bottom_ = 0;
};

/// Words at the cursor, in points.
void insert_words(QTextCursor& at, const QString& words, double size, bool bold, const QColor& colour);

}  // namespace ringside::report
