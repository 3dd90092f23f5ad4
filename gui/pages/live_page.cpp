#include "gui/pages/live_page.h"

#include <QCheckBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QSplitter>
#include <QTableWidget>
#include <QTime>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/theme.h"

namespace ringside::gui {
namespace {

constexpr std::int64_t kNobody = 2147483647;
constexpr int kRedraw = 1000;        ///< ms
constexpr std::uint64_t kDays = 60;  ///< of the prediction
constexpr int kMostRows = 500;

QString duration(std::int64_t seconds) {
  if (seconds >= kNobody) return QStringLiteral("∞");
  return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

double second_of_day() { return QTime::currentTime().msecsSinceStartOfDay() / 1000.0; }

QTableWidget* table_of(const QStringList& columns, const QString& name, QWidget* parent) {
  auto* const table = new QTableWidget{0, static_cast<int>(columns.size()), parent};
  table->setHorizontalHeaderLabels(columns);
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setSelectionMode(QAbstractItemView::SingleSelection);
  table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table->setShowGrid(false);
  table->setTabKeyNavigation(false);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(24);
  table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  table->setAccessibleName(name);
  return table;
}

/// Writes only what differs: ten times a second, most cells do not.
void set_cell(QTableWidget& table, int row, int column, const QString& text, const QColor& colour = {}) {
  QTableWidgetItem* item = table.item(row, column);
  if (item == nullptr) {
    item = new QTableWidgetItem;
    table.setItem(row, column, item);
  }
  if (item->text() != text) item->setText(text);
  const QBrush brush = colour.isValid() ? QBrush{colour} : QBrush{theme().text};
  if (item->foreground() != brush) item->setForeground(brush);
}

QString chosen_id(const QTableWidget& table) {
  const int row = table.currentRow();
  return row >= 0 && table.item(row, 0) != nullptr ? table.item(row, 0)->data(Qt::UserRole).toString() : QString{};
}

void set_id(QTableWidget& table, int row, const std::string& id) {
  table.item(row, 0)->setData(Qt::UserRole, QString::fromStdString(id));
}

}  // namespace

LivePage::LivePage(Session& session, QString address, QWidget* parent)
    : Page{parent},
      session_{session},
      address_{std::move(address)},
      client_{{.link = [this] { show_link(); },
               .state = [this](const LiveState& state) { take(state, second_of_day()); },
               .told = [this](const QString& text) { told_->setText(text); }}} {
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
  board_ = new ChartBoard{sides};
  sides->addWidget(board_);
  sides->setSizes({560, 840});
  sides->setStretchFactor(1, 1);
  layout->addWidget(sides, 1);
  redraw_.setSingleShot(true);
  redraw_.setInterval(kRedraw);
  connect(&redraw_, &QTimer::timeout, this, [this] { show_charts(); });
  countdown_.setInterval(500);
  connect(&countdown_, &QTimer::timeout, this, [this] { show_link(); });
  session_.when_changed([this] {
    if (isVisible()) predict();
  });
  show_link();
}

LivePage::~LivePage() {
  stop_ = true;
  if (predictor_.joinable()) predictor_.join();
}

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
  auto* const card = new QFrame{this};
  card->setObjectName(QStringLiteral("card"));
  auto* const layout = new QVBoxLayout{card};
  const auto title = [&](const QString& text) {
    auto* const label = new QLabel{text, card};
    label->setObjectName(QStringLiteral("title"));
    layout->addWidget(label);
  };
  const auto button = [&](QHBoxLayout* row, const QString& text, const QString& hint, auto action) {
    auto* const b = new QPushButton{text, card};
    b->setToolTip(hint);
    connect(b, &QPushButton::clicked, this, action);
    row->addWidget(b);
  };
  title(tr("Waiting"));
  queue_ = table_of({tr("Caller"), tr("Flow"), tr("Waits"), tr("Estimated")}, tr("Waiting calls"), card);
  layout->addWidget(queue_, 2);
  title(tr("Agents"));
  agents_ = table_of({tr("Agent"), tr("State"), tr("Wrap-up"), tr("Chats")}, tr("Agents"), card);
  layout->addWidget(agents_, 3);
  auto* const row = new QHBoxLayout;
  button(row, tr("Log &in"), tr("The chosen agent"), [this] { log_chosen(true); });
  button(row, tr("Log &out"), tr("The chosen agent"), [this] { log_chosen(false); });
  button(row, tr("Dis&patch"), tr("The chosen call to the chosen agent; while calls are not dispatched by themselves"),
         [this] { dispatch_chosen(); });
  row->addStretch(1);
  layout->addLayout(row);
  title(tr("Calls"));
  calls_ = table_of({tr("Call"), tr("State"), tr("Flow"), tr("Agent"), tr("Since")}, tr("Calls"), card);
  layout->addWidget(calls_, 2);
  told_ = new QLabel{card};
  told_->setObjectName(QStringLiteral("faint"));
  told_->setWordWrap(true);
  told_->setTextFormat(Qt::PlainText);
  layout->addWidget(alarm_limits());
  layout->addWidget(told_);
  return card;
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
  for (QTableWidget* const table : {agents_, queue_, calls_}) table->setEnabled(there);
  dispatching_->setEnabled(there);
  if (link == Link::lost) {
    if (!countdown_.isActive()) countdown_.start();
  } else {
    countdown_.stop();
  }
  if (there) {
    client_.ask_dispatching([this](bool on) { dispatching_->setChecked(on); });
  }
}

void LivePage::take(const LiveState& state, double now) {
  state_ = state;
  day_.add(now, state);
  if (!isVisible()) return;
  show_tiles();
  show_tables();
  show_alarms();
  if (!redraw_.isActive()) redraw_.start();
}

void LivePage::show_tiles() {
  const LiveState& s = *state_;
  const std::size_t busy = s.in_state("incall") + s.in_state("inchat") + s.in_state("wrapup");
  const std::array<QString, 5> values{QString::number(s.queue.size()), duration(s.longest_wait()),
                                      QStringLiteral("%1 / %2").arg(s.in_state("free")).arg(s.logged_in()),
                                      QString::number(busy), QString::number(s.calls.size())};
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (tiles_[i]->text() != values[i]) tiles_[i]->setText(values[i]);
  }
}

