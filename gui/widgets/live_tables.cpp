#include "gui/widgets/live_tables.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <map>
#include <vector>

#include "gui/theme.h"

namespace ringside::gui {
namespace {

constexpr std::int64_t kNobody = 2147483647;
constexpr int kMostRows = 500;

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

std::string chosen_id(const QTableWidget& table) {
  const int row = table.currentRow();
  const bool chosen = row >= 0 && table.item(row, 0) != nullptr;
  return chosen ? table.item(row, 0)->data(Qt::UserRole).toString().toStdString() : std::string{};
}

void set_id(QTableWidget& table, int row, const std::string& id) {
  table.item(row, 0)->setData(Qt::UserRole, QString::fromStdString(id));
}

/// What was chosen stays chosen where it stands now; who has gone is not replaced by who stands in his row.
void choose_again(QTableWidget& table, const std::string& id) {
  if (id.empty() || chosen_id(table) == id) return;
  const QString wanted = QString::fromStdString(id);
  for (int r = 0; r < table.rowCount(); ++r) {
    if (table.item(r, 0)->data(Qt::UserRole).toString() == wanted) return table.setCurrentCell(r, 0);
  }
  table.setCurrentCell(-1, -1);
}

int make_rows(QTableWidget& table, std::size_t n) {
  const int wanted = std::min(static_cast<int>(n), kMostRows);
  if (table.rowCount() != wanted) table.setRowCount(wanted);
  return wanted;
}

}  // namespace

QString duration_text(std::int64_t seconds) {
  if (seconds >= kNobody) return QStringLiteral("∞");
  return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

LiveTables::LiveTables(Actions actions, QWidget* parent)
    : QFrame{parent}, actions_{std::move(actions)}, layout_{new QVBoxLayout{this}} {
  setObjectName(QStringLiteral("card"));
  queue_ = add_table(tr("Waiting"), {tr("Caller"), tr("Flow"), tr("Waits"), tr("Estimated")}, tr("Waiting calls"), 2);
  agents_ = add_table(tr("Agents"), {tr("Agent"), tr("State"), tr("Wrap-up"), tr("Chats")}, tr("Agents"), 3);
  add_buttons();
  calls_ = add_table(tr("Calls"), {tr("Call"), tr("State"), tr("Flow"), tr("Agent"), tr("Since")}, tr("Calls"), 2);
}

QTableWidget* LiveTables::add_table(const QString& title, const QStringList& columns, const QString& name, int stretch) {
  auto* const label = new QLabel{title, this};
  label->setObjectName(QStringLiteral("title"));
  layout_->addWidget(label);
  auto* const table = new QTableWidget{0, static_cast<int>(columns.size()), this};
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
  layout_->addWidget(table, stretch);
  return table;
}

void LiveTables::add_buttons() {
  auto* const row = new QHBoxLayout;
  const auto add = [&](const QString& text, const QString& hint, auto action) {
    auto* const button = new QPushButton{text, this};
    button->setToolTip(hint);
    connect(button, &QPushButton::clicked, this, action);
    row->addWidget(button);
  };
  add(tr("Log &in"), tr("The chosen agent"), [this] { log_chosen(true); });
  add(tr("Log &out"), tr("The chosen agent"), [this] { log_chosen(false); });
  add(tr("Dis&patch"), tr("The chosen call to the chosen agent; while calls are not dispatched by themselves"),
      [this] { dispatch_chosen(); });
  row->addStretch(1);
  layout_->addLayout(row);
}

void LiveTables::set_alive(bool alive) {
  for (QTableWidget* const table : {agents_, queue_, calls_}) table->setEnabled(alive);
}

void LiveTables::show_state(const LiveState& s, std::int64_t long_wait) {
  const auto text = [](const std::string& t) { return QString::fromStdString(t); };
  const QColor faint = theme().faint_text;
  const std::string chosen_call = chosen_id(*queue_);
  const std::string chosen_agent = chosen_id(*agents_);
  for (int r = 0, n = make_rows(*queue_, s.queue.size()); r < n; ++r) {
    const LiveWaiting& call = s.queue[static_cast<std::size_t>(r)];
    set_cell(*queue_, r, 0, text(call.name.empty() ? call.caller : call.name));
    set_id(*queue_, r, call.id);
    set_cell(*queue_, r, 1, text(call.flow));
    set_cell(*queue_, r, 2, duration_text(call.waited), long_wait > 0 && call.waited >= long_wait ? theme().bad : QColor{});
    set_cell(*queue_, r, 3, duration_text(call.estimated), faint);
  }
  static const std::map<std::string, QString> kStates{
      {"free", tr("free")}, {"incall", tr("in a call")}, {"inchat", tr("in chats")}, {"wrapup", tr("wrap-up")}};
  std::vector<const LiveAgent*> agents;  // who is there comes first
  for (const LiveAgent& agent : s.agents) agents.push_back(&agent);
  std::stable_partition(agents.begin(), agents.end(), [](const LiveAgent* agent) { return agent->logged_in; });
  for (int r = 0, n = make_rows(*agents_, agents.size()); r < n; ++r) {
    const LiveAgent& agent = *agents[static_cast<std::size_t>(r)];
    const auto state = kStates.find(agent.state);
    set_cell(*agents_, r, 0, text(agent.id), agent.logged_in ? QColor{} : faint);
    set_id(*agents_, r, agent.id);
    const QString shown = !agent.logged_in ? tr("logged out") : state == kStates.end() ? text(agent.state) : state->second;
    set_cell(*agents_, r, 1, shown, !agent.logged_in ? faint : agent.state == "free" ? theme().good : QColor{});
    set_cell(*agents_, r, 2, agent.wrapup_ends ? duration_text(*agent.wrapup_ends) : QString{});
    set_cell(
        *agents_, r, 3,
        agent.chats ? QStringLiteral("%1 / %2").arg(*agent.chats).arg(*agent.chats + agent.free_chats.value_or(0)) : QString{});
  }
  for (int r = 0, n = make_rows(*calls_, s.calls.size()); r < n; ++r) {
    const LiveCall& call = s.calls[static_cast<std::size_t>(r)];
    const std::array<QString, 5> cells{text(call.id), text(call.state), text(call.flow), text(call.agent),
                                       duration_text(call.seconds)};
    for (std::size_t c = 0; c < cells.size(); ++c) set_cell(*calls_, r, static_cast<int>(c), cells[c]);
  }
  choose_again(*queue_, chosen_call);
  choose_again(*agents_, chosen_agent);
}

void LiveTables::log_chosen(bool in) {
  const std::string agent = chosen_id(*agents_);
  if (agent.empty()) return actions_.tell(tr("Choose an agent first."));
  actions_.log(agent, in);
}

void LiveTables::dispatch_chosen() {
  const std::string call = chosen_id(*queue_);
  const std::string agent = chosen_id(*agents_);
  if (call.empty() || agent.empty()) return actions_.tell(tr("Choose a waiting call and an agent first."));
  actions_.dispatch(call, agent);
}

}  // namespace ringside::gui
