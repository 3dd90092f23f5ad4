#pragma once

#include <QCoreApplication>
#include <QFrame>
#include <functional>

#include "gui/live/live_state.h"

class QTableWidget;
class QVBoxLayout;

namespace ringside::gui {

/// Who waits, who serves and which calls there are, and what a supervisor does with them.
class LiveTables : public QFrame {
  Q_DECLARE_TR_FUNCTIONS(LiveTables)

 public:
  struct Actions {
    std::function<void(const std::string& agent, bool in)> log;
    std::function<void(const std::string& call, const std::string& agent)> dispatch;
    std::function<void(const QString&)> tell;  ///< why nothing was done
  };

  explicit LiveTables(Actions actions, QWidget* parent = nullptr);

  /// Waits from `long_wait` seconds on stand out; 0: none.
  void show_state(const LiveState& state, std::int64_t long_wait);
  /// What is shown is old, or not.
  void set_alive(bool alive);

  QTableWidget& agents() { return *agents_; }
  QTableWidget& queue() { return *queue_; }

 private:
  QTableWidget* add_table(const QString& title, const QStringList& columns, const QString& name, int stretch);
  void add_buttons();
  void log_chosen(bool in);
  void dispatch_chosen();

  Actions actions_;
  QVBoxLayout* layout_ = nullptr;
  QTableWidget* queue_ = nullptr;
  QTableWidget* agents_ = nullptr;
  QTableWidget* calls_ = nullptr;
};

/// "2:05" of seconds; "∞" where nobody is there.
QString duration_text(std::int64_t seconds);

}  // namespace ringside::gui
