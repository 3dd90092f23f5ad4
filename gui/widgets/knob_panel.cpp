#include "gui/widgets/knob_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "scenarios/format/units.h"

namespace ringside::gui {

QString knob_name(const Knob& knob) {
  const QString of = QString::fromStdString(knob.of);
  const QString talk = knob.chats ? KnobPanel::tr("Work of a chat, %1") : KnobPanel::tr("Talk time, %1");
  const QString patience = knob.chats ? KnobPanel::tr("Patience in chats, %1") : KnobPanel::tr("Patience, %1");
  switch (knob.kind) {
    case KnobKind::volume: return KnobPanel::tr("Volume");
    case KnobKind::agents:
      return knob.leaves.size() > 1 ? KnobPanel::tr("Agents, %1 (at most)").arg(of) : KnobPanel::tr("Agents, %1").arg(of);
    case KnobKind::handle_time: return talk.arg(of);
    case KnobKind::patience: return patience.arg(of);
    case KnobKind::wrapup: return KnobPanel::tr("Wrap-up");
    case KnobKind::ewt_threshold: return KnobPanel::tr("Dissuade from an expected wait of, %1").arg(of);
    case KnobKind::queue_threshold: return KnobPanel::tr("Dissuade from a queue of, %1").arg(of);
    case KnobKind::onhold_threshold: return KnobPanel::tr("Dissuade once the first has waited, %1").arg(of);
  }
  return {};
}

QString knob_value(const Knob& knob, double value) {
  const bool off = value == 0 && knob.kind >= KnobKind::ewt_threshold;
  if (off) return KnobPanel::tr("never");
  switch (knob.kind) {
    case KnobKind::volume: return QStringLiteral("%1 %").arg(std::round(100 * value));
    case KnobKind::agents: return QString::number(std::round(value));
    case KnobKind::queue_threshold: return KnobPanel::tr("%n calls", nullptr, static_cast<int>(std::round(value)));
    default: return QString::fromStdString(scenario::duration_text(std::round(value)));
  }
}

KnobPanel::KnobPanel(Session& session, QWidget* parent)
    : QScrollArea{parent}, session_{session}, canvas_{new QWidget}, layout_{new QVBoxLayout{canvas_}} {
  canvas_->setObjectName(QStringLiteral("canvas"));
  setWidget(canvas_);
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  layout_->setContentsMargins(4, 8, 10, 8);
  layout_->setSpacing(3);
  layout_->addStretch(1);
  session_.when_changed([this] { renew(); });
  renew();
}

int KnobPanel::position_of(const Knob& knob, double value) { return static_cast<int>(std::lround(value / knob.step)); }

/// The written value where the slider has not been moved off it, else a multiple of the step.
double KnobPanel::value_at(const Knob& knob, int position) {
  return position == position_of(knob, knob.value) ? knob.value : position * knob.step;
}

/// Rows that stay keep their widgets, so that a slider that is dragged is not taken away from the hand.
void KnobPanel::renew() {
  if (turning_) return;
  const std::vector<Knob> knobs = knobs_of(session_.document());
  canvas_->setEnabled(session_.document().faults().empty());
  if (knobs.empty()) return;
  const bool same = knobs.size() == rows_.size() &&
                    std::equal(knobs.begin(), knobs.end(), rows_.begin(),
                               [](const Knob& a, const auto& b) { return a.key == b->knob.key && a.kind == b->knob.kind; });
  filling_ = true;
  if (!same) {
    for (auto& row : rows_) delete row->slider->parentWidget();
    rows_.clear();
    for (const Knob& knob : knobs) add_row(knob);
  }
  for (std::size_t i = 0; i < knobs.size(); ++i) {
    Row& row = *rows_[i];
    row.knob = knobs[i];
    row.slider->setRange(position_of(row.knob, row.knob.least), position_of(row.knob, row.knob.most));
    row.slider->setValue(position_of(row.knob, row.knob.value));
    row.value->setText(knob_value(row.knob, row.knob.value));
  }
  filling_ = false;
}

void KnobPanel::add_row(Knob knob) {
  auto* const box = new QWidget{canvas_};
  auto* const layout = new QVBoxLayout{box};
  layout->setContentsMargins(0, 3, 0, 5);
  layout->setSpacing(2);
  auto row = std::make_unique<Row>();
  row->slider = new QSlider{Qt::Horizontal, box};
  row->value = new QLabel{box};
  row->value->setObjectName(QStringLiteral("title"));
  row->fault = new QLabel{box};
  row->fault->setObjectName(QStringLiteral("fault"));
  row->fault->setWordWrap(true);
  row->fault->hide();
  const QString name = knob_name(knob);
  row->slider->setAccessibleName(name);
  row->slider->setToolTip(tr("%1: written at %2").arg(name, QString::fromStdString(knob.key)));
  row->slider->setPageStep(5);
  auto* const head = new QHBoxLayout;
  auto* const label = new QLabel{name, box};
  label->setTextFormat(Qt::PlainText);
  label->setBuddy(row->slider);
  head->addWidget(label, 1);
  head->addWidget(row->value);
  layout->addLayout(head);
  layout->addWidget(row->slider);
  layout->addWidget(row->fault);
  layout_->insertWidget(layout_->count() - 1, box);
  const std::size_t index = rows_.size();
  connect(row->slider, &QSlider::valueChanged, this, [this, index](int position) { turn(index, position); });
  connect(row->slider, &QSlider::sliderReleased, this, [this] {
    session_.end_step();
    renew();
  });
  row->knob = std::move(knob);
  rows_.push_back(std::move(row));
}

/// While it is dragged, all positions are counted from where it began: nothing is rounded twice.
void KnobPanel::turn(std::size_t index, int position) {
  if (filling_) return;
  Row& row = *rows_[index];
  const double value = value_at(row.knob, position);
  turning_ = true;
  const QString fault = session_.change(turned(row.knob, value), "knob " + row.knob.key);
  turning_ = false;
  row.value->setText(knob_value(row.knob, value));
  row.fault->setText(fault);
  row.fault->setVisible(!fault.isEmpty());
  if (!row.slider->isSliderDown()) renew();
}

QSlider* KnobPanel::slider(const std::string& key) const {
  for (const auto& row : rows_) {
    if (row->knob.key == key) return row->slider;
  }
  return nullptr;
}

}  // namespace ringside::gui
