#include "gui/widgets/flow_layout.h"

#include <algorithm>

namespace ringside::gui {

FlowLayout::~FlowLayout() {
  for (QLayoutItem* const item : items_) delete item;
}

QLayoutItem* FlowLayout::itemAt(int index) const {
  return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
  QLayoutItem* const item = itemAt(index);
  if (item != nullptr) items_.erase(items_.begin() + index);
  return item;
}

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (const QLayoutItem* const item : items_) size = size.expandedTo({0, item->sizeHint().height()});
  return size;
}

void FlowLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  arranged(rect, true);
}

/// The height that is needed.
int FlowLayout::arranged(const QRect& rect, bool move) const {
  int x = rect.x();
  int y = rect.y();
  int row = 0;
  for (QLayoutItem* const item : items_) {
    const QSize size = item->sizeHint();
    if (x > rect.x() && x + size.width() > rect.right() + 1) {
      x = rect.x();
      y += row + spacing_;
      row = 0;
    }
    if (move) item->setGeometry({QPoint{x, y}, QSize{std::min(size.width(), rect.width()), size.height()}});
    x += size.width() + spacing_;
    row = std::max(row, size.height());
  }
  return y + row - rect.y();
}

}  // namespace ringside::gui
