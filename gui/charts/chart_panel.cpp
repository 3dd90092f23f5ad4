#include "gui/charts/chart_panel.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "gui/charts/chart_export.h"
#include "gui/charts/words.h"
#include "gui/models/chart_csv.h"
#include "gui/widgets/flow_layout.h"

namespace ringside::gui {
namespace {

/// A piece of the line, or a square for what is filled.
QIcon sample_of(const report::ChartSeries& series, bool on) {
  QPixmap picture{44, 24};
  picture.setDevicePixelRatio(2);
  picture.fill(Qt::transparent);
  QPainter painter{&picture};
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor colour = on ? theme().series(series.tone) : theme().grid.darker(theme().dark ? 60 : 112);
  if (series.look == report::Look::line || series.look == report::Look::range) {
    painter.setPen(QPen{colour, 2.2, Theme::pattern(series.tone)});
    painter.drawLine(QPointF{1, 6}, QPointF{21, 6});
  } else {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF{6, 1, 10, 10}, 2, 2);
  }
  return QIcon{picture};
}

ChartSight sight_of(ChartView& view) { return {view.shown(), view.sight().first, view.sight().second}; }

}  // namespace

ChartPanel::ChartPanel(QWidget* parent)
    : QFrame{parent},
      title_{new QLabel{this}},
      about_{new QLabel{this}},
      legend_row_{new QWidget{this}},
      menu_button_{new QToolButton{this}},
      menu_{new QMenu{this}},
      view_{new ChartView{this}} {
  setObjectName(QStringLiteral("card"));
  title_->setObjectName(QStringLiteral("title"));
  about_->setObjectName(QStringLiteral("faint"));
  title_->setTextFormat(Qt::PlainText);
  about_->setTextFormat(Qt::PlainText);
  menu_button_->setObjectName(QStringLiteral("quiet"));
  menu_button_->setText(QStringLiteral("⋯"));
  menu_button_->setPopupMode(QToolButton::InstantPopup);
  menu_button_->setMenu(menu_);
  menu_button_->setToolTip(tr("Save or copy this chart"));
  menu_button_->setAccessibleName(tr("Save or copy this chart"));
  legend_row_->setLayout(new FlowLayout{2});
  legend_row_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
  title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  auto* const head = new QHBoxLayout;
  head->addWidget(title_, 1);
  head->addWidget(about_);
  head->addWidget(menu_button_);
  auto* const layout = new QVBoxLayout{this};
  layout->setContentsMargins(12, 8, 8, 8);
  layout->setSpacing(4);
  layout->addLayout(head);
  layout->addWidget(legend_row_);
  layout->addWidget(view_, 1);
  fill_menu();
}

void ChartPanel::fill_menu() {
  const auto add = [this](const QString& text, auto action) {
    connect(menu_->addAction(text), &QAction::triggered, this, action);
  };
  add(tr("Copy picture"), [this] { copy_picture(); });
  add(tr("Copy values"), [this] { copy_values(); });
  menu_->addSeparator();
  for (const char* const kind : {"png", "svg", "pdf", "csv"}) {
    add(tr("Save as %1…").arg(QString::fromLatin1(kind).toUpper()), [this, kind] { save_as(QString::fromLatin1(kind)); });
  }
  menu_->addSeparator();
  add(tr("Show everything again"), [this] { view_->look_at_all(); });
}

void ChartPanel::show_chart(const report::Chart& chart) {
  std::vector<std::string> before;
  for (const auto& series : view_->described().series) before.push_back(series.name);
  view_->show_chart(chart);
  std::vector<std::string> after;
  for (const auto& series : chart.series) after.push_back(series.name);
  title_->setText(in_words(chart.title));
  about_->setText(in_words(chart.y_title));
  const QString hint = tr("Ctrl+wheel or + and − zoom, dragging moves, a double click or 0 shows everything.");
  title_->setToolTip(in_words(chart.about).toHtmlEscaped() + QStringLiteral("<p>") +
                     QString::fromStdString(chart.text).toHtmlEscaped() + QStringLiteral("<p><i>") + hint +
                     QStringLiteral("</i>"));
  if (before != after || legend_.size() != after.size()) renew_legend();
}

void ChartPanel::renew_legend() {
  for (QToolButton* const button : legend_) delete button;
  legend_.clear();
  const auto& series = view_->described().series;
  if (series.size() > 1) {
    for (std::size_t i = 0; i < series.size(); ++i) {
      auto* const button = new QToolButton{this};
      button->setObjectName(QStringLiteral("series"));
      button->setCheckable(true);
      button->setChecked(view_->is_shown(i));
      button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
      button->setIconSize({22, 12});
      const QString name = in_words(series[i].name);
      button->setText(name.size() > 34 ? name.left(33) + QStringLiteral("…") : name);
      button->setToolTip(tr("Show or hide: %1").arg(name));
      button->setAccessibleName(tr("Show or hide: %1").arg(name));
      connect(button, &QToolButton::toggled, this, [this, i](bool on) {
        view_->set_shown(i, on);
        colour_legend();
      });
      legend_row_->layout()->addWidget(button);
      legend_.push_back(button);
    }
  }
  legend_row_->setVisible(!legend_.empty());
  colour_legend();
}

void ChartPanel::colour_legend() {
  const auto& series = view_->described().series;
  for (std::size_t i = 0; i < legend_.size(); ++i) legend_[i]->setIcon(sample_of(series[i], legend_[i]->isChecked()));
}

void ChartPanel::copy_picture() { QApplication::clipboard()->setImage(chart_image(view_->described(), sight_of(*view_))); }

void ChartPanel::copy_values() { QApplication::clipboard()->setText(QString::fromStdString(chart_csv(view_->described()))); }

void ChartPanel::save_as(const QString& suffix) {
  const QString proposal = QString::fromStdString(view_->described().id) + QLatin1Char('.') + suffix;
  const QString file = QFileDialog::getSaveFileName(this, tr("Save the chart"), proposal,
                                                    QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
  if (file.isEmpty()) return;
  const auto saved = export_chart(view_->described(), sight_of(*view_), file);
  if (!saved) QMessageBox::warning(this, tr("Save the chart"), saved.error());
}

void ChartPanel::changeEvent(QEvent* event) {
  QFrame::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) colour_legend();
}

}  // namespace ringside::gui
