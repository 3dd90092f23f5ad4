#include "reports/qt/qt_chart.h"

#include <QAreaSeries>
#include <QBarCategoryAxis>
#include <QBarSeries>
#include <QBarSet>
#include <QCategoryAxis>
#include <QLegend>
#include <QLegendMarker>
#include <QLineSeries>
#include <QPen>
#include <QScatterSeries>
#include <QStackedBarSeries>
#include <QValueAxis>
#include <algorithm>
#include <cmath>
#include <limits>

namespace ringside::report {
namespace {

/// Shares are drawn in percent, so that an axis counts in round numbers.
double factor(ChartUnit unit) { return unit == ChartUnit::share || unit == ChartUnit::points ? 100 : 1; }

bool is_signed(ChartUnit unit) {
  return unit == ChartUnit::points || unit == ChartUnit::seconds_difference || unit == ChartUnit::calls_difference ||
         unit == ChartUnit::plain_difference;
}

QString axis_title(const Chart& chart) {
  const QString title = QString::fromStdString(chart.y_title);
  if (chart.unit == ChartUnit::share) return title.isEmpty() ? QStringLiteral("%") : title + QStringLiteral(" (%)");
  if (chart.unit == ChartUnit::points) return title + QStringLiteral(" (points)");
  if (chart.unit == ChartUnit::seconds_difference) return title + QStringLiteral(" (s)");
  return title;
}

struct Extent {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void add(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

bool has(const Chart& chart, Look look) {
  return std::any_of(chart.series.begin(), chart.series.end(), [&](const ChartSeries& s) { return s.look == look; });
}

Extent extent(const Chart& chart) {
  Extent all;
  const double times = factor(chart.unit);
  std::vector<double> stacked(chart.labels.size(), 0);
  for (const ChartSeries& series : chart.series) {
    if (!series.shown) continue;
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      if (series.look == Look::stack && i < stacked.size() && std::isfinite(series.values[i])) stacked[i] += series.values[i];
      all.add(series.values[i] * times);
    }
    for (const double value : series.low) all.add(value * times);
    for (const double value : series.high) all.add(value * times);
  }
  if (has(chart, Look::stack)) {
    for (const double value : stacked) all.add(value * times);
  }
  for (const ChartMark& mark : chart.marks) all.add(mark.value * times);
  if (!std::isfinite(all.low)) all = {0, 1};
  const bool from_zero =
      has(chart, Look::bar) || has(chart, Look::stack) || (chart.unit != ChartUnit::share && !is_signed(chart.unit));
  if (from_zero || (all.low < 0 && !is_signed(chart.unit))) all.low = 0;
  if (chart.unit == ChartUnit::share) all.high = std::min(all.high, 100.0);
  if (all.high <= all.low) all.high = all.low + 1;
  return all;
}

class Drawing {
 public:
  Drawing(const Chart& chart, const ChartColours& colours, double font_size)
      : chart_{chart}, colours_{colours}, target_{std::make_unique<QChart>()} {
    font_.setPointSizeF(font_size);
  }

  std::unique_ptr<QChart> draw() {
    target_->setBackgroundBrush(colours_.ground);
    target_->setBackgroundRoundness(0);
    target_->setMargins({2, 2, 2, 2});
    target_->legend()->setFont(font_);
    target_->legend()->setLabelColor(colours_.ink);
    target_->legend()->setAlignment(Qt::AlignTop);
    target_->legend()->setMarkerShape(QLegend::MarkerShapeRectangle);
    const bool range = has(chart_, Look::range);
    make_axes(range);
    if (has(chart_, Look::bar) || has(chart_, Look::stack)) add_bars();
    for (const ChartSeries& series : chart_.series) {
      if (series.look == Look::line) add_line(series);
      if (series.look == Look::range) add_ranges(series);
    }
    for (const ChartMark& mark : chart_.marks) add_mark(mark, range);
    if (chart_.series.size() < 2) target_->legend()->hide();
    return std::move(target_);
  }

 private:
  double n() const { return static_cast<double>(std::max<std::size_t>(1, chart_.labels.size())); }

