#include "gui/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QSaveFile>
#include <QSettings>
#include <QSlider>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include "gui/pages/compare_page.h"
#include "gui/pages/live_page.h"
#include "gui/pages/runs_page.h"
#include "gui/pages/what_if_page.h"
#include "gui/widgets/lesson.h"

namespace ringside::gui {
namespace {

constexpr const char* kSample = ":/scenarios/tech_support_day.yaml";
constexpr int kMostRecent = 8;

}  // namespace

MainWindow::MainWindow(Options options) : options_{std::move(options)} {
  if (options_.remember)
    autosave_.emplace(session_, options_.autosave.isEmpty() ? Autosave::default_path() : options_.autosave);
  setWindowTitle(QStringLiteral("ringside"));
  resize(1440, 900);
  build_pages();
  build_menus();
  state_ = new QLabel{this};
  state_->setObjectName(QStringLiteral("faint"));
  statusBar()->addWidget(state_);
  session_.when_changed([this] { renew_state(); });
  renew_state();
  if (options_.remember) restore_layout();
}

/// Pages are told of their end, the loss of the focus among it, and some then speak to the session.
MainWindow::~MainWindow() { delete takeCentralWidget(); }

QStringList MainWindow::page_names() {
  return {QStringLiteral("what-if"), QStringLiteral("compare"), QStringLiteral("live"), QStringLiteral("runs")};
}

void MainWindow::build_pages() {
  auto* const centre = new QWidget{this};
  auto* const row = new QHBoxLayout{centre};
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  navigation_ = new QListWidget{centre};
  navigation_->setObjectName(QStringLiteral("navigation"));
  navigation_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  navigation_->setAccessibleName(tr("Pages"));
  stack_ = new QStackedWidget{centre};
  what_if_ = new WhatIfPage{session_, stack_};
  const auto add = [this](Page* page, const QString& name, const QString& hint) {
    pages_.push_back(page);
    stack_->addWidget(page);
    auto* const item = new QListWidgetItem{name, navigation_};
    item->setToolTip(hint);
  };
  add(what_if_, tr("What if"), tr("A scenario, its numbers, and what they come to (Ctrl+1)"));
  add(new ComparePage{session_, stack_}, tr("Compare"),
      tr("Variants with the same callers: what differs, and how sure it is (Ctrl+2)"));
  add(new LivePage{session_, options_.engine, stack_}, tr("Live"), tr("A running engine or OpenSIPS (Ctrl+3)"));
  runs_ = new RunsPage{session_, options_.runs, stack_};
  add(runs_, tr("Runs"), tr("Runs that were kept, here and on the command line (Ctrl+4)"));
  connect(navigation_, &QListWidget::currentRowChanged, this, [this](int page) {
    stack_->setCurrentIndex(page);
    pages_[static_cast<std::size_t>(page)]->entered();
  });
  navigation_->setCurrentRow(0);
  navigation_->setFixedWidth(std::max(136, navigation_->sizeHintForColumn(0) + 24));
  auto* const column = new QVBoxLayout;
  column->setSpacing(0);
  lesson_ =
      new Lesson{{{tr("This is a day of technical support: callers come as drawn, agents serve them, and the charts show what "
                      "comes of it, averaged over many days."),
                   [this] { show_page(QStringLiteral("what-if")); }},
                  {tr("Drag “Agents, early”: the day is simulated again at once, with the same callers. The tiles tell "
                      "what has changed since the scenario was opened, and how sure that is."),
                   [this] {
                     what_if_->tabs().setCurrentIndex(0);
                     if (QSlider* const slider = what_if_->knobs().slider("agents.early.count")) slider->setFocus();
                   }},
                  {tr("Everything you change is written into the scenario below, one line at a time, and Ctrl+Z takes it "
                      "back. Typing there works just as well."),
                   [this] { what_if_->editor().setFocus(); }},
                  {tr("Flows and Agents hold the rest: drag the curve of arrivals, or the bars of agents."),
                   [this] { what_if_->tabs().setCurrentIndex(1); }}},
                 centre};
  auto* const margin = new QVBoxLayout;
  margin->setContentsMargins(10, 10, 10, 0);
  margin->addWidget(lesson_);
  column->addLayout(margin);
  column->addWidget(stack_, 1);
  row->addWidget(navigation_);
  row->addLayout(column, 1);
  setCentralWidget(centre);
}

void MainWindow::build_menus() {
  build_file_menu();
  QMenu* const edit = menuBar()->addMenu(tr("&Edit"));
  undo_ = edit->addAction(tr("&Undo"), QKeySequence::Undo, this, [this] {
    what_if_->editor().take_typing();
    session_.undo();
  });
  redo_ = edit->addAction(tr("&Redo"), QKeySequence::Redo, this, [this] { session_.redo(); });
  build_view_menu();
  QMenu* const help = menuBar()->addMenu(tr("&Help"));
  help->addAction(tr("&First steps"), QKeySequence{Qt::Key_F1}, this, [this] { teach(); });
  help->addAction(tr("&About ringside"), this, [this] {
    QMessageBox::about(
        this, tr("About ringside"),
        tr("<b>ringside</b><p>A call-centre engine and the workbench around it. What you see here is simulated by "
           "the very engine that serves calls.<p>GPL-3.0-or-later"));
  });
}

void MainWindow::build_file_menu() {
  QMenu* const file = menuBar()->addMenu(tr("&File"));
  file->addAction(tr("&Sample scenario"), this, [this] {
    if (may_leave()) open_sample();
  });
  file->addAction(tr("&Open…"), QKeySequence::Open, this, [this] { ask_for_file(); });
  recent_ = file->addMenu(tr("Open &recent"));
  file->addSeparator();
  save_ = file->addAction(tr("&Save"), QKeySequence::Save, this, [this] { save(); });
  file->addAction(tr("Save &as…"), QKeySequence::SaveAs, this, [this] { save_as(); });
  file->addSeparator();
  file->addAction(tr("&Keep this run"), QKeySequence{QStringLiteral("Ctrl+K")}, this, [this] {
    what_if_->editor().take_typing();
    const QString error = runs_->keep_current();
    if (error.isEmpty()) {
      statusBar()->showMessage(tr("Kept; it is on the page Runs."), 5000);
    } else {
      QMessageBox::warning(this, tr("Keep this run"), error);
    }
  });
  file->addSeparator();
  file->addAction(tr("&Quit"), QKeySequence::Quit, this, [this] { close(); });
  renew_recent();
}

void MainWindow::build_view_menu() {
  QMenu* const view = menuBar()->addMenu(tr("&View"));
  for (int i = 0; i < navigation_->count(); ++i) {
    view->addAction(navigation_->item(i)->text(), QKeySequence{QStringLiteral("Ctrl+%1").arg(i + 1)}, this,
                    [this, i] { navigation_->setCurrentRow(i); });
  }
  view->addSeparator();
  QMenu* const look = view->addMenu(tr("&Colours"));
  auto* const group = new QActionGroup{look};
  const int now = QSettings{}.value(QStringLiteral("theme"), 0).toInt();
  const QStringList names{tr("As the system"), tr("Light"), tr("Dark")};
  for (int i = 0; i < names.size(); ++i) {
    QAction* const action = look->addAction(names[i], this, [this, i] { set_theme(static_cast<ThemeChoice>(i)); });
    action->setCheckable(true);
    action->setChecked(i == now);
    group->addAction(action);
  }
}

void MainWindow::set_theme(ThemeChoice choice) {
  if (options_.remember) QSettings{}.setValue(QStringLiteral("theme"), static_cast<int>(choice));
  apply_theme(*qApp, choice);
}

bool MainWindow::show_page(const QString& name) {
  const auto index = page_names().indexOf(name);
  if (index < 0) return false;
  navigation_->setCurrentRow(static_cast<int>(index));
  return true;
}

Page& MainWindow::page() const { return *pages_[static_cast<std::size_t>(stack_->currentIndex())]; }

QString MainWindow::open_file(const QString& file) {
  constexpr qint64 kLargest = 16LL * 1024 * 1024;
  QFile in{file};
  if (!in.open(QIODevice::ReadOnly)) return tr("%1 cannot be read: %2").arg(file, in.errorString());
  if (in.size() > kLargest) return tr("%1 is larger than 16 MiB; a scenario is not.").arg(file);
  session_.open(in.readAll().toStdString(), QFileInfo{file}.absoluteFilePath().toStdString());
  if (options_.remember) remember_file(QFileInfo{file}.absoluteFilePath());
  return {};
}

void MainWindow::open_sample() {
  QFile in{QString::fromLatin1(kSample)};
  if (in.open(QIODevice::ReadOnly)) session_.open(in.readAll().toStdString(), {});
}

void MainWindow::renew_state() {
  const ScenarioDocument& document = session_.document();
  undo_->setEnabled(document.can_undo());
  redo_->setEnabled(document.can_redo());
  const QString file = QString::fromStdString(document.file());
  const QString name = file.isEmpty() ? tr("sample scenario") : QFileInfo{file}.fileName();
  setWindowTitle(tr("%1[*] – ringside").arg(name));
  setWindowModified(document.modified());
  state_->setText(document.faults().empty()
                      ? (file.isEmpty() ? tr("Not saved to a file yet") : file)
                      : tr("%n faults in the scenario", nullptr, static_cast<int>(document.faults().size())));
}

bool MainWindow::save() {
  what_if_->editor().take_typing();
  const QString file = QString::fromStdString(session_.document().file());
  return file.isEmpty() ? save_as() : write_to(file);
}

bool MainWindow::save_as() {
  what_if_->editor().take_typing();
  const QString file = QFileDialog::getSaveFileName(
      this, tr("Save the scenario"), QString::fromStdString(session_.document().file()), tr("Scenarios (*.yaml)"));
  return !file.isEmpty() && write_to(file);
}

bool MainWindow::write_to(const QString& file) {
  QSaveFile out{file};
  const QByteArray text = QByteArray::fromStdString(session_.document().text());
  if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size() || !out.commit()) {
    QMessageBox::warning(this, tr("Save the scenario"), tr("%1 cannot be written: %2").arg(file, out.errorString()));
    return false;
  }
  session_.saved_as(file.toStdString());
  if (options_.remember) remember_file(file);
  return true;
}

