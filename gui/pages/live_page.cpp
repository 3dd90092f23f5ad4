#include "gui/pages/live_page.h"

#include <QCheckBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QSplitter>
#include <QTime>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/theme.h"

namespace ringside::gui {
namespace {

constexpr int kRedraw = 1000;          ///< ms
constexpr std::uint64_t kDays = 60;    ///< of the prediction
constexpr int kOutlookAgain = 60'000;  ///< ms
constexpr int kAskAgain = 60'000;      ///< ms

double second_of_day() { return QTime::currentTime().msecsSinceStartOfDay() / 1000.0; }

}  // namespace

LivePage::LivePage(Session& session, QString address, QWidget* parent)
    : Page{parent},
      session_{session},
      address_{std::move(address)},
      client_{{.link = [this] { show_link(); },
               .state = [this](const LiveState& state) { take(state, second_of_day()); },
               .told =
                   [this](const QString& text) {
                     told_->setText(text);
                     ask_dispatching();  // a box that was clicked shows what the engine has made of it
                   }}} {
  auto* const layout = new QVBoxLayout{this};
  layout->setContentsMargins(10, 10, 10, 10);
  layout->setSpacing(10);
  layout->addWidget(head());
  alarm_ = new QFrame{this};
  alarm_->setObjectName(QStringLiteral("banner"));
  auto* const alarm_row = new QHBoxLayout{alarm_};
  alarm_text_ = new QLabel{alarm_};
  alarm_row->addWidget(alarm_text_, 1);
  alarm_->hide();
  layout->addWidget(alarm_);
  auto* const sides = new QSplitter{Qt::Horizontal, this};
  sides->setHandleWidth(10);
  sides->addWidget(people());
  sides->addWidget(charts());
  sides->setSizes({560, 840});
  sides->setStretchFactor(1, 1);
  layout->addWidget(sides, 1);
  redraw_.setSingleShot(true);
  redraw_.setInterval(kRedraw);
  connect(&redraw_, &QTimer::timeout, this, [this] { show_charts(); });
  countdown_.setInterval(500);
  connect(&countdown_, &QTimer::timeout, this, [this] { show_link(); });
  again_.setInterval(kOutlookAgain);
  connect(&again_, &QTimer::timeout, this, [this] { look_ahead(); });
  ask_again_.setInterval(kAskAgain);
  connect(&ask_again_, &QTimer::timeout, this, [this] { ask_dispatching(); });
  ask_again_.start();
  session_.when_changed([this] {
    if (!isVisible()) return;
    predict();
    if (outlook_->wanted()) look_ahead();
  });
  show_link();
}

LivePage::~LivePage() = default;

QWidget* LivePage::head() {
  auto* const card = new QFrame{this};
  card->setObjectName(QStringLiteral("card"));
  auto* const column = new QVBoxLayout{card};
  auto* const row = new QHBoxLayout;
  url_ = new QLineEdit{address_.isEmpty() ? QStringLiteral("http://127.0.0.1:8888/mi") : address_, card};
  url_->setAccessibleName(tr("Address of the engine"));
  url_->setToolTip(tr("The MI of a ringside-engine or of an OpenSIPS, over HTTP"));
  url_->setMinimumWidth(250);
  token_ = new QLineEdit{card};
  token_->setPlaceholderText(tr("token, if it asks for one"));
  token_->setEchoMode(QLineEdit::Password);
  token_->setAccessibleName(tr("Token"));
  token_->setMaximumWidth(160);
  connect_ = new QPushButton{tr("&Connect"), card};
  connect_->setObjectName(QStringLiteral("main"));
  link_dot_ = new QLabel{QStringLiteral("●"), card};
  link_text_ = new QLabel{card};
  link_text_->setTextFormat(Qt::PlainText);
  dispatching_ = new QCheckBox{tr("&Dispatch calls by itself"), card};
  dispatching_->setToolTip(tr("Off: calls wait until somebody dispatches them"));
  connect(connect_, &QPushButton::clicked, this, [this] {
    if (client_.link() == LiveClient::Link::off) {
      connect_to(url_->text());
    } else {
      client_.disconnect_from();
    }
  });
  connect(url_, &QLineEdit::returnPressed, this, [this] { connect_to(url_->text()); });
  connect(dispatching_, &QCheckBox::clicked, this, [this](bool on) { client_.set_dispatching(on); });
  row->addWidget(url_);
  row->addWidget(token_);
  row->addWidget(connect_);
  row->addWidget(link_dot_);
  row->addWidget(link_text_, 1);
  row->addWidget(dispatching_);
  column->addLayout(row);
  auto* const tiles = new QHBoxLayout;
  const QStringList names{tr("In the queue"), tr("Longest wait"), tr("Agents free"), tr("Agents busy"), tr("Calls")};
  for (int i = 0; i < names.size(); ++i) {
    auto* const name = new QLabel{names[i], card};
    name->setObjectName(QStringLiteral("faint"));
    auto* const value = new QLabel{QStringLiteral("–"), card};
    value->setObjectName(QStringLiteral("figure"));
    tiles->addWidget(name, 0, Qt::AlignBottom);
    tiles->addWidget(value, 1);
    tiles_[static_cast<std::size_t>(i)] = value;
  }
  column->addLayout(tiles);
  return card;
}

QWidget* LivePage::people() {
  tables_ =
      new LiveTables{{.log = [this](const std::string& agent, bool in) { client_.log_agent(agent, in); },
                      .dispatch = [this](const std::string& call, const std::string& agent) { client_.dispatch(call, agent); },
                      .tell = [this](const QString& text) { told_->setText(text); }},
                     this};
  told_ = new QLabel{tables_};
  told_->setObjectName(QStringLiteral("faint"));
  told_->setWordWrap(true);
  told_->setTextFormat(Qt::PlainText);
  tables_->layout()->addWidget(alarm_limits());
  tables_->layout()->addWidget(told_);
  return tables_;
}

QWidget* LivePage::charts() {
  auto* const side = new QWidget{this};
  auto* const layout = new QVBoxLayout{side};
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(10);
  outlook_ = new OutlookBar{[this] { look_ahead(); }, side};
  board_ = new ChartBoard{side};
  layout->addWidget(outlook_);
  layout->addWidget(board_, 1);
  return side;
}

QWidget* LivePage::alarm_limits() {
  auto* const box = new QWidget{this};
  auto* const row = new QHBoxLayout{box};
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(new QLabel{tr("Alarm from"), box});
  const std::array<std::tuple<QString, QString, int>, 3> all{{
      {tr(" waiting"), tr("Alarm from so many waiting calls; 0: never"), 10},
      {tr(" s of wait"), tr("Alarm once the first caller has waited so long; 0: never"), 120},
      {tr(" free needed"), tr("Alarm while fewer agents are free; 0: never"), 0},
  }};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& [suffix, hint, value] = all[i];
    auto* const spin = new QSpinBox{box};
    spin->setRange(0, 100000);
    spin->setValue(QSettings{}.value(QStringLiteral("alarm_%1").arg(i), value).toInt());
    spin->setSuffix(suffix);
    spin->setToolTip(hint);
    spin->setAccessibleName(hint);
    connect(spin, &QSpinBox::valueChanged, this, [this, i](int number) {
      QSettings{}.setValue(QStringLiteral("alarm_%1").arg(i), number);
      show_alarms();
    });
    limits_[i] = spin;
    row->addWidget(spin);
  }
  row->addStretch(1);
  return box;
}

