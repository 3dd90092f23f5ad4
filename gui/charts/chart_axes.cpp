#include <QtCharts/QCategoryAxis>
#include <QtCharts/QValueAxis>
#include <algorithm>
#include <array>
#include <cmath>

#include "gui/charts/chart_view.h"
#include "gui/charts/words.h"

/// What the axes of a chart say, and where they end.
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
  if (unit == ChartUnit::share) format += QStringLiteral(" %");  // as it stands: localized numbers are not printf's
  if (unit == ChartUnit::seconds || unit == ChartUnit::seconds_difference) format += QStringLiteral(" s");
  return format;
}

}  // namespace

double ChartView::factor() const {
  return described_.unit == ChartUnit::share || described_.unit == ChartUnit::points ? 100 : 1;
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

}  // namespace ringside::gui
