#include "gui/pages/what_if_page.h"

#include <QComboBox>
#include <QDataStream>
#include <QFileInfo>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include "gui/charts/words.h"
#include "reports/charts/run_charts.h"

namespace ringside::gui {

WhatIfPage::WhatIfPage(Session& session, QWidget* parent) : Page{parent}, session_{session} {
  auto* const layout = new QHBoxLayout{this};
  layout->setContentsMargins(10, 10, 10, 10);
  sides_ = new QSplitter{Qt::Horizontal, this};
  sides_->setHandleWidth(10);
  sides_->setChildrenCollapsible(false);
  sides_->addWidget(scenario_side());
  sides_->addWidget(result_side());
  sides_->setStretchFactor(0, 0);
  sides_->setStretchFactor(1, 1);
  sides_->setSizes({390, 1000});
  layout->addWidget(sides_);
  session_.when_changed([this] { show_document(); });
  session_.when_pictured([this] { show_picture(); });
  show_document();
}

QWidget* WhatIfPage::scenario_side() {
  auto* const card = new QFrame{this};
  card->setObjectName(QStringLiteral("card"));
  auto* const layout = new QVBoxLayout{card};
  layout->setContentsMargins(8, 4, 8, 8);
  left_ = new QSplitter{Qt::Vertical, card};
  left_->setHandleWidth(8);
  tabs_ = new QTabWidget{left_};
  tabs_->setDocumentMode(true);
  tabs_->tabBar()->setDrawBase(false);
  knobs_ = new KnobPanel{session_, tabs_};
  tabs_->addTab(knobs_, tr("&Numbers"));
  const auto form = [&](FormPanel::Part part, const QString& name) {
    auto* const panel = new FormPanel{session_, part, tabs_};
    forms_[static_cast<std::size_t>(part)] = panel;
    tabs_->addTab(panel, name);
  };
  form(FormPanel::Part::flows, tr("F&lows"));
  form(FormPanel::Part::agents, tr("&Agents"));
  form(FormPanel::Part::centre, tr("&Centre"));
  auto* const below = new QWidget{left_};
  auto* const text = new QVBoxLayout{below};
  text->setContentsMargins(0, 0, 0, 0);
  text->setSpacing(5);
  banner_ = make_banner();
  editor_ = new YamlEditor{session_, below};
  text->addWidget(banner_);
  text->addWidget(editor_, 1);
  left_->addWidget(tabs_);
  left_->addWidget(below);
  left_->setStretchFactor(0, 3);
  left_->setStretchFactor(1, 2);
  left_->setSizes({460, 330});
  layout->addWidget(left_);
  card->setMinimumWidth(300);
  return card;
}

/// Tells that the text is not valid, and what the pictures show meanwhile.
QFrame* WhatIfPage::make_banner() {
  auto* const banner = new QFrame{this};
  banner->setObjectName(QStringLiteral("banner"));
  auto* const row = new QHBoxLayout{banner};
  row->setContentsMargins(10, 6, 8, 6);
  banner_text_ = new QLabel{banner};
  banner_text_->setWordWrap(true);
  banner_text_->setTextFormat(Qt::PlainText);
  auto* const there = new QPushButton{tr("Go there"), banner};
  connect(there, &QPushButton::clicked, this, [this] {
    const auto& faults = session_.document().faults();
    if (!faults.empty()) editor_->go_to(faults.front().line, faults.front().column);
  });
  row->addWidget(banner_text_, 1);
  row->addWidget(there, 0, Qt::AlignTop);
  banner->hide();
  return banner;
}

QWidget* WhatIfPage::result_side() {
  auto* const side = new QWidget{this};
  auto* const layout = new QVBoxLayout{side};
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(10);
  auto* const head = new QHBoxLayout;
  title_ = new QLabel{side};
  title_->setObjectName(QStringLiteral("page_title"));
  title_->setTextFormat(Qt::PlainText);
  scope_ = new QComboBox{side};
  scope_->setAccessibleName(tr("Which calls the charts show"));
  scope_->setToolTip(tr("Which calls the charts show"));
  connect(scope_, &QComboBox::activated, this, [this] { show_charts(); });
  progress_text_ = new QLabel{side};
  progress_text_->setObjectName(QStringLiteral("faint"));
  progress_ = new QProgressBar{side};
  progress_->setTextVisible(false);
  progress_->setFixedSize(120, 6);
  progress_->setAccessibleName(tr("Days played"));
  cancel_ = new QPushButton{tr("Stop"), side};
  cancel_->setToolTip(tr("Keep what has been played so far (Esc)"));
  cancel_->setShortcut(Qt::Key_Escape);
  connect(cancel_, &QPushButton::clicked, this, [this] {
    if (session_.picture().done) {
      session_.play();
    } else {
      session_.cancel();
    }
  });
  head->addWidget(title_);
  head->addStretch(1);
  head->addWidget(progress_text_);
  head->addWidget(progress_);
  head->addWidget(cancel_);
  head->addWidget(scope_);
  headline_ = new Headline{side};
  board_ = new ChartBoard{side};
  layout->addLayout(head);
  layout->addWidget(headline_);
  layout->addWidget(board_, 1);
  return side;
}

void WhatIfPage::show_document() {
  const ScenarioDocument& document = session_.document();
  const auto& scenario = document.scenario();
  const QString file = QFileInfo{QString::fromStdString(document.file())}.fileName();
  title_->setText(scenario && !scenario->name.empty() ? QString::fromStdString(scenario->name) : file);
  const auto& faults = document.faults();
  banner_->setVisible(!faults.empty());
  if (faults.empty()) return;
  const scenario::Fault& fault = faults.front();
  QString where = fault.line > 0 ? tr("Line %1").arg(fault.line) : QString{};
  if (!fault.key.empty()) where += (where.isEmpty() ? QString{} : QStringLiteral(", ")) + QString::fromStdString(fault.key);
  QString text =
      tr("%1: found %2, allowed is %3.").arg(where, QString::fromStdString(fault.found), QString::fromStdString(fault.allowed));
  if (faults.size() > 1) text += QLatin1Char(' ') + tr("%n more faults.", nullptr, static_cast<int>(faults.size() - 1));
  text += QLatin1Char(' ') + (scenario ? tr("The charts show the last valid scenario.") : tr("Nothing can be simulated yet."));
  banner_text_->setText(text);
}

void WhatIfPage::show_picture() {
  const WhatIfPicture& picture = session_.picture();
  progress_->setRange(0, static_cast<int>(picture.wanted));
  progress_->setValue(static_cast<int>(picture.played));
  progress_->setVisible(!picture.done);
  cancel_->setText(picture.done ? tr("Play again") : tr("Stop"));
  cancel_->setVisible(!picture.done || picture.played < picture.wanted);
  progress_text_->setText(picture.done ? tr("%n days played", nullptr, static_cast<int>(picture.played))
                                       : tr("%1 of %2 days").arg(picture.played).arg(picture.wanted));
  if (!picture.result) return;
  headline_->show_result(*picture.result, session_.opened_result().get());
  renew_scopes(*picture.result);
  show_charts();
}

void WhatIfPage::renew_scopes(const report::Result& result) {
  QStringList names{in_words(report::scope_name(result, {}))};
  for (std::size_t i = 0; i < result.series.size(); ++i) names.append(QString::fromStdString(report::scope_name(result, i)));
  QStringList there;
  for (int i = 0; i < scope_->count(); ++i) there.append(scope_->itemText(i));
  if (names == there) return;
  const QString chosen = scope_->currentText();
  scope_->clear();
  scope_->addItems(names);
  scope_->setCurrentIndex(std::max(0, static_cast<int>(names.indexOf(chosen))));
  scope_->setVisible(names.size() > 2);
}

void WhatIfPage::show_charts() {
  const auto& result = session_.picture().result;
  if (!result) return;
  const int chosen = scope_->currentIndex();
  const report::Scope scope = chosen > 0 ? report::Scope{static_cast<std::size_t>(chosen - 1)} : report::Scope{};
  board_->show_charts(report::run_charts(*result, scope));
}

bool WhatIfPage::finished() {
  board_->finish();
  return session_.picture().done;
}

QByteArray WhatIfPage::layout_state() const {
  QByteArray state;
  QDataStream out{&state, QIODevice::WriteOnly};
  out << sides_->saveState() << left_->saveState() << tabs_->currentIndex();
  return state;
}

void WhatIfPage::restore_layout(const QByteArray& state) {
  QByteArray sides;
  QByteArray left;
  int tab = 0;
  QDataStream in{state};
  in >> sides >> left >> tab;
  if (in.status() != QDataStream::Ok) return;
  sides_->restoreState(sides);
  left_->restoreState(left);
  tabs_->setCurrentIndex(tab);
}

}  // namespace ringside::gui