void LivePage::show_tables() {
  const LiveState& s = *state_;
  const auto rows = [](QTableWidget& table, std::size_t n) {
    const int wanted = std::min(static_cast<int>(n), kMostRows);
    if (table.rowCount() != wanted) table.setRowCount(wanted);
    return wanted;
  };
  const auto text = [](const std::string& t) { return QString::fromStdString(t); };
  const std::int64_t longest = limits_[static_cast<std::size_t>(Alarm::wait)]->value();
  for (int r = 0, n = rows(*queue_, s.queue.size()); r < n; ++r) {
    const LiveWaiting& call = s.queue[static_cast<std::size_t>(r)];
    set_cell(*queue_, r, 0, text(call.name.empty() ? call.caller : call.name));
    set_id(*queue_, r, call.id);
    set_cell(*queue_, r, 1, text(call.flow));
    set_cell(*queue_, r, 2, duration(call.waited), longest > 0 && call.waited >= longest ? theme().bad : QColor{});
    set_cell(*queue_, r, 3, duration(call.estimated), theme().faint_text);
  }
  static const std::map<std::string, QString> kStates{
      {"free", tr("free")}, {"incall", tr("in a call")}, {"inchat", tr("in chats")}, {"wrapup", tr("wrap-up")}};
  for (int r = 0, n = rows(*agents_, s.agents.size()); r < n; ++r) {
    const LiveAgent& agent = s.agents[static_cast<std::size_t>(r)];
    const auto state = kStates.find(agent.state);
    const QColor faint = theme().faint_text;
    set_cell(*agents_, r, 0, text(agent.id), agent.logged_in ? QColor{} : faint);
    set_id(*agents_, r, agent.id);
    const QString shown = !agent.logged_in ? tr("logged out") : state == kStates.end() ? text(agent.state) : state->second;
    set_cell(*agents_, r, 1, shown, !agent.logged_in ? faint : agent.state == "free" ? theme().good : QColor{});
    set_cell(*agents_, r, 2, agent.wrapup_ends ? duration(*agent.wrapup_ends) : QString{});
    set_cell(
        *agents_, r, 3,
        agent.chats ? QStringLiteral("%1 / %2").arg(*agent.chats).arg(*agent.chats + agent.free_chats.value_or(0)) : QString{});
  }
  for (int r = 0, n = rows(*calls_, s.calls.size()); r < n; ++r) {
    const LiveCall& call = s.calls[static_cast<std::size_t>(r)];
    const std::array<QString, 5> cells{text(call.id), text(call.state), text(call.flow), text(call.agent),
                                       duration(call.seconds)};
    for (std::size_t c = 0; c < cells.size(); ++c) set_cell(*calls_, r, static_cast<int>(c), cells[c]);
  }
}

AlarmLimits LivePage::limits() const { return {limits_[0]->value(), limits_[1]->value(), limits_[2]->value()}; }

void LivePage::show_alarms() {
  if (!state_) return;
  QStringList texts;
  for (const Alarm alarm : alarms_of(*state_, limits())) {
    switch (alarm) {
      case Alarm::queue: texts.append(tr("%n calls wait.", nullptr, static_cast<int>(state_->queue.size()))); break;
      case Alarm::wait: texts.append(tr("The first caller has waited %1.").arg(duration(state_->longest_wait()))); break;
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
  charts.push_back(day_.queue_chart(prediction_ ? &*prediction_ : nullptr));
  if (state_) {
    charts.push_back(day_.recent_chart());
    charts.push_back(day_.agents_chart());
  }
  std::erase_if(charts, [](const report::Chart& chart) { return chart.labels.empty(); });
  board_->show_charts(std::move(charts));
}

/// Of the scenario that is open, on a thread of its own; the last one that was asked for counts.
void LivePage::predict() {
  const auto scenario = session_.document().scenario();
  if (!scenario || scenario == predicted_) return;
  predicted_ = scenario;
  stop_ = true;
  if (predictor_.joinable()) predictor_.join();
  stop_ = false;
  predictor_ = std::thread{[this, scenario] {
    Prediction made = predict_queue(*scenario, LiveDay::kInterval, kDays, 1, stop_);
    if (stop_) return;
    QMetaObject::invokeMethod(this, [this, scenario, made = std::move(made)]() mutable {
      if (scenario != predicted_) return;
      prediction_ = std::move(made);
      show_charts();
    });
  }};
}

void LivePage::log_chosen(bool in) {
  const QString agent = chosen_id(*agents_);
  if (agent.isEmpty()) return told_->setText(tr("Choose an agent first."));
  client_.log_agent(agent.toStdString(), in);
}

void LivePage::dispatch_chosen() {
  const QString call = chosen_id(*queue_);
  const QString agent = chosen_id(*agents_);
  if (call.isEmpty() || agent.isEmpty()) return told_->setText(tr("Choose a waiting call and an agent first."));
  client_.dispatch(call.toStdString(), agent.toStdString());
}

bool LivePage::finished() {
  board_->finish();
  const bool predicted = prediction_.has_value() || !session_.document().scenario();
  return predicted && (address_.isEmpty() || state_.has_value() || client_.link() == LiveClient::Link::lost);
}

}  // namespace ringside::gui