bool MainWindow::may_leave() {
  what_if_->editor().take_typing();
  if (!session_.document().modified()) return true;
  const auto answer = QMessageBox::question(this, tr("Unsaved changes"), tr("The scenario has changes that are not saved."),
                                            QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
  if (answer == QMessageBox::Save) return save();
  return answer == QMessageBox::Discard;
}

void MainWindow::ask_for_file() {
  if (!may_leave()) return;
  const QString file = QFileDialog::getOpenFileName(this, tr("Open a scenario"), {}, tr("Scenarios (*.yaml *.yml)"));
  if (file.isEmpty()) return;
  const QString error = open_file(file);
  if (!error.isEmpty()) QMessageBox::warning(this, tr("Open a scenario"), error);
}

void MainWindow::remember_file(const QString& file) {
  QSettings settings;
  QStringList files = settings.value(QStringLiteral("recent")).toStringList();
  files.removeAll(file);
  files.prepend(file);
  settings.setValue(QStringLiteral("recent"), files.mid(0, kMostRecent));
  renew_recent();
}

void MainWindow::renew_recent() {
  recent_->clear();
  const QStringList files = options_.remember ? QSettings{}.value(QStringLiteral("recent")).toStringList() : QStringList{};
  for (const QString& file : files) {
    recent_
        ->addAction(QFileInfo{file}.fileName(), this,
                    [this, file] {
                      if (!may_leave()) return;
                      const QString error = open_file(file);
                      if (!error.isEmpty()) QMessageBox::warning(this, tr("Open a scenario"), error);
                    })
        ->setToolTip(file);
  }
  recent_->setEnabled(!files.isEmpty());
}

void MainWindow::restore_layout() {
  const QSettings settings;
  restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
  what_if_->restore_layout(settings.value(QStringLiteral("what_if")).toByteArray());
}

void MainWindow::welcome() {
  if (const auto rescued = autosave_ ? autosave_->rescued() : std::nullopt) {
    const QString name = rescued->file.empty() ? tr("the sample scenario") : QString::fromStdString(rescued->file);
    const auto answer = QMessageBox::question(this, tr("Rescued changes"),
                                              tr("ringside ended without saving changes of %1. Restore them?").arg(name));
    if (answer == QMessageBox::Yes) {
      if (rescued->file.empty() || !open_file(QString::fromStdString(rescued->file)).isEmpty()) open_sample();
      session_.replace_text(rescued->text);
      autosave_->restored();
      return;
    }
    autosave_->discard();
  }
  QSettings settings;
  if (settings.value(QStringLiteral("taught")).toBool()) return;
  settings.setValue(QStringLiteral("taught"), true);
  teach();
}

void MainWindow::teach() { lesson_->begin(); }

void MainWindow::closeEvent(QCloseEvent* event) {
  if (options_.remember && !may_leave()) return event->ignore();
  if (autosave_) autosave_->discard();
  if (options_.remember) {
    QSettings settings;
    settings.setValue(QStringLiteral("geometry"), saveGeometry());
    settings.setValue(QStringLiteral("what_if"), what_if_->layout_state());
  }
  event->accept();
}

}  // namespace ringside::gui
