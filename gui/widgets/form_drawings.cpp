#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/widgets/day_curve.h"
#include "gui/widgets/form_panel.h"
#include "gui/widgets/span_bars.h"

/// What a form draws: numbers over the day as curves, spans of the day as bars.
namespace ringside::gui {

void FormPanel::add_curve(bool chats) {
  auto curve = std::make_unique<Curve>();
  curve->chats = chats;
  Curve* const raw = curve.get();
  curve->widget = new DayCurve{[this, raw](std::size_t piece, double value) {
                                 if (piece >= raw->day.pieces.size()) return;
                                 const DayPiece& p = raw->day.pieces[piece];
                                 session_.change({moved(p, value)}, "curve " + dotted(p.path));
                               },
                               [this] { session_.end_step(); }, canvas_};
  curve->widget->setAccessibleName(part_ == Part::agents ? tr("Agents over the day") : tr("Arrivals over the day"));
  curve->hint = new QLabel{tr("Written in a way that is not drawn here; edit the YAML."), canvas_};
  curve->hint->setObjectName(QStringLiteral("faint"));
  curve->hint->setWordWrap(true);
  layout_->addRow(curve->widget);
  layout_->addRow(curve->hint);
  curves_.push_back(std::move(curve));
}

void FormPanel::fill_curve(Curve& curve) {
  const ScenarioDocument& document = session_.document();
  const bool agents = part_ == Part::agents;
  curve.day =
      agents ? agent_pieces(document, chosen_.toStdString()) : arrival_pieces(document, chosen_.toStdString(), curve.chats);
  DayCurve::Content content;
  double most = 0;
  for (const DayPiece& piece : curve.day.pieces) {
    content.pieces.push_back({piece.from, piece.to, piece.value});
    most = std::max(most, piece.value);
  }
  content.look = agents ? DayCurve::Look::bars : curve.day.linear ? DayCurve::Look::line : DayCurve::Look::steps;
  content.day_starts = document.scenario() ? document.scenario()->day_starts : 0;
  content.grain = agents ? 1 : most > 400 ? 10 : most > 40 ? 5 : 1;
  content.unit = agents ? tr("agents") : tr("an hour");
  curve.widget->show_content(std::move(content));
  curve.widget->setVisible(!curve.day.pieces.empty());
  curve.hint->setVisible(curve.day.pieces.empty());
}

DayCurve* FormPanel::curve(std::size_t number) const { return number < curves_.size() ? curves_[number]->widget : nullptr; }

void FormPanel::add_bars(const std::string& key, const QString& name, const QString& without_any) {
  auto bars = std::make_unique<Bars>();
  bars->path = path_below(key);
  Bars* const raw = bars.get();
  SpanBars::Actions actions;
  actions.moved = [this, raw](std::size_t bar, const Span& to) {
    if (bar < raw->day.bars.size()) session_.change(moved(raw->day, bar, to), "bar " + dotted(raw->day.bars[bar].path));
  };
  actions.settled = [this] { session_.end_step(); };
  actions.added = [this, raw](const Span& bar) { write_bars(with_bar(session_.document(), raw->day, bar)); };
  actions.removed = [this, raw](std::size_t bar) {
    if (bar < raw->day.bars.size()) write_bars(without_bar(session_.document(), raw->day, bar));
  };
  bars->box = new QWidget{canvas_};
  auto* const column = new QVBoxLayout{bars->box};
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(3);
  bars->widget = new SpanBars{std::move(actions), without_any, bars->box};
  bars->widget->setAccessibleName(name);
  column->addWidget(new QLabel{name, bars->box});
  column->addWidget(bars->widget);
  layout_->addRow(bars->box);
  bars_.push_back(std::move(bars));
}

void FormPanel::write_bars(const ValueChange& change) {
  session_.end_step();
  session_.change({change}, {});
}

void FormPanel::fill_bars(Bars& bars) {
  bars.day = day_bars(session_.document(), bars.path);
  bars.widget->show_day(bars.day);
  layout_->setRowVisible(bars.box, bars.day.drawn);
}

SpanBars* FormPanel::bars(const std::string& key) const {
  for (const auto& bars : bars_) {
    if (dotted(bars->path) == key) return bars->widget;
  }
  return nullptr;
}

}  // namespace ringside::gui
