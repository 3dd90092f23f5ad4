#include "gui/widgets/outlook_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QTimeEdit>
#include <cmath>

#include "gui/charts/words.h"
#include "gui/live/live_day.h"
#include "gui/models/latest_job.h"

namespace ringside::gui {
namespace {

constexpr int kHours = 2;
constexpr int kMostHours = 12;

/// "82 % (61 % – 95 %)"
QString range_text(const Outlook& outlook, report::ChartUnit unit) {
  return QStringLiteral("%1 (%2 – %3)")
      .arg(number_text(outlook.median, unit), number_text(outlook.low, unit), number_text(outlook.high, unit));
}

QString whole_range_text(const Outlook& outlook) {
  const auto whole = [](double value) { return QLocale{}.toString(std::lround(value)); };
  return QStringLiteral("%1 (%2 – %3)").arg(whole(outlook.median), whole(outlook.low), whole(outlook.high));
}

QString clock(double second) { return QString::fromStdString(day_time(second)); }

}  // namespace

OutlookBar::OutlookBar(const std::function<void()>& asked, QWidget* parent)
    : QFrame{parent},
      button_{new QPushButton{tr("The next &hours"), this}},
      hours_{new QSpinBox{this}},
      from_{new QTimeEdit{this}},
      text_{new QLabel{this}} {
  setObjectName(QStringLiteral("card"));
  button_->setCheckable(true);
  button_->setToolTip(
      tr("Simulates from who waits, talks and serves now, by the scenario that is open; each minute anew while it is on"));
  hours_->setRange(1, kMostHours);
  hours_->setValue(kHours);
  hours_->setSuffix(tr(" h"));
  hours_->setAccessibleName(tr("Hours ahead"));
  hours_->setToolTip(tr("Hours ahead"));
  from_->setDisplayFormat(QStringLiteral("HH:mm"));
  from_->setSpecialValueText(tr("from now"));  // in place of 00:00
  from_->setAccessibleName(tr("As if it were this time of the scenario's day"));
  from_->setToolTip(tr("As if it were this time of the scenario's day; 00:00: the centre's own clock"));
  text_->setWordWrap(true);
  text_->setTextFormat(Qt::PlainText);
  text_->setText(tr("What may come, from this moment on"));
  text_->setObjectName(QStringLiteral("faint"));
  auto* const row = new QHBoxLayout{this};
  row->addWidget(button_);
  row->addWidget(hours_);
  row->addWidget(from_);
  row->addWidget(text_, 1);
  connect(button_, &QPushButton::toggled, this, [this, asked](bool on) {
    if (!on) text_->setText(tr("What may come, from this moment on"));
    asked();
  });
  connect(hours_, &QSpinBox::valueChanged, this, [asked] { asked(); });
  connect(from_, &QTimeEdit::timeChanged, this, [asked] { asked(); });
}

bool OutlookBar::wanted() const { return button_->isChecked(); }

NextHoursOptions OutlookBar::options() const {
  NextHoursOptions options{.span = 3600.0 * hours_->value(), .threads = spare_threads()};
  const int second = from_->time().msecsSinceStartOfDay() / 1000;
  if (second > 0) options.time_of_day = second;
  return options;
}

void OutlookBar::show_busy() { text_->setText(tr("Playing …")); }

void OutlookBar::show_fault(const QString& fault) { text_->setText(fault); }

void OutlookBar::show_outlook(const NextHours& next) {
  using report::ChartUnit;
  QStringList parts;
  if (next.service_level) parts.append(tr("service level %1").arg(range_text(*next.service_level, ChartUnit::share)));
  if (next.mean_wait) parts.append(tr("wait %1").arg(range_text(*next.mean_wait, ChartUnit::seconds)));
  if (next.mean_queue) parts.append(tr("in the queue %1").arg(range_text(*next.mean_queue, ChartUnit::calls)));
  if (next.abandoned) parts.append(tr("give up %1").arg(whole_range_text(*next.abandoned)));
  QString text = tr("%1 – %2, eight of ten: ").arg(clock(next.from), clock(next.to)) + parts.join(QStringLiteral(" · "));
  QStringList notes;
  for (const std::string& note : next.notes) notes.append(QString::fromStdString(note).toHtmlEscaped());
  if (!notes.isEmpty()) text += QStringLiteral(" · ") + tr("not all that is there could be taken over");
  text_->setText(text);
  text_->setToolTip(notes.join(QStringLiteral("<br>")));
}

}  // namespace ringside::gui