void LivePage::entered() {
  predict();
  if (!address_.isEmpty() && !tried_) connect_to(address_);
  show_charts();
}

void LivePage::connect_to(const QString& address) {
  tried_ = true;
  url_->setText(address);
  day_.clear();
  state_.reset();
  const QString error = client_.connect_to(address, token_->text());
  if (!error.isEmpty()) link_text_->setText(error);
}

void LivePage::show_link() {
  using Link = LiveClient::Link;
  const Link link = client_.link();
  connect_->setText(link == Link::off ? tr("&Connect") : tr("&Disconnect"));
  QColor colour = theme().faint_text;
  switch (link) {
    case Link::off: link_text_->setText(tr("Not connected")); break;
    case Link::connecting: link_text_->setText(tr("Connecting …")); break;
    case Link::connected: {
      const bool opensips = client_.dialect() == LiveClient::Dialect::lists;
      link_text_->setText(opensips ? tr("Connected to an OpenSIPS") : tr("Connected to ringside-engine"));
      colour = theme().good;
      break;
    }
    case Link::lost:
      link_text_->setText(tr("Connection lost (%1); next attempt in %2 s. What is shown is old.")
                              .arg(client_.reason())
                              .arg(client_.retry_in()));
      colour = theme().bad;
      break;
  }
  link_dot_->setStyleSheet(QStringLiteral("color: %1").arg(colour.name()));
  link_dot_->setAccessibleName(link_text_->text());
  const bool there = link == Link::connected;
  tables_->set_alive(there);
  dispatching_->setEnabled(there);
  if (link == Link::lost) {
    if (!countdown_.isActive()) countdown_.start();
  } else {
    countdown_.stop();
  }
  ask_dispatching();
}

