#pragma once

#include <QCoreApplication>
#include <vector>

#include "gui/charts/chart_board.h"
#include "gui/models/compare_runner.h"
#include "gui/models/statements.h"
#include "gui/pages/page.h"
#include "gui/session.h"

class QFrame;
class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QProgressBar;
class QPushButton;
class QTableWidget;
class QVBoxLayout;

namespace ringside::gui {

/// Variants against a baseline, all with the same callers: what differs in words, as charts with intervals, and as a table.
/// The baseline is what was open when it was pinned; variants are those of its `what_if`, changes one types, or what is open.
class ComparePage : public Page {
  Q_DECLARE_TR_FUNCTIONS(ComparePage)

 public:
  explicit ComparePage(Session& session, QWidget* parent = nullptr);

  void entered() override;
  bool finished() override;

  /// What is open becomes the baseline, with the variants it brings along.
  void pin();
  /// What is open becomes a variant.
  void add_open();
  /// "KEY=VALUE; KEY=VALUE". The error is for the user.
  QString add_change(const QString& text);
  void remove_chosen();
  QListWidget& variants() { return *list_; }
  const ComparePicture& picture() const { return picture_; }
  /// "full load frees 3.1 ± 0.4 agents (both) for calls; orders chats wait 12 ± 3 s longer."
  static QString sentence(const std::string& name, const sim::Comparison& comparison, std::size_t variant);

 private:
  QWidget* variants_side();
  QWidget* result_side();
  void add_item(ComparedSide side);
  void play();
  void take(const ComparePicture& picture);
  void show_words();
  void show_charts();
  void show_table();

  Session& session_;
  std::optional<ComparedSide> base_;
  std::vector<std::pair<ComparedSide, QListWidgetItem*>> sides_;
  ComparePicture picture_;
  std::uint64_t request_ = 0;
  bool filling_ = false;

  QLabel* base_name_ = nullptr;
  QListWidget* list_ = nullptr;
  QLineEdit* change_ = nullptr;
  QLabel* change_fault_ = nullptr;
  QLabel* progress_text_ = nullptr;
  QProgressBar* progress_ = nullptr;
  QPushButton* cancel_ = nullptr;
  QFrame* verdicts_ = nullptr;
  QVBoxLayout* sentences_ = nullptr;
  ChartBoard* board_ = nullptr;
  QTableWidget* table_ = nullptr;
  CompareRunner runner_;  ///< last: it stops before what it tells goes
};

}  // namespace ringside::gui
