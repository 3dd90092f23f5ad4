#pragma once

#include <QCoreApplication>
#include <memory>
#include <optional>
#include <vector>

#include "gui/charts/chart_board.h"
#include "gui/pages/page.h"
#include "gui/session.h"
#include "reports/compare/subject.h"
#include "reports/store/run_store.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QTableWidget;
class QTextBrowser;

namespace ringside::gui {

/// The runs that were kept, those of the command line too: look for, look at, open again, compare, export as a report.
class RunsPage : public Page {
  Q_DECLARE_TR_FUNCTIONS(RunsPage)

 public:
  /// `store` empty: the usual file.
  RunsPage(Session& session, std::string store, QWidget* parent = nullptr);

  void entered() override;
  bool finished() override;

  /// What has been played of the open scenario is kept. The error is for the user.
  QString keep_current();
  void renew();
  void search(const QString& words);
  int shown() const;
  QTableWidget& table() { return *table_; }
  ChartBoard& board() { return *board_; }
  QLabel& note() { return *note_; }
  /// The chosen runs as HTML, PDF, CSV, JSON, Markdown or JUnit, by the ending of the name.
  QString export_to(const QString& file);
  void reopen();
  void remove_chosen();

 private:
  QWidget* list_side();
  QWidget* result_side();
  std::vector<std::int64_t> chosen() const;
  std::optional<report::StoredRun> stored(std::int64_t id);
  tl::expected<std::vector<report::Subject>, QString> subjects();
  void show_chosen();
  void show_comparison(const std::vector<report::Subject>& runs);
  void ask_for_export();

  Session& session_;
  std::string store_;
  std::vector<report::StoredRun> runs_;
  QLineEdit* search_ = nullptr;
  QTableWidget* table_ = nullptr;
  QLabel* note_ = nullptr;
  QLabel* title_ = nullptr;
  QTextBrowser* words_ = nullptr;
  ChartBoard* board_ = nullptr;
};

}  // namespace ringside::gui
