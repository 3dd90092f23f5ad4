#include "gui/pages/runs_page.h"

#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>
#include <QShortcut>
#include <QSplitter>
#include <QTableWidget>
#include <QTextBrowser>
#include <QVBoxLayout>
#include <span>

#include "gui/charts/words.h"
#include "gui/models/kept_changes.h"
#include "reports/charts/comparison_charts.h"
#include "reports/charts/run_charts.h"
#include "reports/compare/quantities.h"
#include "reports/formats/contents.h"
#include "reports/formats/formats.h"
#include "reports/qt/pdf.h"

namespace ringside::gui {
namespace {

QString local_time(const std::string& utc) {
  QDateTime time = QDateTime::fromString(QString::fromStdString(utc), Qt::ISODate);
  if (!time.isValid()) return QString::fromStdString(utc);
  return QLocale{}.toString(time.toLocalTime(), QLocale::ShortFormat);
}

QString on_one_line(const std::string& changes) {
  return QString::fromStdString(changes).trimmed().replace(QLatin1Char('\n'), QLatin1String("; "));
}

bool holds(const report::StoredRun& run, const QStringList& words) {
  const QString all = QStringLiteral("%1 %2 %3 %4 %5")
                          .arg(run.id)
                          .arg(QString::fromStdString(run.kind), QString::fromStdString(run.name),
                               QString::fromStdString(run.started), QString::fromStdString(run.changes));
  return std::all_of(words.begin(), words.end(), [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

constexpr std::array kShownFigures{
    std::tuple{"service_level", QT_TRANSLATE_NOOP("RunsPage", "Answered in time"), report::ChartUnit::points},
    std::tuple{"mean_wait", QT_TRANSLATE_NOOP("RunsPage", "Mean wait"), report::ChartUnit::seconds_difference},
    std::tuple{"abandonment_rate", QT_TRANSLATE_NOOP("RunsPage", "Abandoned"), report::ChartUnit::points},
    std::tuple{"turned_away_rate", QT_TRANSLATE_NOOP("RunsPage", "Turned away"), report::ChartUnit::points},
};

}  // namespace

RunsPage::RunsPage(Session& session, std::string store, QWidget* parent)
    : Page{parent}, session_{session}, store_{store.empty() ? report::default_runs_file().string() : std::move(store)} {
  auto* const layout = new QHBoxLayout{this};
  layout->setContentsMargins(10, 10, 10, 10);
  auto* const sides = new QSplitter{Qt::Horizontal, this};
  sides->setHandleWidth(10);
  sides->addWidget(list_side());
  sides->addWidget(result_side());
  sides->setSizes({480, 900});
  sides->setStretchFactor(1, 1);
  layout->addWidget(sides);
}

QWidget* RunsPage::list_side() {
  auto* const card = new QFrame{this};
  card->setObjectName(QStringLiteral("card"));
  auto* const layout = new QVBoxLayout{card};
  search_ = new QLineEdit{card};
  search_->setPlaceholderText(tr("Search name, kind, date, changes (Ctrl+F)"));
  search_->setAccessibleName(tr("Search runs"));
  search_->setClearButtonEnabled(true);
  connect(search_, &QLineEdit::textChanged, this, [this](const QString& words) { search(words); });
  connect(new QShortcut{QKeySequence::Find, this}, &QShortcut::activated, search_, [this] { search_->setFocus(); });
  table_ = new QTableWidget{0, 5, card};
  table_->setHorizontalHeaderLabels({tr("Run"), tr("Kind"), tr("Scenario"), tr("When"), tr("Changes")});
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->verticalHeader()->hide();
  table_->horizontalHeader()->setStretchLastSection(true);
  table_->setShowGrid(false);
  table_->setAccessibleName(tr("Runs"));
  table_->setTabKeyNavigation(false);
  connect(table_, &QTableWidget::itemSelectionChanged, this, [this] { show_chosen(); });
  connect(table_, &QTableWidget::itemActivated, this, [this] { reopen(); });
  connect(new QShortcut{QKeySequence::Delete, table_, nullptr, nullptr, Qt::WidgetShortcut}, &QShortcut::activated, this,
          [this] {
            if (chosen().empty()) return;
            const auto answer = QMessageBox::question(
                this, tr("Remove runs"), tr("Remove %n runs for good?", nullptr, static_cast<int>(chosen().size())));
            if (answer == QMessageBox::Yes) remove_chosen();
          });
  note_ = new QLabel{card};
  note_->setObjectName(QStringLiteral("faint"));
  note_->setWordWrap(true);
  note_->setTextFormat(Qt::PlainText);
  auto* const buttons = new QHBoxLayout;
  const auto button = [&](const QString& text, const QString& hint, auto action) {
    auto* const b = new QPushButton{text, card};
    b->setToolTip(hint);
    connect(b, &QPushButton::clicked, this, action);
    buttons->addWidget(b);
  };
  button(tr("&Keep the open one"), tr("What has been played of the open scenario (Ctrl+K)"), [this] {
    const QString error = keep_current();
    if (!error.isEmpty()) note_->setText(error);
  });
  button(tr("Re&open"), tr("The scenario of the chosen run, as it was played (Enter)"), [this] { reopen(); });
  button(tr("E&xport…"), tr("The chosen runs as a report: HTML, PDF, CSV, JSON, Markdown, JUnit"),
         [this] { ask_for_export(); });
  layout->addWidget(search_);
  layout->addWidget(table_, 1);
  layout->addWidget(note_);
  layout->addLayout(buttons);
  return card;
}

QWidget* RunsPage::result_side() {
  auto* const side = new QWidget{this};
  auto* const layout = new QVBoxLayout{side};
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(10);
  title_ = new QLabel{tr("Choose a run, or several to compare them"), side};
  title_->setObjectName(QStringLiteral("page_title"));
  title_->setTextFormat(Qt::PlainText);
  words_ = new QTextBrowser{side};
  words_->setMaximumHeight(150);
  words_->setAccessibleName(tr("What the run came to"));
  words_->hide();
  board_ = new ChartBoard{side};
  layout->addWidget(title_);
  layout->addWidget(words_);
  layout->addWidget(board_, 1);
  return side;
}

void RunsPage::entered() {
  renew();
  if (table_->rowCount() > 0 && chosen().empty()) table_->selectRow(0);
}

/// The newest first.
void RunsPage::renew() {
  runs_.clear();
  QString error;
  std::error_code ignored;
  if (std::filesystem::exists(store_, ignored)) {
    const auto store = report::RunStore::open(store_, report::RunStore::Access::existing);
    const auto list = store ? store->list() : tl::unexpected{store.error()};
    if (list) {
      runs_.assign(list->rbegin(), list->rend());
    } else {
      error = QString::fromStdString(list.error().message);
    }
  }
  const QSignalBlocker quiet{table_};
  table_->setRowCount(static_cast<int>(runs_.size()));
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    const report::StoredRun& run = runs_[i];
    const QStringList cells{QString::number(run.id), QString::fromStdString(run.kind), QString::fromStdString(run.name),
                            local_time(run.started), on_one_line(run.changes)};
    for (int c = 0; c < cells.size(); ++c) table_->setItem(static_cast<int>(i), c, new QTableWidgetItem{cells[c]});
  }
  table_->resizeColumnsToContents();
  table_->setColumnWidth(2, std::min(table_->columnWidth(2), 190));
  if (!error.isEmpty()) {
    note_->setText(error);
  } else if (runs_.empty()) {
    note_->setText(tr("No runs are kept yet in %1. Ctrl+K keeps what is open; ringside-sim run --store keeps what it plays.")
                       .arg(QString::fromStdString(store_)));
  } else {
    note_->setText(tr("%n runs in %1", nullptr, static_cast<int>(runs_.size())).arg(QString::fromStdString(store_)));
  }
  search(search_->text());
}

void RunsPage::search(const QString& words) {
  const QStringList parts = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  for (std::size_t i = 0; i < runs_.size(); ++i) table_->setRowHidden(static_cast<int>(i), !holds(runs_[i], parts));
}

int RunsPage::shown() const {
  int n = 0;
  for (int row = 0; row < table_->rowCount(); ++row) n += table_->isRowHidden(row) ? 0 : 1;
  return n;
}

std::vector<std::int64_t> RunsPage::chosen() const {
  std::vector<std::int64_t> ids;
  for (int row = 0; row < table_->rowCount(); ++row) {
    const bool in = table_->item(row, 0) != nullptr && table_->item(row, 0)->isSelected() && !table_->isRowHidden(row);
    if (in) ids.push_back(runs_[static_cast<std::size_t>(row)].id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::optional<report::StoredRun> RunsPage::stored(std::int64_t id) {
  const auto store = report::RunStore::open(store_, report::RunStore::Access::existing);
  if (!store) return {};
  auto run = store->find(id);
  return run ? std::move(*run) : std::nullopt;
}

tl::expected<std::vector<report::Subject>, QString> RunsPage::subjects() {
  std::vector<report::Subject> all;
  for (const std::int64_t id : chosen()) {
    auto found = report::find_subjects(std::to_string(id), store_);
    if (!found) return tl::unexpected{QString::fromStdString(found.error().message)};
    for (report::Subject& subject : *found) {
      if (subject.result) all.push_back(std::move(subject));
    }
  }
  if (all.empty()) return tl::unexpected{tr("Nothing that can be shown is chosen.")};
  return all;
}

void RunsPage::show_chosen() {
  if (chosen().empty()) return;
  const auto runs = subjects();
  if (!runs) {
    title_->setText(runs.error());
    board_->show_charts({});
    words_->hide();
    return;
  }
  if (runs->size() > 1) return show_comparison(*runs);
  const report::Subject& run = runs->front();
  title_->setText(
      QStringLiteral("%1 – %2").arg(QString::fromStdString(run.name), QString::fromStdString(run.result->result.scenario)));
  words_->setPlainText(QString::fromStdString(report::summary(run.result->result)));
  QFont mono{QStringLiteral("monospace")};
  mono.setPointSizeF(std::max(8.0, font().pointSizeF() - 1));
  words_->setFont(mono);
  words_->show();
  board_->show_charts(report::run_charts(run.result->result));
}

/// The first is the base.
void RunsPage::show_comparison(const std::vector<report::Subject>& runs) {
  title_->setText(
      tr("%n runs against %1", nullptr, static_cast<int>(runs.size() - 1)).arg(QString::fromStdString(runs.front().name)));
  words_->hide();
  const double confidence = runs.front().result->result.confidence;
  const double each = 1 - (1 - confidence) / static_cast<double>(kShownFigures.size() * (runs.size() - 1));
  std::vector<report::Chart> charts;
  for (const auto& [figure, title, unit] : kShownFigures) {
    std::vector<report::NamedDifference> differences;
    for (std::size_t i = 1; i < runs.size(); ++i) {
      for (const report::Quantity& quantity : report::quantities(std::span{&runs.front(), 1}, std::span{&runs[i], 1})) {
        if (quantity.name == figure) differences.push_back({runs[i].name, quantity.difference(each)});
      }
    }
    if (!differences.empty())
      charts.push_back(report::differences_chart(std::string{"difference_"} + figure, tr(title).toStdString(), unit,
                                                 differences, confidence));
  }
  std::vector<report::NamedResult> results;
  for (const report::Subject& run : runs) results.push_back({run.name, &run.result->result});
  if (auto chart =
          report::overlay_chart(results, "service_level", tr("Answered in time").toStdString(), report::ChartUnit::share))
    charts.push_back(std::move(*chart));
  if (auto chart =
          report::overlay_chart(results, "mean_queue", tr("Calls in the queue").toStdString(), report::ChartUnit::calls))
    charts.push_back(std::move(*chart));
  board_->show_charts(std::move(charts));
}

QString RunsPage::keep_current() {
  const auto& result = session_.picture().result;
  if (!result) return tr("Nothing has been played yet.");
  if (!session_.document().faults().empty()) return tr("The scenario has faults; what was played is an earlier one.");
  if (!session_.result_is_current()) return tr("What was changed last has not been played yet.");
  auto store = report::RunStore::open(store_);
  if (!store) return QString::fromStdString(store.error().message);
  report::StoredRun run;
  run.kind = "run";
  run.name = result->scenario;
  run.started = QDateTime::currentDateTimeUtc().toString(Qt::ISODate).toStdString();
  run.version = "ringside-gui " RINGSIDE_VERSION;
  run.seed = result->seed;
  run.scenario = session_.document().text();
  report::Result so_far = *result;
  so_far.interrupted = so_far.interrupted || !session_.picture().done;
  run.result = to_json(so_far, {});
  const auto kept = store->add(run);
  if (!kept) return QString::fromStdString(kept.error().message);
  renew();
  return {};
}

void RunsPage::reopen() {
  const auto ids = chosen();
  const auto run = ids.empty() ? std::nullopt : stored(ids.front());
  if (!run || run->scenario.empty()) return;
  if (session_.document().modified()) {
    const auto answer = QMessageBox::question(this, tr("Unsaved changes"),
                                              tr("The open scenario has changes that are not saved. Give them up?"));
    if (answer != QMessageBox::Yes) return;
  }
  session_.open(run->scenario, {});
  QString without;
  if (const bool one_scenario = run->kind == "run" || !run->experiment.empty(); !one_scenario) {
    without = on_one_line(run->changes);  // those of a comparison are of several variants
  } else if (const auto changes = written_changes(run->scenario, run->changes); changes) {
    without = session_.change(*changes, {});
  } else {
    without = QString::fromStdString(changes.error().message);
  }
  note_->setText(without.isEmpty()
                     ? tr("Run %1 is open on the page What if.").arg(run->id)
                     : tr("Run %1 is open on the page What if, but without its changes: %2").arg(run->id).arg(without));
}

void RunsPage::remove_chosen() {
  auto store = report::RunStore::open(store_, report::RunStore::Access::existing);
  if (!store) return note_->setText(QString::fromStdString(store.error().message));
  QString error;
  for (const std::int64_t id : chosen()) {
    if (const auto removed = store->remove(id); !removed) error = QString::fromStdString(removed.error().message);
  }
  renew();
  if (!error.isEmpty()) note_->setText(error);
}

QString RunsPage::export_to(const QString& file) {
  const auto runs = subjects();
  if (!runs) return runs.error();
  const QString kind = QFileInfo{file}.suffix().toLower();
  std::string text;
  if (kind == QLatin1String("html"))
    text = report::to_html(report::report_of(*runs));
  else if (kind == QLatin1String("pdf"))
    text = report::to_pdf(report::report_of(*runs));
  else if (kind == QLatin1String("md"))
    text = report::to_markdown(report::report_of(*runs), false);
  else if (kind == QLatin1String("csv"))
    text = report::to_figures_csv(*runs);
  else if (kind == QLatin1String("json"))
    text = report::to_report_json(*runs);
  else if (kind == QLatin1String("xml"))
    text = report::to_junit(*runs);
  else
    return tr("“%1” is no kind of report: html, pdf, md, csv, json and xml (JUnit) are.").arg(kind);
  QSaveFile out{file};
  const QByteArray bytes = QByteArray::fromStdString(text);
  if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
    return tr("%1 cannot be written: %2").arg(file, out.errorString());
  return {};
}

void RunsPage::ask_for_export() {
  const QString file = QFileDialog::getSaveFileName(this, tr("Export a report"), QStringLiteral("report.html"),
                                                    QStringLiteral("HTML (*.html);;PDF (*.pdf);;Markdown (*.md);;CSV (*.csv);;"
                                                                   "JSON (*.json);;JUnit (*.xml)"));
  if (file.isEmpty()) return;
  const QString error = export_to(file);
  note_->setText(error.isEmpty() ? tr("Written to %1").arg(file) : error);
}

bool RunsPage::finished() {
  board_->finish();
  return true;
}

}  // namespace ringside::gui
