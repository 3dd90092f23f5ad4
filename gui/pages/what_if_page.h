#pragma once

#include <QCoreApplication>

#include "gui/charts/chart_board.h"
#include "gui/pages/page.h"
#include "gui/session.h"
#include "gui/widgets/form_panel.h"
#include "gui/widgets/headline.h"
#include "gui/widgets/knob_panel.h"
#include "gui/widgets/yaml_editor.h"

class QComboBox;
class QFrame;
class QLabel;
class QProgressBar;
class QPushButton;
class QSplitter;
class QTabWidget;

namespace ringside::gui {

/// The scenario on the left, as sliders, forms and text; what it comes to on the right, a moment after each change.
class WhatIfPage : public Page {
  Q_DECLARE_TR_FUNCTIONS(WhatIfPage)

 public:
  explicit WhatIfPage(Session& session, QWidget* parent = nullptr);

  bool finished() override;

  KnobPanel& knobs() { return *knobs_; }
  YamlEditor& editor() { return *editor_; }
  FormPanel& form(FormPanel::Part part) { return *forms_[static_cast<std::size_t>(part)]; }
  ChartBoard& board() { return *board_; }
  QTabWidget& tabs() { return *tabs_; }
  QFrame& banner() { return *banner_; }
  QByteArray layout_state() const;
  void restore_layout(const QByteArray& state);

 private:
  QWidget* scenario_side();
  QWidget* result_side();
  QFrame* make_banner();
  void show_document();
  void show_picture();
  void show_charts();
  void renew_scopes(const report::Result& result);

  Session& session_;
  QTabWidget* tabs_ = nullptr;
  KnobPanel* knobs_ = nullptr;
  std::array<FormPanel*, 3> forms_{};
  YamlEditor* editor_ = nullptr;
  QFrame* banner_ = nullptr;
  QLabel* banner_text_ = nullptr;
  QLabel* title_ = nullptr;
  QComboBox* scope_ = nullptr;
  QProgressBar* progress_ = nullptr;
  QLabel* progress_text_ = nullptr;
  QPushButton* cancel_ = nullptr;
  Headline* headline_ = nullptr;
  ChartBoard* board_ = nullptr;
  QSplitter* sides_ = nullptr;
  QSplitter* left_ = nullptr;
};

}  // namespace ringside::gui
