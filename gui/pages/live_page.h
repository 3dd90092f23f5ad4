#pragma once

#include <QCoreApplication>
#include <QTimer>
#include <atomic>
#include <optional>
#include <thread>

#include "gui/charts/chart_board.h"
#include "gui/live/live_client.h"
#include "gui/live/live_day.h"
#include "gui/live/prediction.h"
#include "gui/pages/page.h"
#include "gui/session.h"

class QCheckBox;
class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTableWidget;

namespace ringside::gui {

/// A running engine or OpenSIPS: who waits, who serves, the day so far over what the open scenario predicts, alarms, and the
/// few things a supervisor does. Charts are drawn once a second at most, numbers as they come.
class LivePage : public Page {
  Q_DECLARE_TR_FUNCTIONS(LivePage)

 public:
  LivePage(Session& session, QString address, QWidget* parent = nullptr);
  ~LivePage() override;

  void entered() override;
  bool finished() override;

  void connect_to(const QString& address);
  LiveClient& client() { return client_; }
  QTableWidget& agents() { return *agents_; }
  QTableWidget& queue() { return *queue_; }
  ChartBoard& board() { return *board_; }
  QLabel& link_text() { return *link_text_; }
  QFrame& alarm() { return *alarm_; }
  QSpinBox& limit(Alarm alarm) { return *limits_[static_cast<std::size_t>(alarm)]; }
  QLabel& told() { return *told_; }
  void log_chosen(bool in);
  void dispatch_chosen();
  /// A state as if it had come over the line, at this second of the day.
  void take(const LiveState& state, double second_of_day);
  void show_charts();

 private:
  QWidget* head();
  QWidget* people();
  QWidget* alarm_limits();
  void show_link();
  void show_tables();
  void show_tiles();
  void show_alarms();
  void predict();
  AlarmLimits limits() const;

  Session& session_;
  QString address_;
  bool tried_ = false;
  LiveDay day_;
  std::optional<LiveState> state_;
  std::optional<Prediction> prediction_;
  std::shared_ptr<const scenario::Scenario> predicted_;
  std::thread predictor_;
  std::atomic<bool> stop_{false};

  QLineEdit* url_ = nullptr;
  QLineEdit* token_ = nullptr;
  QPushButton* connect_ = nullptr;
  QLabel* link_dot_ = nullptr;
  QLabel* link_text_ = nullptr;
  QCheckBox* dispatching_ = nullptr;
  QFrame* alarm_ = nullptr;
  QLabel* alarm_text_ = nullptr;
  std::array<QLabel*, 5> tiles_{};
  std::array<QSpinBox*, 3> limits_{};
  QTableWidget* agents_ = nullptr;
  QTableWidget* queue_ = nullptr;
  QTableWidget* calls_ = nullptr;
  QLabel* told_ = nullptr;
  ChartBoard* board_ = nullptr;
  QTimer redraw_;
  QTimer countdown_;
  LiveClient client_;  ///< last: it speaks to what stands above
};

}  // namespace ringside::gui
