#include "gui/charts/chart_view.h"

#include <QGraphicsLayout>
#include <QMouseEvent>
#include <QPainterPath>
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
#include <array>
#include <cmath>

#include "gui/charts/words.h"
#include "gui/models/decimate.h"

namespace ringside::gui {
namespace {

using report::ChartUnit;
using report::Look;

/// The least round end that is not below the value.
AxisEnd round_up(double value) {
  if (value <= 0) return {};
  constexpr std::array<AxisEnd, 9> kEnds{{{1, 4}, {1.5, 3}, {2, 4}, {3, 3}, {4, 4}, {5, 5}, {6, 3}, {8, 4}, {10, 4}}};
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const AxisEnd& end : kEnds) {
    if (value <= end.value * power * 1.0001) return {end.value * power, end.pieces};
  }
  return {10 * power, 4};
}

/// The least of 1, 2, 5, 10, … that is not below the value.
double round_step(double value) {
  if (value <= 0) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 5.0}) {
    if (value <= step * power * 1.0001) return step * power;
  }
  return 10 * power;
}

QString axis_format(ChartUnit unit, double step) {
  int digits = 0;
  while (digits < 4 && std::abs(step - std::round(step)) > 1e-6 * step) {
    step *= 10;
    ++digits;
  }
  QString format = QStringLiteral("%.%1f").arg(digits);
  if (unit == ChartUnit::share) format += QStringLiteral(" %%");
  if (unit == ChartUnit::seconds || unit == ChartUnit::seconds_difference) format += QStringLiteral(" s");
  return format;
}

std::size_t index_of(double position, std::size_t size) {
  return static_cast<std::size_t>(std::clamp(position, 0.0, static_cast<double>(size - 1)));
}

}  // namespace

