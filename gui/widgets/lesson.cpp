#include "gui/widgets/lesson.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace ringside::gui {

Lesson::Lesson(std::vector<Step> steps, QWidget* parent)
    : QFrame{parent}, steps_{std::move(steps)}, text_{new QLabel{this}}, next_{new QPushButton{this}} {
  setObjectName(QStringLiteral("banner"));
  auto* const row = new QHBoxLayout{this};
  row->setContentsMargins(14, 8, 10, 8);
  text_->setWordWrap(true);
  next_->setObjectName(QStringLiteral("main"));
  auto* const close = new QPushButton{tr("Close"), this};
  row->addWidget(text_, 1);
  row->addWidget(next_);
  row->addWidget(close);
  connect(next_, &QPushButton::clicked, this, [this] { go_to(step_ + 1); });
  connect(close, &QPushButton::clicked, this, [this] { hide(); });
  hide();
}

void Lesson::begin() {
  show();
  go_to(0);
}

void Lesson::go_to(std::size_t step) {
  if (step >= steps_.size()) return hide();
  step_ = step;
  text_->setText(tr("<b>%1 of %2</b>&nbsp;&nbsp;%3").arg(step + 1).arg(steps_.size()).arg(steps_[step].text));
  next_->setText(step + 1 < steps_.size() ? tr("Next") : tr("Done"));
  if (steps_[step].point) steps_[step].point();
}

}  // namespace ringside::gui
