#include "gui/charts/chart_view.h"

#include <QGraphicsLayout>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QBarSeries>
#include <QtCharts/QBarSet>
#include <QtCharts/QCategoryAxis>
#include <QtCharts/QLegendMarker>
#include <QtCharts/QLineSeries>
#include <QtCharts/QScatterSeries>
#include <QtCharts/QStackedBarSeries>
#include <QtCharts/QValueAxis>
#include <algorithm>
#include <cmath>

#include "gui/charts/words.h"
#include "gui/models/decimate.h"

namespace ringside::gui {
namespace {

using report::Look;

}  // namespace

ChartView::ChartView(QWidget* parent) : QChartView{new QChart, parent} {
  chart()->legend()->hide();
  chart()->layout()->setContentsMargins(0, 0, 0, 0);
  chart()->setMargins({2, 4, 18, 0});  // the last label reaches beyond the end
  chart()->setBackgroundRoundness(0);
  chart()->setAnimationOptions(QChart::NoAnimation);
  chart()->setLocalizeNumbers(true);
  positions_ = new QCategoryAxis;
  positions_->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
  values_ = new QValueAxis;
  chart()->addAxis(positions_, Qt::AlignBottom);
  chart()->addAxis(values_, Qt::AlignLeft);
  setRenderHint(QPainter::Antialiasing);
  setFrameShape(QFrame::NoFrame);
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setMinimumSize(240, 150);
}

bool ChartView::same_kind(const report::Chart& chart) const {
  // Lines grow; bars are counted when they are made.
  if (chart.id != described_.id || (has_bars() && chart.labels.size() != described_.labels.size())) return false;
  if (chart.series.size() != described_.series.size() || chart.marks.size() != described_.marks.size()) return false;
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const auto& a = chart.series[i];
    const auto& b = described_.series[i];
    if (a.name != b.name || a.look != b.look || a.low.empty() != b.low.empty()) return false;
  }
  return true;
}

bool ChartView::has_bars() const {
  return std::any_of(described_.series.begin(), described_.series.end(), [](const auto& s) { return s.look != Look::line; });
}

std::size_t ChartView::index_of(double position, std::size_t size) {
  return static_cast<std::size_t>(std::clamp(position, 0.0, static_cast<double>(size - 1)));
}

double ChartView::most_position() const {
  const double last = static_cast<double>(described_.labels.size()) - 1;
  return has_bars() ? last + 0.5 : std::max(last, 1.0);
}

void ChartView::show_chart(const report::Chart& chart) {
  const bool same = same_kind(chart);
  const bool whole = described_.labels.empty() || (from_ <= least_position() && to_ >= most_position());
  const auto before = shown_;
  const bool same_id = chart.id == described_.id && before.size() == chart.series.size();
  described_ = chart;
  if (!same) {
    shown_.clear();
    for (const auto& series : described_.series) shown_.push_back(series.shown);
    if (same_id) shown_ = before;
    build();
  }
  if (!same || whole) {
    from_ = least_position();
    to_ = most_position();
  }
  fill();
  setAccessibleName(in_words(described_.title));
  setAccessibleDescription(QString::fromStdString(described_.text));
  viewport()->update();
}

void ChartView::build() {
  chart()->removeAllSeries();
  drawn_.assign(described_.series.size(), {});
  marks_.clear();
  build_bars(Look::stack);
  build_bars(Look::bar);
  for (std::size_t i = 0; i < described_.series.size(); ++i) {
    if (described_.series[i].look == Look::line) build_line(i);
    if (described_.series[i].look == Look::range) build_points(i);
  }
  build_marks();
  for (QAbstractSeries* const series : chart()->series()) {
    series->attachAxis(positions_);
    series->attachAxis(values_);
  }
  colour();
}

void ChartView::build_bars(Look look) {
  QAbstractBarSeries* bars = nullptr;
  for (std::size_t i = 0; i < described_.series.size(); ++i) {
    if (described_.series[i].look != look) continue;
    if (bars == nullptr) {
      bars = look == Look::stack ? static_cast<QAbstractBarSeries*>(new QStackedBarSeries) : new QBarSeries;
      bars->setBarWidth(described_.labels.size() > 12 ? 0.92 : described_.labels.size() > 2 ? 0.6 : 0.35);
    }
    drawn_[i].bars = new QBarSet{in_words(described_.series[i].name)};
    bars->append(drawn_[i].bars);
  }
  if (bars != nullptr) chart()->addSeries(bars);
}

void ChartView::build_line(std::size_t i) {
  Drawn& drawn = drawn_[i];
  if (!described_.series[i].low.empty()) {
    drawn.band_low = new QLineSeries;
    drawn.band_high = new QLineSeries;
    drawn.band = new QAreaSeries{drawn.band_high, drawn.band_low};
    drawn.band_low->setParent(drawn.band);
    drawn.band_high->setParent(drawn.band);
    chart()->addSeries(drawn.band);
  }
  drawn.line = new QLineSeries;
  drawn.line->setName(in_words(described_.series[i].name));
  chart()->addSeries(drawn.line);
}

void ChartView::build_points(std::size_t i) {
  drawn_[i].points = new QScatterSeries;
  drawn_[i].points->setName(in_words(described_.series[i].name));
  drawn_[i].points->setMarkerSize(9);
  chart()->addSeries(drawn_[i].points);
}

void ChartView::build_marks() {
  for (const report::ChartMark& mark : described_.marks) {
    auto* const line = new QLineSeries;
    line->setName(in_words(mark.name));
    marks_.push_back(line);
    chart()->addSeries(line);
  }
}