ChartView::ChartView(QWidget* parent) : QChartView{new QChart, parent} {
  chart()->legend()->hide();
  chart()->layout()->setContentsMargins(0, 0, 0, 0);
  chart()->setMargins({2, 4, 18, 0});  // the last label reaches beyond the end
  chart()->setBackgroundRoundness(0);
  chart()->setAnimationOptions(QChart::NoAnimation);
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

double ChartView::factor() const {
  return described_.unit == ChartUnit::share || described_.unit == ChartUnit::points ? 100 : 1;
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

/// The axis keeps its end while the values stay near it: neighbouring pictures are compared at a glance.
void ChartView::fit_values() {
  double most = 0;
  double most_value = 0;
  double least = 0;
  std::vector<double> stacks(described_.labels.size(), 0);
  for (std::size_t i = 0; i < described_.series.size(); ++i) {
    if (!shown_[i]) continue;
    const report::ChartSeries& series = described_.series[i];
    for (std::size_t k = 0; k < series.values.size(); ++k) {
      const bool in_sight = static_cast<double>(k) >= from_ - 1 && static_cast<double>(k) <= to_ + 1;
      if (!in_sight || !std::isfinite(series.values[k])) continue;
      if (series.look == Look::stack && k < stacks.size()) {
        most = std::max(most, stacks[k] += series.values[k]);
        most_value = std::max(most_value, stacks[k]);
        continue;
      }
      most = std::max(most, series.values[k]);
      most_value = std::max(most_value, series.values[k]);
      least = std::min(least, series.values[k]);
      if (k < series.high.size() && std::isfinite(series.high[k])) most = std::max(most, series.high[k]);
      const bool below = series.look == Look::range && k < series.low.size() && std::isfinite(series.low[k]);
      if (below) least = std::min(least, series.low[k]);
    }
  }
  for (const report::ChartMark& mark : described_.marks) most = std::max(most, mark.value);
  // An interval may reach beyond all there is.
  if (described_.unit == ChartUnit::share && most_value <= 1.001) most = std::min(most, 1.0);
  if (least < 0) {
    fit_both_sides(least * factor(), most * factor());
  } else {
    AxisEnd end = round_up(most * factor());
    const AxisEnd now = axis_end_;
    const bool full = described_.unit == ChartUnit::share && most > 0.5;  // no axis of shares ends above 100 %
    if (full) end = {100, 4};
    if (!full && now.value >= end.value && now.value <= 1.7 * end.value) end = now;
    axis_end_ = end;
    values_->setRange(0, end.value);
    values_->setTickType(QValueAxis::TicksFixed);
    values_->setTickCount(end.pieces + 1);
    values_->setLabelFormat(axis_format(described_.unit, end.value / end.pieces));
  }
  positions_->setRange(from_, to_);
}

/// Differences: 0 is among the numbers of the axis.
void ChartView::fit_both_sides(double least, double most) {
  const double step = round_step((most - least) / 5);
  const double begin = std::floor(least / step - 1e-9);
  const double end = std::ceil(most / step + 1e-9);
  values_->setRange(begin * step, end * step);
  values_->setTickType(QValueAxis::TicksDynamic);
  values_->setTickAnchor(1e-9 * step);  // a hair above 0, lest it be written -0.0
  values_->setTickInterval(step);
  values_->setLabelFormat(axis_format(described_.unit, step));
}

void ChartView::label_positions() {
  const std::size_t size = described_.labels.size();
  std::size_t longest = 1;
  const std::size_t first = index_of(std::ceil(from_), size);
  const std::size_t last = index_of(std::floor(to_), size);
  for (std::size_t i = first; i <= last; i += std::max<std::size_t>(1, (last - first) / 50)) {
    longest = std::max(longest, static_cast<std::size_t>(in_words(described_.labels[i]).size()));
  }
  const double width = std::max(60, viewport()->width() - 70);
  const double each = 7.0 * static_cast<double>(longest) + 14;
  const auto room = std::max<std::size_t>(1, static_cast<std::size_t>(width / each));
  std::size_t step = std::max<std::size_t>(1, (last - first + room) / room);
  for (const std::size_t nice : {1U, 2U, 4U, 6U, 8U, 12U, 24U, 48U}) {
    if (nice >= step) {
      step = nice;
      break;
    }
  }
  std::vector<std::pair<QString, double>> labels;
  for (std::size_t i = (first + step - 1) / step * step; i <= last; i += step) {
    QString label = in_words(described_.labels[i]);
    for (const auto& before : labels) {
      if (before.first == label) label += QChar{0x200b};  // labels must differ
    }
    labels.emplace_back(std::move(label), static_cast<double>(i));
  }
  if (labels == position_labels_) return;  // each change makes the chart arrange all its parts anew
  position_labels_ = std::move(labels);
  for (const QString& label : positions_->categoriesLabels()) positions_->remove(label);
  positions_->setStartValue(least_position() - 1);
  for (const auto& [label, position] : position_labels_) positions_->append(label, position);
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

std::optional<std::size_t> ChartView::position_near(double x) const {
  if (described_.labels.empty() || chart()->series().isEmpty()) return {};
  const QPointF at = chart()->mapToValue(chart()->mapFromScene(mapToScene(static_cast<int>(x), 0)), chart()->series().value(0));
  const double position = std::round(at.x());
  if (position < std::floor(from_) || position > std::ceil(to_)) return {};
  return index_of(position, described_.labels.size());
}

void ChartView::paintEvent(QPaintEvent* event) {
  QChartView::paintEvent(event);
  if (described_.labels.empty() || chart()->series().isEmpty()) return;
  QPainter painter{viewport()};
  painter.setRenderHint(QPainter::Antialiasing);
  draw_whiskers(painter);
  if (pointed_ && *pointed_ < described_.labels.size()) draw_card(painter);
}

void ChartView::draw_whiskers(QPainter& painter) const {
  std::size_t bars = 0;
  for (const auto& series : described_.series) bars += series.look == Look::bar || series.look == Look::range ? 1 : 0;
  if (bars != 1) return;
  painter.setClipRect(chart()->plotArea());
  painter.setPen(QPen{colours_.text, 1.2});
  for (const report::ChartSeries& series : described_.series) {
    if ((series.look != Look::bar && series.look != Look::range) || series.low.size() != series.values.size()) continue;
    for (std::size_t k = 0; k < series.values.size(); ++k) {
      if (!std::isfinite(series.low[k]) || !std::isfinite(series.high[k])) continue;
      const auto at = [&](double value) {
        return chart()->mapToPosition({static_cast<double>(k), value * factor()}, chart()->series().value(0));
      };
      const QPointF low = at(series.low[k]);
      const QPointF high = at(series.high[k]);
      painter.drawLine(low, high);
      for (const QPointF& end : {low, high}) painter.drawLine(end - QPointF{4, 0}, end + QPointF{4, 0});
    }
  }
  painter.setClipping(false);
}

/// What stands at the pointed position: name, value, interval; beside a line through it.
void ChartView::draw_card(QPainter& painter) const {
  const std::size_t k = *pointed_;
  const QRectF plot = chart()->plotArea();
  const double x = chart()->mapToPosition({static_cast<double>(k), 0}, chart()->series().value(0)).x();
  if (x < plot.left() - 1 || x > plot.right() + 1) return;
  painter.setPen(QPen{colours_.faint_text, 1, Qt::DotLine});
  painter.drawLine(QPointF{x, plot.top()}, QPointF{x, plot.bottom()});

  struct Row {
    QColor colour;
    QString name, value;
  };
  std::vector<Row> rows;
  for (std::size_t i = 0; i < described_.series.size(); ++i) {
    const report::ChartSeries& series = described_.series[i];
    if (!shown_[i] || k >= series.values.size()) continue;
    QString value = number_text(series.values[k], described_.unit);
    if (k < series.low.size() && std::isfinite(series.low[k])) {
      value += QStringLiteral("  (%1 – %2)")
                   .arg(number_text(series.low[k], described_.unit), number_text(series.high[k], described_.unit));
    }
    rows.push_back({colours_.series(series.tone), in_words(series.name), value});
  }
  const QString head = in_words(k < described_.spans.size() ? described_.spans[k] : described_.labels[k]);
  QFont bold = font();
  bold.setBold(true);
  const QFontMetricsF metrics{font()};
  const double line = metrics.height() + 3;
  double names = 0;
  double values = 0;
  for (const Row& row : rows) {
    names = std::max(names, metrics.horizontalAdvance(row.name));
    values = std::max(values, metrics.horizontalAdvance(row.value));
  }
  const double width = std::max(QFontMetricsF{bold}.horizontalAdvance(head), 14 + names + 14 + values) + 20;
  const double height = line * static_cast<double>(rows.size() + 1) + 12;
  double left = x + 12;
  if (left + width > viewport()->width() - 4) left = x - 12 - width;
  const QRectF card{std::max(2.0, left), plot.top() + 4, width, height};
  QColor back = colours_.card;
  back.setAlphaF(0.95F);
  painter.setPen(colours_.border);
  painter.setBrush(back);
  painter.drawRoundedRect(card, 6, 6);
  painter.setPen(colours_.text);
  painter.setFont(bold);
  painter.drawText(QRectF{card.left() + 10, card.top() + 6, width, line}, Qt::AlignVCenter, head);
  painter.setFont(font());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const double y = card.top() + 6 + line * static_cast<double>(r + 1);
    painter.fillRect(QRectF{card.left() + 10, y + line / 2 - 4, 8, 8}, rows[r].colour);
    painter.setPen(colours_.text);
    painter.drawText(QRectF{card.left() + 24, y, names + 4, line}, Qt::AlignVCenter, rows[r].name);
    painter.drawText(QRectF{card.right() - 10 - values - 2, y, values + 2, line}, Qt::AlignVCenter | Qt::AlignRight,
                     rows[r].value);
  }
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

void ChartView::resizeEvent(QResizeEvent* event) {
  QChartView::resizeEvent(event);
  fill();
}

void ChartView::changeEvent(QEvent* event) {
  QChartView::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) colour();
}

}  // namespace ringside::gui