  void style(QAbstractAxis* axis, const QString& title) {
    axis->setLabelsFont(font_);
    axis->setLabelsColor(colours_.soft);
    axis->setTitleFont(font_);
    axis->setTitleBrush(colours_.soft);
    axis->setTitleText(title);
    axis->setLinePenColor(colours_.line);
    axis->setGridLineColor(colours_.line);
  }

  void make_axes(bool range) {
    const Extent reach = extent(chart_);
    numbers_ = new QValueAxis;
    numbers_->setRange(reach.low, reach.high);
    numbers_->setTickCount(6);
    numbers_->applyNiceNumbers();
    const double step = (numbers_->max() - numbers_->min()) / (numbers_->tickCount() - 1);
    if (chart_.unit == ChartUnit::share && numbers_->max() > 100) {  // the numbers stay round below it
      numbers_->setTickCount(std::max(2, 1 + static_cast<int>(std::lround((100 - numbers_->min()) / step))));
      numbers_->setMax(100);
    }
    numbers_->setLabelFormat(step >= 1     ? QStringLiteral("%.0f")
                             : step >= 0.1 ? QStringLiteral("%.1f")
                                           : QStringLiteral("%.3f"));
    style(numbers_, axis_title(chart_));
    // Positions are whole numbers; labels stand at as many of them as there is room for.
    places_ = new QCategoryAxis;
    places_->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    places_->setRange(-0.5, n() - 0.5);
    places_->setStartValue(-0.5);
    const std::size_t every = range ? 1 : std::max<std::size_t>(1, (chart_.labels.size() + 9) / 10);
    for (std::size_t k = 0; k < chart_.labels.size(); k += every) {
      const std::size_t i = range ? chart_.labels.size() - 1 - k : k;  // an axis takes them upwards only
      QString label = QString::fromStdString(chart_.labels[i]);
      while (places_->categoriesLabels().contains(label)) label += QChar{0x200b};  // names of categories are unique
      places_->append(label, place(i, range));
    }
    style(places_, range ? QString{} : QString::fromStdString(chart_.x_title));
    places_->setGridLineVisible(false);
    target_->addAxis(numbers_, range ? Qt::AlignBottom : Qt::AlignLeft);
    target_->addAxis(places_, range ? Qt::AlignLeft : Qt::AlignBottom);
  }

  /// Ranges go from top to bottom.
  double place(std::size_t i, bool range) const { return range ? n() - 1 - static_cast<double>(i) : static_cast<double>(i); }

  void attach(QAbstractSeries* series) {
    target_->addSeries(series);
    series->attachAxis(numbers_);
    series->attachAxis(places_);
  }
  void without_legend(QAbstractSeries* series) {
    for (QLegendMarker* const marker : target_->legend()->markers(series)) marker->setVisible(false);
  }

  void add_bars() {
    const bool stacked = has(chart_, Look::stack);
    QAbstractBarSeries* bars = stacked ? static_cast<QAbstractBarSeries*>(new QStackedBarSeries) : new QBarSeries;
    bars->setBarWidth(0.85);
    for (const ChartSeries& series : chart_.series) {
      if (series.look != Look::bar && series.look != Look::stack) continue;
      auto* const set = new QBarSet(QString::fromStdString(series.name));
      for (const double value : series.values) set->append(std::isfinite(value) ? value * factor(chart_.unit) : 0);
      set->setColor(colours_.of(series.tone));
      set->setBorderColor(colours_.ground);
      bars->append(set);
    }
    attach(bars);
  }

  /// One Qt series for each stretch without holes; all of them one line of the legend.
  void add_line(const ChartSeries& series) {
    const QColor colour = colours_.of(series.tone);
    bool named = false;
    for (std::size_t begin = 0; begin < series.values.size();) {
      if (!std::isfinite(series.values[begin])) {
        ++begin;
        continue;
      }
      std::size_t end = begin;
      while (end < series.values.size() && std::isfinite(series.values[end])) ++end;
      add_band(series, begin, end, colour);
      auto* const line = new QLineSeries;
      for (std::size_t i = begin; i < end; ++i) line->append(static_cast<double>(i), series.values[i] * factor(chart_.unit));
      QPen pen{colour, 2};
      if (series.tone == Tone::seventh) pen.setStyle(Qt::DashLine);
      line->setPen(pen);
      line->setPointsVisible(end - begin == 1);
      line->setName(QString::fromStdString(series.name));
      attach(line);
      if (named) without_legend(line);
      line->setVisible(series.shown);
      named = true;
      begin = end;
    }
  }

