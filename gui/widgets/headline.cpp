#include "gui/widgets/headline.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QVBoxLayout>
#include <cmath>

#include "gui/charts/words.h"
#include "reports/charts/chart.h"
#include "reports/compare/difference.h"
#include "simulator/experiments/judged_metric.h"

namespace ringside::gui {
namespace {

using report::ChartUnit;

constexpr const char* kOccupancy = "occupancy";

/// Null: it is not known, be it that there was nothing to measure it by.
const report::Figure* known_figure(const report::Result& result, const std::string& name) {
  const report::Figure* const figure = result.find(name);
  return figure == nullptr || figure->denominator == 0 ? nullptr : figure;
}

ChartUnit unit_of(const std::string& figure) { return figure == "mean_wait" ? ChartUnit::seconds : ChartUnit::share; }

ChartUnit unit_of_difference(const std::string& figure) {
  return figure == "mean_wait" ? ChartUnit::seconds_difference : ChartUnit::points;
}

const report::DayTerms* days_of(const report::Result& result, const std::string& figure) {
  for (const report::DayTerms& days : result.days) {
    if (days.figure == figure) return &days;
  }
  return nullptr;
}

/// The days that both have: they met the same callers.
report::DayTerms first_days(const report::DayTerms& terms, std::size_t n) {
  const auto count = static_cast<std::ptrdiff_t>(n);
  return {terms.figure, {terms.x.begin(), terms.x.begin() + count}, {terms.y.begin(), terms.y.begin() + count}};
}

std::optional<report::Estimate> change_of(const report::Result& now, const report::Result& before, const std::string& figure) {
  const report::DayTerms* const a = days_of(before, figure);
  const report::DayTerms* const b = days_of(now, figure);
  if (a == nullptr || b == nullptr) return {};
  const std::size_t n = std::min(a->x.size(), b->x.size());
  if (n < 2) return {};
  return report::paired_difference(first_days(*a, n), first_days(*b, n), now.confidence);
}

void set_tone(QLabel& label, const char* name) {
  label.setObjectName(QString::fromLatin1(name));
  label.style()->unpolish(&label);
  label.style()->polish(&label);
}

}  // namespace

Headline::Headline(QWidget* parent) : QWidget{parent} {
  auto* const row = new QHBoxLayout{this};
  row->setContentsMargins(0, 0, 4, 0);
  row->setSpacing(10);
  add("service_level", tr("Answered in time"));
  add("mean_wait", tr("Mean wait"));
  add("abandonment_rate", tr("Abandoned"));
  add("turned_away_rate", tr("Turned away"));
  add(kOccupancy, tr("Agents busy"));
}

void Headline::add(const std::string& figure, const QString& name) {
  auto* const card = new QFrame{this};
  card->setObjectName(QStringLiteral("card"));
  auto* const layout = new QVBoxLayout{card};
  layout->setContentsMargins(12, 8, 12, 8);
  layout->setSpacing(1);
  Tile tile{figure, new QLabel{name, card}, new QLabel{QStringLiteral("–"), card}, new QLabel{card}, new QLabel{card}};
  tile.name->setObjectName(QStringLiteral("faint"));
  tile.value->setObjectName(QStringLiteral("figure"));
  tile.width->setObjectName(QStringLiteral("faint"));
  tile.change->setObjectName(QStringLiteral("faint"));
  auto* const numbers = new QHBoxLayout;
  numbers->addWidget(tile.value);
  numbers->addWidget(tile.width, 0, Qt::AlignBottom);
  numbers->addStretch(1);
  layout->addWidget(tile.name);
  layout->addLayout(numbers);
  layout->addWidget(tile.change);
  this->layout()->addWidget(card);
  tiles_.push_back(tile);
}

void Headline::show_result(const report::Result& result, const report::Result* before) {
  for (Tile& tile : tiles_) {
    const report::Figure* const figure = known_figure(result, tile.figure);
    const ChartUnit unit = unit_of(tile.figure);
    tile.value->setText(figure != nullptr ? number_text(figure->estimate.value, unit) : QStringLiteral("–"));
    const bool sure = figure != nullptr && figure->estimate.has_interval();
    tile.width->setText(sure ? QStringLiteral("± %1").arg(width_text(figure->estimate.half_width, unit)) : QString{});
    tile.width->setToolTip(tr("The true value lies within, with %1 % confidence.").arg(100 * result.confidence));
    tile.value->parentWidget()->setAccessibleName(tile.name->text() + QLatin1Char(' ') + tile.value->text());
    const bool comparable = figure != nullptr && before != nullptr && known_figure(*before, tile.figure) != nullptr;
    const bool opened = before == &result;
    const auto change = comparable && !opened ? change_of(result, *before, tile.figure) : std::nullopt;
    const bool same = comparable && (opened || (change && change->value == 0 && change->half_width == 0));
    if (same || !change || !change->has_interval()) {
      tile.change->setText(same ? tr("as opened") : QString{});
      set_tone(*tile.change, "faint");
      continue;
    }
    tile.change->setText(
        tr("%1 ± %2 since opened")
            .arg(number_text(change->value, unit_of_difference(tile.figure)), width_text(change->half_width, unit)));
    const bool clear = std::abs(change->value) > change->half_width;
    const bool more_is_better = sim::judged_metric(tile.figure).wish == sim::Wish::more;
    set_tone(*tile.change, !clear || tile.figure == kOccupancy     ? "faint"
                           : (change->value > 0) == more_is_better ? "good"
                                                                   : "bad");
  }
}

}  // namespace ringside::gui
