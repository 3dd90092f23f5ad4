#pragma once

#include <QLayout>
#include <QStyle>
#include <vector>

namespace ringside::gui {

/// Items beside each other, in as many rows as they need. Takes any width, so that it never makes a window wide.
class FlowLayout : public QLayout {
 public:
  explicit FlowLayout(int spacing) : spacing_{spacing} { setContentsMargins(0, 0, 0, 0); }
  ~FlowLayout() override;

  void addItem(QLayoutItem* item) override { items_.push_back(item); }
  int count() const override { return static_cast<int>(items_.size()); }
  QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  Qt::Orientations expandingDirections() const override { return {}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override { return arranged({0, 0, width, 0}, false); }
  QSize sizeHint() const override { return minimumSize(); }
  QSize minimumSize() const override;
  void setGeometry(const QRect& rect) override;

 private:
  int arranged(const QRect& rect, bool move) const;

  std::vector<QLayoutItem*> items_;
  int spacing_;
};

}  // namespace ringside::gui
