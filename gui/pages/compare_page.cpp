#include "gui/pages/compare_page.h"

#include <QFileInfo>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QTableWidget>
#include <QVBoxLayout>
#include <cmath>

#include "gui/charts/words.h"
#include "reports/charts/comparison_charts.h"

namespace ringside::gui {
namespace {

using report::ChartUnit;

ChartUnit unit_of(const sim::JudgedMetric& metric) {
  if (metric.unit.empty()) return ChartUnit::share;
  return metric.unit == "s" ? ChartUnit::seconds : ChartUnit::plain;
}

ChartUnit unit_of_difference(const sim::JudgedMetric& metric) {
  if (metric.unit.empty()) return ChartUnit::points;
  return metric.unit == "s" ? ChartUnit::seconds_difference : ChartUnit::plain_difference;
}

/// "Mean wait, orders.calls".
QString metric_name(const sim::JudgedMetric& metric) {
  const std::string all = metric.words();
  const std::size_t colon = all.rfind(": ");
  QString words = ComparePage::tr((colon == std::string::npos ? all : all.substr(colon + 2)).c_str());
  if (!words.isEmpty()) words[0] = words[0].toUpper();
  if (colon == std::string::npos) return words;
  return QStringLiteral("%1, %2").arg(words, QString::fromStdString(all.substr(0, colon)));
}

/// "2.9 ± 0.4", with as many digits as the width deserves.
QString with_width(double value, double half_width) {
  const int digits = half_width < 0.095 ? 2 : half_width < 9.5 ? 1 : 0;
  return QStringLiteral("%1 ± %2").arg(QLocale{}.toString(std::abs(value), 'f', digits),
                                       QLocale{}.toString(half_width, 'f', digits));
}

// Words of the simulator's figures, for the translators.
[[maybe_unused]] constexpr std::array kFigures{
    QT_TRANSLATE_NOOP("ComparePage", "answered in time"), QT_TRANSLATE_NOOP("ComparePage", "abandoned"),
    QT_TRANSLATE_NOOP("ComparePage", "turned away"),      QT_TRANSLATE_NOOP("ComparePage", "mean wait"),
    QT_TRANSLATE_NOOP("ComparePage", "in chats"),
};

QString clause(const Statement& s) {
  const QString of = QString::fromStdString(s.of);
  const bool more = s.value > 0;
  using What = Statement::What;
  switch (s.what) {
    case What::agents_freed: {
      const QString n = with_width(s.value, s.half_width);
      return more ? ComparePage::tr("it frees %1 agents (%2) for calls").arg(n, of)
                  : ComparePage::tr("it binds %1 agents (%2) more in chats").arg(n, of);
    }
    case What::wait: {
      const QString n = with_width(s.value, s.half_width) + QStringLiteral(" s");
      if (s.of.empty())
        return (more ? ComparePage::tr("callers wait %1 longer") : ComparePage::tr("callers wait %1 less")).arg(n);
      if (s.chats)
        return (more ? ComparePage::tr("chats of %2 wait %1 longer") : ComparePage::tr("chats of %2 wait %1 less")).arg(n, of);
      return (more ? ComparePage::tr("calls of %2 wait %1 longer") : ComparePage::tr("calls of %2 wait %1 less")).arg(n, of);
    }
    default: break;
  }
  const QString n = with_width(100 * s.value, 100 * s.half_width);
  if (s.what == What::service_level)
    return (more ? ComparePage::tr("%1 points more are answered in time")
                 : ComparePage::tr("%1 points fewer are answered in time"))
        .arg(n);
  if (s.what == What::abandonment)
    return (more ? ComparePage::tr("%1 points more give up") : ComparePage::tr("%1 points fewer give up")).arg(n);
  return (more ? ComparePage::tr("%1 points more are turned away") : ComparePage::tr("%1 points fewer are turned away")).arg(n);
}

}  // namespace

QString ComparePage::sentence(const std::string& name, const sim::Comparison& comparison, std::size_t variant) {
  const QString who = QString::fromStdString(name);
  const auto statements = statements_of(comparison, variant);
  if (statements.empty()) {
    return surely_the_same(comparison, variant) ? tr("%1 makes no real difference.").arg(who)
                                                : tr("%1: the days played do not tell yet.").arg(who);
  }
  QStringList clauses;
  for (const Statement& statement : statements) clauses.append(clause(statement));
  return tr("%1: %2.").arg(who, clauses.join(QStringLiteral("; ")));
}

ComparePage::ComparePage(Session& session, QWidget* parent)
    : Page{parent}, session_{session}, runner_{[this](const ComparePicture& picture) {
        QMetaObject::invokeMethod(
            this, [this, picture] { take(picture); }, Qt::QueuedConnection);
      }} {
  auto* const layout = new QHBoxLayout{this};
  layout->setContentsMargins(10, 10, 10, 10);
  layout->setSpacing(10);
  layout->addWidget(variants_side());
  layout->addWidget(result_side(), 1);
}

QWidget* ComparePage::variants_side() {
  auto* const card = new QFrame{this};
  card->setObjectName(QStringLiteral("card"));
  card->setFixedWidth(310);
  auto* const layout = new QVBoxLayout{card};
  layout->setContentsMargins(14, 12, 14, 12);
  const auto title = [&](const QString& text) {
    auto* const label = new QLabel{text, card};
    label->setObjectName(QStringLiteral("title"));
    layout->addWidget(label);
    return label;
  };
  const auto button = [&](const QString& text, const QString& hint, auto action) {
    auto* const b = new QPushButton{text, card};
    b->setToolTip(hint);
    connect(b, &QPushButton::clicked, this, action);
    layout->addWidget(b);
  };
  title(tr("Baseline"));
  base_name_ = new QLabel{card};
  base_name_->setWordWrap(true);
  base_name_->setTextFormat(Qt::PlainText);
  layout->addWidget(base_name_);
  button(tr("&Pin what is open"), tr("The scenario as it is open now becomes the baseline"), [this] { pin(); });
  layout->addSpacing(10);
  QLabel* const variants = title(tr("&Variants"));
  list_ = new QListWidget{card};
  list_->setAccessibleName(tr("Variants"));
  list_->setToolTip(tr("Those with a tick are compared; Delete removes one"));
  variants->setBuddy(list_);
  layout->addWidget(list_, 1);
  connect(list_, &QListWidget::itemChanged, this, [this] {
    if (!filling_) play();
  });
  connect(new QShortcut{QKeySequence::Delete, list_, nullptr, nullptr, Qt::WidgetShortcut}, &QShortcut::activated, this,
          [this] { remove_chosen(); });
  button(tr("&Add what is open"), tr("The scenario as it is open now becomes a variant"), [this] { add_open(); });
  change_ = new QLineEdit{card};
  change_->setPlaceholderText(tr("agents.team.count=+1"));
  change_->setAccessibleName(tr("A change as a variant"));
  change_->setToolTip(tr("KEY=VALUE, several with ; between. Enter adds it as a variant of the baseline."));
  change_fault_ = new QLabel{card};
  change_fault_->setObjectName(QStringLiteral("fault"));
  change_fault_->setWordWrap(true);
  change_fault_->setTextFormat(Qt::PlainText);
  change_fault_->hide();
  connect(change_, &QLineEdit::returnPressed, this, [this] {
    const QString error = add_change(change_->text());
    change_fault_->setText(error);
    change_fault_->setVisible(!error.isEmpty());
    if (error.isEmpty()) change_->clear();
  });
  layout->addWidget(change_);
  layout->addWidget(change_fault_);
  return card;
}

QWidget* ComparePage::result_side() {
  auto* const side = new QWidget{this};
  auto* const layout = new QVBoxLayout{side};
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(10);
  auto* const head = new QHBoxLayout;
  auto* const title = new QLabel{tr("What differs"), side};
  title->setObjectName(QStringLiteral("page_title"));
  progress_text_ = new QLabel{side};
  progress_text_->setObjectName(QStringLiteral("faint"));
  progress_ = new QProgressBar{side};
  progress_->setTextVisible(false);
  progress_->setFixedSize(120, 6);
  cancel_ = new QPushButton{tr("Stop"), side};
  connect(cancel_, &QPushButton::clicked, this, [this] { runner_.cancel(); });
  head->addWidget(title);
  head->addStretch(1);
  head->addWidget(progress_text_);
  head->addWidget(progress_);
  head->addWidget(cancel_);
  progress_->hide();
  cancel_->hide();
  verdicts_ = new QFrame{side};
  verdicts_->setObjectName(QStringLiteral("card"));
  sentences_ = new QVBoxLayout{verdicts_};
  sentences_->setContentsMargins(14, 10, 14, 10);
  board_ = new ChartBoard{side};
  table_ = new QTableWidget{side};
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSelectionMode(QAbstractItemView::ContiguousSelection);
  table_->verticalHeader()->setDefaultSectionSize(26);
  table_->setAccessibleName(tr("Differences with their intervals"));
  layout->addLayout(head);
  layout->addWidget(verdicts_);
  layout->addWidget(board_, 1);
  layout->addWidget(table_);
  return side;
}

void ComparePage::entered() {
  if (!base_) pin();
}

void ComparePage::pin() {
  const ScenarioDocument& document = session_.document();
  if (!document.scenario() || !document.faults().empty()) return;
  base_ = ComparedSide{tr("as it is").toStdString(), document.text(), document.file(), {}};
  const auto& name = document.scenario()->name;
  base_name_->setText(name.empty() ? QFileInfo{QString::fromStdString(document.file())}.fileName()
                                   : QString::fromStdString(name));
  sides_.clear();
  filling_ = true;
  list_->clear();
  filling_ = false;
  for (const scenario::Variant& variant : document.scenario()->what_if) {
    add_item({variant.name, document.text(), document.file(), variant.overrides});
  }
  if (document.scenario()->what_if.empty() && !document.scenario()->agents.empty()) {
    const auto& group = document.scenario()->agents.front();
    if (!group.count_is_table) {
      add_change(QStringLiteral("agents.%1.count=+1").arg(QString::fromStdString(group.name)));
      return;
    }
    add_change(QStringLiteral("volume=1.1"));
    return;
  }
  play();
}

void ComparePage::add_item(ComparedSide side) {
  filling_ = true;
  auto* const item = new QListWidgetItem{QString::fromStdString(side.name), list_};
  item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
  item->setCheckState(Qt::Checked);
  QString hint;
  for (const scenario::Override& change : side.changes) {
    hint += QString::fromStdString(change.key + " = " + change.value).toHtmlEscaped() + QStringLiteral("<br>");
  }
  item->setToolTip(hint);
  filling_ = false;
  sides_.emplace_back(std::move(side), item);
}

void ComparePage::add_open() {
  const ScenarioDocument& document = session_.document();
  if (!document.scenario() || !document.faults().empty()) return;
  const QString name = tr("open, %1").arg(tr("version %1").arg(sides_.size() + 1));
  add_item({name.toStdString(), document.text(), document.file(), {}});
  play();
}

QString ComparePage::add_change(const QString& text) {
  const auto variant = sim::variant_of(text.trimmed().toStdString());
  if (!variant || !base_) return tr("A change is written KEY=VALUE, such as agents.team.count=+1.");
  const auto read = scenario::parse_scenario(base_->text, base_->file.empty() ? "scenario" : base_->file, variant->overrides);
  if (!read) return QString::fromStdString(to_string(read.error().front()));
  add_item({variant->name, base_->text, base_->file, variant->overrides});
  play();
  return {};
}

void ComparePage::remove_chosen() {
  QListWidgetItem* const chosen = list_->currentItem();
  if (chosen == nullptr) return;
  std::erase_if(sides_, [&](const auto& side) { return side.second == chosen; });
  filling_ = true;
  delete chosen;
  filling_ = false;
  play();
}

void ComparePage::play() {
  if (!base_) return;
  std::vector<ComparedSide> sides{*base_};
  for (const auto& [side, item] : sides_) {
    if (item->checkState() == Qt::Checked) sides.push_back(side);
  }
  picture_ = {};
  request_ = runner_.request(std::move(sides));
}

void ComparePage::take(const ComparePicture& picture) {
  if (picture.request != request_) return;
  const bool fresh = picture.comparison != nullptr && picture.comparison != picture_.comparison;
  picture_ = picture;
  progress_->setRange(0, static_cast<int>(picture.wanted));
  progress_->setValue(static_cast<int>(picture.played));
  progress_->setVisible(!picture.done);
  cancel_->setVisible(!picture.done);
  progress_text_->setText(!picture.error.empty()          ? QString::fromStdString(picture.error)
                          : picture.comparison == nullptr ? tr("playing …")
                                                          : tr("%n days of each, the same callers", nullptr,
                                                               static_cast<int>(picture.comparison->replications)));
  if (!fresh) return;
  show_words();
  show_charts();
  show_table();
}

void ComparePage::show_words() {
  while (QLayoutItem* const item = sentences_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  const sim::Comparison& comparison = *picture_.comparison;
  for (std::size_t v = 1; v < comparison.variants.size(); ++v) {
    auto* const label = new QLabel{sentence(comparison.variants[v].name, comparison, v), verdicts_};
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    sentences_->addWidget(label);
  }
  auto* const note =
      new QLabel{tr("Against “%1”. All intervals hold together with %2 % confidence; what may be chance is left out.")
                     .arg(QString::fromStdString(comparison.variants.front().name))
                     .arg(100 * comparison.confidence),
                 verdicts_};
  note->setObjectName(QStringLiteral("faint"));
  note->setWordWrap(true);
  sentences_->addWidget(note);
}

void ComparePage::show_charts() {
  const sim::Comparison& comparison = *picture_.comparison;
  std::vector<report::Chart> charts;
  std::vector<report::NamedResult> results;
  for (const sim::ComparedVariant& variant : comparison.variants) results.push_back({variant.name, &variant.result});
  for (std::size_t m = 0; m < comparison.metrics.size(); ++m) {
    std::vector<report::NamedDifference> differences;
    bool any = false;
    for (std::size_t v = 1; v < comparison.variants.size(); ++v) {
      const sim::Difference& d = comparison.variants[v].differences[m];
      if (!d.known()) continue;
      differences.push_back({comparison.variants[v].name, {d.value, d.half_width, comparison.replications}});
      any = any || d.value != 0;
    }
    if (!any) continue;
    const sim::JudgedMetric& metric = comparison.metrics[m];
    charts.push_back(report::differences_chart("difference_" + metric.path, metric_name(metric).toStdString(),
                                               unit_of_difference(metric), differences, comparison.confidence));
  }
  for (const auto& [figure, title, unit] :
       {std::tuple{"service_level", QT_TR_NOOP("Answered in time, by variant"), ChartUnit::share},
        std::tuple{"mean_queue", QT_TR_NOOP("Calls in the queue, by variant"), ChartUnit::calls}}) {
    if (auto chart = report::overlay_chart(results, figure, tr(title).toStdString(), unit)) charts.push_back(std::move(*chart));
  }
  board_->show_charts(std::move(charts));
}

void ComparePage::show_table() {
  const sim::Comparison& comparison = *picture_.comparison;
  table_->clear();
  table_->setRowCount(static_cast<int>(comparison.metrics.size()));
  table_->setColumnCount(static_cast<int>(comparison.variants.size()));
  for (std::size_t v = 0; v < comparison.variants.size(); ++v) {
    table_->setHorizontalHeaderItem(static_cast<int>(v),
                                    new QTableWidgetItem{QString::fromStdString(comparison.variants[v].name)});
  }
  for (std::size_t m = 0; m < comparison.metrics.size(); ++m) {
    const sim::JudgedMetric& metric = comparison.metrics[m];
    const int row = static_cast<int>(m);
    table_->setVerticalHeaderItem(row, new QTableWidgetItem{metric_name(metric)});
    for (std::size_t v = 1; v < comparison.variants.size(); ++v) {
      const sim::Difference& d = comparison.variants[v].differences[m];
      const QString unknown = QStringLiteral("–");
      if (v == 1)
        table_->setItem(row, 0, new QTableWidgetItem{d.base_known ? number_text(d.base.value, unit_of(metric)) : unknown});
      auto* const item =
          new QTableWidgetItem{d.known() ? QStringLiteral("%1 ± %2").arg(number_text(d.value, unit_of_difference(metric)),
                                                                         width_text(d.half_width, unit_of_difference(metric)))
                                         : unknown};
      const bool good = d.verdict == sim::Verdict::better;
      if (good || d.verdict == sim::Verdict::worse) item->setForeground(good ? theme().good : theme().bad);
      if (d.verdict == sim::Verdict::undecided || d.verdict == sim::Verdict::no_difference)
        item->setForeground(theme().faint_text);
      item->setToolTip(tr(sim::to_string(d.verdict)));
      table_->setItem(row, static_cast<int>(v), item);
    }
  }
  table_->resizeColumnsToContents();
  const int rows = std::min(table_->rowCount(), 8);
  table_->setFixedHeight(table_->horizontalHeader()->sizeHint().height() + rows * 26 + 14);
}

bool ComparePage::finished() {
  board_->finish();
  return picture_.done;
}

// Verdicts of the simulator, for the translators.
namespace {
[[maybe_unused]] constexpr std::array kVerdicts{QT_TRANSLATE_NOOP("ComparePage", "better"),
                                                QT_TRANSLATE_NOOP("ComparePage", "worse"),
                                                QT_TRANSLATE_NOOP("ComparePage", "more"),
                                                QT_TRANSLATE_NOOP("ComparePage", "less"),
                                                QT_TRANSLATE_NOOP("ComparePage", "no real difference"),
                                                QT_TRANSLATE_NOOP("ComparePage", "undecided")};
}  // namespace

}  // namespace ringside::gui