void ChartView::colour() {
  if (!alone_) colours_ = theme();
  chart()->setBackgroundBrush(alone_ ? QColor{Qt::white} : colours_.card);
  chart()->setBackgroundPen(Qt::NoPen);
  setBackgroundBrush(alone_ ? QColor{Qt::white} : colours_.card);
  for (std::size_t i = 0; i < drawn_.size(); ++i) {
    const QColor base = colours_.series(described_.series[i].tone);
    const Drawn& drawn = drawn_[i];
    if (drawn.line != nullptr) {
      QPen pen{base, 2.0, Theme::pattern(described_.series[i].tone)};
      pen.setJoinStyle(Qt::RoundJoin);
      drawn.line->setPen(pen);
    }
    if (drawn.band != nullptr) {
      QColor wash = base;
      wash.setAlphaF(colours_.dark ? 0.24F : 0.17F);
      drawn.band->setBrush(wash);
      drawn.band->setPen(Qt::NoPen);
    }
    if (drawn.points != nullptr) {
      drawn.points->setColor(base);
      drawn.points->setBorderColor(alone_ ? QColor{Qt::white} : colours_.card);
    }
    if (drawn.bars != nullptr) {
      drawn.bars->setBrush(base);
      drawn.bars->setPen(QPen{alone_ ? QColor{Qt::white} : colours_.card, 0.8});
    }
  }
  for (QLineSeries* const mark : marks_) mark->setPen(QPen{colours_.faint_text, 1.3, Qt::DashLine});
  QFont small = font();
  small.setPointSizeF(std::max(7.0, font().pointSizeF() - 1));
  for (QAbstractAxis* const axis : chart()->axes()) {
    axis->setLabelsColor(colours_.faint_text);
    axis->setLabelsFont(small);
    axis->setLinePenColor(colours_.border);
    axis->setGridLineColor(colours_.grid);
  }
  positions_->setGridLineVisible(false);
  chart()->setTitleBrush(colours_.text);
  chart()->legend()->setLabelColor(colours_.text);
}

void ChartView::fill() {
  if (described_.labels.empty()) return;
  const auto columns = static_cast<std::size_t>(std::max(100, viewport()->width()));
  const std::size_t size = described_.labels.size();
  // One position more on both sides, so that lines leave the picture instead of ending in it.
  const std::size_t first = index_of(std::floor(from_) - 1, size);
  const std::size_t last = index_of(std::ceil(to_) + 1, size);
  const auto points = [this](const std::vector<LinePoint>& line) {
    QList<QPointF> list;
    list.reserve(static_cast<qsizetype>(line.size()));
    for (const LinePoint& p : line) list.append({p.position, p.value * factor()});
    return list;
  };
  for (std::size_t i = 0; i < drawn_.size(); ++i) {
    const report::ChartSeries& series = described_.series[i];
    Drawn& drawn = drawn_[i];
    if (drawn.line != nullptr) {
      drawn.line->replace(points(decimated(series.values, first, last, columns)));
      drawn.line->setPointsVisible(drawn.line->count() == 1);  // a line of one point is none
      drawn.line->setVisible(shown_[i]);
    }
    if (drawn.points != nullptr) {
      drawn.points->replace(points(decimated(series.values, first, last, columns)));
      drawn.points->setVisible(shown_[i]);
    }
    if (drawn.band != nullptr) {
      const Band band = decimated_band(series.low, series.high, first, last, columns);
      drawn.band_low->replace(points(band.low));
      drawn.band_high->replace(points(band.high));
      drawn.band->setVisible(shown_[i] && !band.low.empty());
    }
    if (drawn.bars != nullptr) {
      QList<qreal> values;
      for (const double value : series.values) values.append(shown_[i] && std::isfinite(value) ? value * factor() : 0);
      if (drawn.bars->count() != values.size()) {
        drawn.bars->remove(0, drawn.bars->count());
        drawn.bars->append(values);
      } else {
        for (int k = 0; k < values.size(); ++k) drawn.bars->replace(k, values[k]);
      }
    }
  }
  for (std::size_t m = 0; m < marks_.size(); ++m) {
    const double value = described_.marks[m].value * factor();
    marks_[m]->replace(QList<QPointF>{{least_position(), value}, {most_position(), value}});
  }
  fit_values();
  label_positions();
}

void ChartView::set_shown(std::size_t series, bool shown) {
  shown_[series] = shown;
  fill();
}

void ChartView::look_at(double from, double to) {
  const double least = least_position();
  const double most = most_position();
  const double width = std::clamp(to - from, std::min(2.0, most - least), most - least);
  from_ = std::clamp(from, least, most - width);
  to_ = from_ + width;
  fill();
}

void ChartView::look_at_all() { look_at(least_position(), most_position()); }

void ChartView::zoom(double by, double around) { look_at(around - (around - from_) / by, around + (to_ - around) / by); }

void ChartView::stand_alone(const Theme& colours) {
  alone_ = true;
  colours_ = colours;
  chart()->setTitle(in_words(described_.title));
  chart()->legend()->setVisible(described_.series.size() > 1);
  chart()->legend()->setAlignment(Qt::AlignBottom);
  colour();
  for (std::size_t i = 0; i < drawn_.size(); ++i) {
    if (drawn_[i].band == nullptr) continue;
    for (QLegendMarker* const marker : chart()->legend()->markers(drawn_[i].band)) marker->setVisible(false);
  }
}

void ChartView::point_at(std::optional<std::size_t> position) {
  if (position == pointed_) return;
  pointed_ = position;
  viewport()->update();
}

void ChartView::resizeEvent(QResizeEvent* event) {
  QChartView::resizeEvent(event);
  fill();
}

void ChartView::changeEvent(QEvent* event) {
  QChartView::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) colour();
}

}  // namespace ringside::gui