/// Others may switch it as well, and nobody tells.
void LivePage::ask_dispatching() {
  if (client_.link() != LiveClient::Link::connected) return;
  client_.ask_dispatching([this](bool on) { dispatching_->setChecked(on); });
}

void LivePage::take(const LiveState& state, double now) {
  state_ = state;
  day_.add(now, state);
  if (!isVisible()) return;
  show_tiles();
  tables_->show_state(*state_, limits().wait);
  show_alarms();
  if (!redraw_.isActive()) redraw_.start();
}

void LivePage::show_tiles() {
  const LiveState& s = *state_;
  const std::size_t busy = s.in_state("incall") + s.in_state("inchat") + s.in_state("wrapup");
  const std::array<QString, 5> values{QString::number(s.queue.size()), duration_text(s.longest_wait()),
                                      QStringLiteral("%1 / %2").arg(s.in_state("free")).arg(s.logged_in()),
                                      QString::number(busy), QString::number(s.calls.size())};
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (tiles_[i]->text() != values[i]) tiles_[i]->setText(values[i]);
  }
}

AlarmLimits LivePage::limits() const { return {limits_[0]->value(), limits_[1]->value(), limits_[2]->value()}; }

void LivePage::show_alarms() {
  if (!state_) return;
  QStringList texts;
  for (const Alarm alarm : alarms_of(*state_, limits())) {
    switch (alarm) {
      case Alarm::queue: texts.append(tr("%n calls wait.", nullptr, static_cast<int>(state_->queue.size()))); break;
      case Alarm::wait: texts.append(tr("The first caller has waited %1.").arg(duration_text(state_->longest_wait()))); break;
      case Alarm::free_agents:
        texts.append(tr("%n agents are free.", nullptr, static_cast<int>(state_->in_state("free"))));
        break;
    }
  }
  alarm_text_->setText(QStringLiteral("⚠  ") + texts.join(QLatin1Char(' ')));
  alarm_->setVisible(!texts.isEmpty());
}

void LivePage::show_charts() {
  if (!isVisible()) return;
  std::vector<report::Chart> charts;
  if (next_) charts = next_->charts;
  charts.push_back(day_.queue_chart(prediction_ ? &*prediction_ : nullptr));
  if (state_) {
    charts.push_back(day_.recent_chart());
    charts.push_back(day_.wait_chart());
    charts.push_back(day_.fate_chart());
    charts.push_back(day_.agents_chart());
  }
  std::erase_if(charts, [](const report::Chart& chart) { return chart.labels.empty(); });
  board_->show_charts(std::move(charts));
}

/// Of the scenario that is open; the last one that was asked for counts.
void LivePage::predict() {
  const auto scenario = session_.document().scenario();
  if (!scenario || scenario == predicted_) return;
  predicted_ = scenario;
  predictor_.ask([this, scenario](const LatestJob::Turn& turn) {
    Prediction made = predict_queue(*scenario, LiveDay::kInterval, kDays, 1, turn.stop());
    if (turn.stop()) return;
    QMetaObject::invokeMethod(this, [this, scenario, made = std::move(made)]() mutable {
      if (scenario != predicted_) return;
      prediction_ = std::move(made);
      show_charts();
    });
  });
}

/// From the centre as it is now, if that is wanted.
void LivePage::look_ahead() {
  if (!outlook_->wanted()) {
    ahead_.cancel();
    again_.stop();
    next_.reset();
    return show_charts();
  }
  again_.start();
  const auto scenario = session_.document().scenario();
  if (!scenario) return outlook_->show_fault(tr("No valid scenario is open."));
  outlook_->show_busy();
  client_.ask_snapshot([this, scenario](const auto& snapshot) {
    if (!snapshot) return outlook_->show_fault(QString::fromStdString(snapshot.error().message));
    ahead_.ask([this, scenario, text = *snapshot, options = outlook_->options()](const LatestJob::Turn& turn) {
      auto next = next_hours(text, *scenario, options, turn.stop());
      QMetaObject::invokeMethod(this, [this, number = turn.number(), next = std::move(next)] { take_outlook(number, next); });
    });
  });
}

void LivePage::take_outlook(std::uint64_t number, const tl::expected<NextHours, std::string>& next) {
  if (number != ahead_.latest() || !outlook_->wanted()) return;
  if (next) {
    next_ = *next;
    outlook_->show_outlook(*next_);
  } else if (!next.error().empty()) {
    next_.reset();
    outlook_->show_fault(QString::fromStdString(next.error()));
  }
  show_charts();
}

bool LivePage::finished() {
  board_->finish();
  const bool predicted = prediction_.has_value() || !session_.document().scenario();
  return predicted && (address_.isEmpty() || state_.has_value() || client_.link() == LiveClient::Link::lost);
}

}  // namespace ringside::gui