  void add_band(const ChartSeries& series, std::size_t begin, std::size_t end, QColor colour) {
    if (series.low.size() != series.values.size() || series.high.size() != series.values.size()) return;
    auto* const low = new QLineSeries;
    auto* const high = new QLineSeries;
    for (std::size_t i = begin; i < end; ++i) {
      if (!std::isfinite(series.low[i]) || !std::isfinite(series.high[i])) continue;
      const auto clamped = [&](double value) {
        return std::clamp(value * factor(chart_.unit), numbers_->min(), numbers_->max());
      };
      low->append(static_cast<double>(i), clamped(series.low[i]));
      high->append(static_cast<double>(i), clamped(series.high[i]));
    }
    if (low->count() < 2) {
      delete low;
      delete high;
      return;
    }
    auto* const band = new QAreaSeries(high, low);
    low->setParent(band);
    high->setParent(band);
    colour.setAlpha(45);
    band->setColor(colour);
    band->setPen(Qt::NoPen);
    attach(band);
    without_legend(band);
    band->setVisible(series.shown);
  }

  void add_ranges(const ChartSeries& series) {
    QColor colour = colours_.of(series.tone);
    auto* const dots = new QScatterSeries;
    dots->setName(QString::fromStdString(series.name));
    dots->setMarkerSize(8);
    dots->setColor(colour);
    dots->setBorderColor(colours_.ground);
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      if (!std::isfinite(series.values[i])) continue;
      dots->append(series.values[i] * factor(chart_.unit), place(i, true));
      if (i >= series.low.size() || i >= series.high.size() || !std::isfinite(series.low[i])) continue;
      auto* const bar = new QLineSeries;
      bar->append(series.low[i] * factor(chart_.unit), place(i, true));
      bar->append(series.high[i] * factor(chart_.unit), place(i, true));
      QColor pale = colour;
      pale.setAlpha(110);
      bar->setPen({pale, 6, Qt::SolidLine, Qt::RoundCap});
      attach(bar);
      without_legend(bar);
    }
    attach(dots);
  }

  void add_mark(const ChartMark& mark, bool range) {
    auto* const line = new QLineSeries;
    const double value = mark.value * factor(chart_.unit);
    for (const double at : {-0.5, n() - 0.5}) {
      if (range)
        line->append(value, at);
      else
        line->append(at, value);
    }
    line->setPen({colours_.ink, 1, Qt::DashLine});
    line->setName(QString::fromStdString(mark.name));
    attach(line);
    if (range) without_legend(line);
  }

  const Chart& chart_;
  const ChartColours& colours_;
  std::unique_ptr<QChart> target_;
  QFont font_;
  QValueAxis* numbers_ = nullptr;
  QCategoryAxis* places_ = nullptr;
};

}  // namespace

ChartColours ChartColours::light() { return {QColor{0x17202b}, QColor{0x566172}, QColor{0xe3e8ef}, QColor{0xffffff}, false}; }
ChartColours ChartColours::for_dark() { return {QColor{0xe7ecf3}, QColor{0x9aa7b8}, QColor{0x2a3441}, QColor{0x171e27}, true}; }

QColor ChartColours::of(Tone tone) const {
  constexpr QRgb kLight[] = {0x0b63c4, 0xd2650a, 0x0d8a66, 0xb03a86, 0x8a7400,
                             0x5a49c9, 0x2a9bc4, 0x8792a2, 0x0d8a66, 0xcc3a2e};
  constexpr QRgb kDark[] = {0x6db3ff, 0xffa257, 0x4fd1a5, 0xf08cc8, 0xe2c94a, 0xa99bff, 0x6fd6f5, 0x8f9bac, 0x4fd1a5, 0xff8076};
  const auto index = static_cast<std::size_t>(tone);
  return QColor{dark ? kDark[index] : kLight[index]};
}

std::unique_ptr<QChart> make_chart(const Chart& chart, const ChartColours& colours, double font_size) {
  return Drawing{chart, colours, font_size}.draw();
}

}  // namespace ringside::report
