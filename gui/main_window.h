#pragma once

#include <QCoreApplication>
#include <QMainWindow>
#include <memory>
#include <optional>
#include <vector>

#include "gui/autosave.h"
#include "gui/pages/page.h"
#include "gui/session.h"
#include "gui/theme.h"

class QAction;
class QLabel;
class QListWidget;
class QMenu;
class QStackedWidget;

namespace ringside::gui {

class RunsPage;
class WhatIfPage;
class Lesson;

/// The window: pages, menus, files, what is remembered from one start to the next. Does nothing a page can do.
class MainWindow : public QMainWindow {
  Q_DECLARE_TR_FUNCTIONS(MainWindow)

 public:
  struct Options {
    QString autosave;      ///< path; empty: the usual one
    std::string runs;      ///< file of the run store; empty: the usual one
    bool remember = true;  ///< layout, recent files, rescue of what was not saved
    QString engine;        ///< address of a live engine
  };

  explicit MainWindow(Options options);
  ~MainWindow() override;

  /// The error is for the user.
  QString open_file(const QString& file);
  void open_sample();
  /// By name: what-if, compare, live, runs. False: there is none such.
  bool show_page(const QString& name);
  static QStringList page_names();
  Page& page() const;
  WhatIfPage& what_if() { return *what_if_; }
  Session& session() { return session_; }
  /// First start, or what was left of a start that did not end in order.
  void welcome();
  void teach();

 protected:
  void closeEvent(QCloseEvent* event) override;

 private:
  void build_pages();
  void build_menus();
  void build_file_menu();
  void build_view_menu();
  void renew_state();
  void renew_recent();
  bool save();
  bool save_as();
  bool write_to(const QString& file);
  bool may_leave();
  void ask_for_file();
  void set_theme(ThemeChoice choice);
  void remember_file(const QString& file);
  void restore_layout();

  Options options_;
  Session session_;
  std::optional<Autosave> autosave_;  ///< none if nothing is to be remembered
  QListWidget* navigation_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  std::vector<Page*> pages_;
  WhatIfPage* what_if_ = nullptr;
  RunsPage* runs_ = nullptr;
  Lesson* lesson_ = nullptr;
  QAction* undo_ = nullptr;
  QAction* redo_ = nullptr;
  QAction* save_ = nullptr;
  QMenu* recent_ = nullptr;
  QLabel* state_ = nullptr;
};

}  // namespace ringside::gui
