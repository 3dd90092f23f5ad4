#pragma once

#include <QCoreApplication>
#include <QTimer>
#include <optional>

#include "gui/charts/chart_board.h"
#include "gui/live/live_client.h"
#include "gui/live/live_day.h"
#include "gui/live/next_hours.h"
#include "gui/live/prediction.h"
#include "gui/models/latest_job.h"
#include "gui/pages/page.h"
#include "gui/session.h"
#include "gui/widgets/live_tables.h"
#include "gui/widgets/outlook_bar.h"

class QCheckBox;
class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace ringside::gui {

/// A running engine or OpenSIPS: who waits, who serves, the day so far over what the open scenario predicts, what the next
/// hours may bring, alarms, and the few things a supervisor does. Charts are drawn once a second at most, numbers as they come.
class LivePage : public Page {
  Q_DECLARE_TR_FUNCTIONS(LivePage)

 public:
  LivePage(Session& session, QString address, QWidget* parent = nullptr);
  ~LivePage() override;

  void entered() override;
  bool finished() override;

  void connect_to(const QString& address);
  LiveClient& client() { return client_; }
  LiveTables& tables() { return *tables_; }
  OutlookBar& outlook() { return *outlook_; }
  ChartBoard& board() { return *board_; }
  QLabel& link_text() { return *link_text_; }
  QFrame& alarm() { return *alarm_; }
  QSpinBox& limit(Alarm alarm) { return *limits_[static_cast<std::size_t>(alarm)]; }
  QLabel& told() { return *told_; }
  /// A state as if it had come over the line, at this second of the day.
  void take(const LiveState& state, double second_of_day);
  void show_charts();

 private:
  QWidget* head();
  QWidget* people();
  QWidget* charts();
  QWidget* alarm_limits();
  void show_link();
  void ask_dispatching();
  void show_tiles();
  void show_alarms();
  void predict();
  void look_ahead();
  void take_outlook(std::uint64_t number, const tl::expected<NextHours, std::string>& next);
  AlarmLimits limits() const;

  Session& session_;
  QString address_;
  bool tried_ = false;
  LiveDay day_;
  std::optional<LiveState> state_;
  std::optional<Prediction> prediction_;
  std::shared_ptr<const scenario::Scenario> predicted_;
  std::optional<NextHours> next_;

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
  LiveTables* tables_ = nullptr;
  OutlookBar* outlook_ = nullptr;
  QLabel* told_ = nullptr;
  ChartBoard* board_ = nullptr;
  QTimer redraw_;
  QTimer countdown_;
  QTimer again_;
  QTimer ask_again_;
  LiveClient client_;    ///< after what it speaks to
  LatestJob predictor_;  ///< last: they end before what they tell goes
  LatestJob ahead_;
};

}  // namespace ringside::gui
