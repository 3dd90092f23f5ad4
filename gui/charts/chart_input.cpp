#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "gui/charts/chart_view.h"

/// Mouse and keys of a chart.
namespace ringside::gui {

std::optional<std::size_t> ChartView::position_near(double x) const {
  if (described_.labels.empty() || chart()->series().isEmpty()) return {};
  const QPointF at = chart()->mapToValue(chart()->mapFromScene(mapToScene(static_cast<int>(x), 0)), chart()->series().value(0));
  const double position = std::round(at.x());
  if (position < std::floor(from_) || position > std::ceil(to_)) return {};
  return index_of(position, described_.labels.size());
}

void ChartView::wheelEvent(QWheelEvent* event) {
  if ((event->modifiers() & Qt::ControlModifier) == 0) {  // the page scrolls
    event->ignore();
    return;
  }
  const auto near = position_near(event->position().x());
  const double around = near ? static_cast<double>(*near) : (from_ + to_) / 2;
  zoom(event->angleDelta().y() > 0 ? 1.25 : 0.8, around);
  event->accept();
}

void ChartView::mousePressEvent(QMouseEvent* event) {
  setFocus(Qt::MouseFocusReason);
  if (event->button() != Qt::LeftButton) return;
  dragged_from_ = event->position();
  dragged_sight_ = {from_, to_};
}

void ChartView::mouseMoveEvent(QMouseEvent* event) {
  if (dragged_from_) {
    const double width = std::max(1.0, chart()->plotArea().width());
    const double by = (dragged_from_->x() - event->position().x()) / width * (dragged_sight_.second - dragged_sight_.first);
    if (std::abs(by) > 0) look_at(dragged_sight_.first + by, dragged_sight_.second + by);
  }
  point_at(position_near(event->position().x()));
}

void ChartView::mouseReleaseEvent(QMouseEvent*) { dragged_from_.reset(); }

void ChartView::mouseDoubleClickEvent(QMouseEvent*) { look_at_all(); }

void ChartView::leaveEvent(QEvent* event) {
  point_at({});
  QChartView::leaveEvent(event);
}

void ChartView::keyPressEvent(QKeyEvent* event) {
  const double middle = (from_ + to_) / 2;
  const double step = (to_ - from_) / 10;
  const bool walks = (event->modifiers() & Qt::ControlModifier) == 0;
  const std::size_t last = described_.labels.empty() ? 0 : described_.labels.size() - 1;
  switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoom(1.25, middle);
    case Qt::Key_Minus: return zoom(0.8, middle);
    case Qt::Key_0: return look_at_all();
    case Qt::Key_Left:
      return walks ? point_at(pointed_ && *pointed_ > 0 ? *pointed_ - 1 : 0) : look_at(from_ - step, to_ - step);
    case Qt::Key_Right:
      return walks ? point_at(pointed_ ? std::min(*pointed_ + 1, last) : 0) : look_at(from_ + step, to_ + step);
    case Qt::Key_Escape: point_at({}); break;
    default: break;
  }
  QChartView::keyPressEvent(event);
}

}  // namespace ringside::gui
