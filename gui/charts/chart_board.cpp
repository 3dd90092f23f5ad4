#include "gui/charts/chart_board.h"

#include <QGridLayout>
#include <algorithm>

namespace ringside::gui {

ChartBoard::ChartBoard(QWidget* parent) : QScrollArea{parent}, canvas_{new QWidget}, grid_{new QGridLayout{canvas_}} {
  canvas_->setObjectName(QStringLiteral("canvas"));
  setWidget(canvas_);
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  grid_->setContentsMargins(0, 0, 4, 0);
  grid_->setSpacing(10);
  turn_.setSingleShot(true);
  turn_.setInterval(6);  // ms; long enough for one to be painted before the next
  connect(&turn_, &QTimer::timeout, this, [this] { draw_next(); });
}

void ChartBoard::show_charts(std::vector<report::Chart> charts) {
  charts_ = std::move(charts);
  const bool rearrange = shown_ != charts_.size();
  while (panels_.size() < charts_.size()) {
    panels_.push_back(new ChartPanel{canvas_});
    panels_.back()->setMinimumHeight(245);
  }
  shown_ = charts_.size();
  if (rearrange) {
    columns_ = 0;
    arrange();
  }
  waiting_.clear();
  for (std::size_t i = 0; i < shown_; ++i) waiting_.push_back(i);
  // Those in sight first.
  std::stable_partition(waiting_.begin(), waiting_.end(),
                        [this](std::size_t i) { return !panels_[i]->visibleRegion().isEmpty(); });
  turn_.start();
}

void ChartBoard::draw_next() {
  if (waiting_.empty()) return;
  const std::size_t i = waiting_.front();
  waiting_.pop_front();
  panels_[i]->show_chart(charts_[i]);
  if (!waiting_.empty()) turn_.start();
}

void ChartBoard::finish() {
  while (!waiting_.empty()) draw_next();
}

ChartPanel* ChartBoard::panel(const std::string& id) {
  for (std::size_t i = 0; i < shown_; ++i) {
    if (charts_[i].id == id) return panels_[i];
  }
  return nullptr;
}

void ChartBoard::arrange() {
  const int wanted = std::clamp(viewport()->width() / 390, 1, 3);
  if (wanted == columns_) return;
  columns_ = wanted;
  for (std::size_t i = 0; i < panels_.size(); ++i) {
    grid_->removeWidget(panels_[i]);
    panels_[i]->setVisible(i < shown_);
    if (i < shown_) grid_->addWidget(panels_[i], static_cast<int>(i) / columns_, static_cast<int>(i) % columns_);
  }
  for (int c = 0; c < 3; ++c) grid_->setColumnStretch(c, c < columns_ ? 1 : 0);
}

void ChartBoard::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  arrange();
}

}  // namespace ringside::gui
