#include "gui/widgets/form_panel.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QStyle>
#include <QToolButton>
#include <algorithm>

#include "gui/widgets/day_curve.h"

namespace ringside::gui {

FormPanel::FormPanel(Session& session, Part part, QWidget* parent) : QScrollArea{parent}, session_{session}, part_{part} {
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  session_.when_changed([this] { renew(); });
}

void FormPanel::showEvent(QShowEvent* event) {
  QScrollArea::showEvent(event);
  renew();
}

YamlPath FormPanel::root() const {
  if (part_ == Part::centre) return {};
  return {part_ == Part::flows ? "flows" : "agents", chosen_.toStdString()};
}

YamlPath FormPanel::path_below(const std::string& key) const {
  YamlPath path = root();
  for (std::string& part : path_of(key)) path.push_back(std::move(part));
  return path;
}

QStringList FormPanel::names() const {
  QStringList all;
  const auto& scenario = session_.document().scenario();
  if (!scenario || part_ == Part::centre) return all;
  if (part_ == Part::flows) {
    for (const auto& flow : scenario->flows) all.append(QString::fromStdString(flow.row.flowid));
  } else {
    for (const auto& group : scenario->agents) all.append(QString::fromStdString(group.name));
  }
  return all;
}

/// Hidden forms wait till they are looked at.
void FormPanel::renew() {
  if (!isVisible() || session_.document().revision() == filled_revision_) return;
  const QStringList all = names();
  if (part_ != Part::centre && !all.contains(chosen_)) chosen_ = all.value(0);
  bool calls = false;
  bool chats = false;
  const auto& scenario = session_.document().scenario();
  if (scenario && part_ == Part::flows) {
    for (const auto& flow : scenario->flows) {
      if (QString::fromStdString(flow.row.flowid) != chosen_) continue;
      calls = flow.calls.has_value();
      chats = flow.chats.has_value();
    }
  }
  if (canvas_ == nullptr || all != built_names_ || calls != has_calls_ || chats != has_chats_) {
    built_names_ = all;
    has_calls_ = calls;
    has_chats_ = chats;
    build();
  }
  fill();
  filled_revision_ = session_.document().revision();
}

void FormPanel::build() {
  fields_.clear();
  curves_.clear();
  canvas_ = new QWidget;
  canvas_->setObjectName(QStringLiteral("canvas"));
  layout_ = new QFormLayout{canvas_};
  layout_->setContentsMargins(4, 8, 10, 8);
  layout_->setVerticalSpacing(5);
  layout_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  chooser_ = nullptr;
  if (part_ != Part::centre) add_head();
  if (part_ == Part::flows) add_flow_fields();
  if (part_ == Part::agents) add_agent_fields();
  if (part_ == Part::centre) add_centre_fields();
  if (QWidget* const old = takeWidget()) old->deleteLater();  // a signal of a field in it may be on its way
  setWidget(canvas_);
}

void FormPanel::add_head() {
  auto* const row = new QWidget{canvas_};
  auto* const line = new QHBoxLayout{row};
  line->setContentsMargins(0, 0, 0, 4);
  chooser_ = new QComboBox{row};
  chooser_->addItems(built_names_);
  chooser_->setCurrentText(chosen_);
  chooser_->setAccessibleName(part_ == Part::flows ? tr("Flow") : tr("Group of agents"));
  connect(chooser_, &QComboBox::textActivated, this, [this](const QString& name) { choose(name); });
  line->addWidget(chooser_, 1);
  const auto button = [&](const QString& text, const QString& hint, auto action) {
    auto* const b = new QToolButton{row};
    b->setObjectName(QStringLiteral("quiet"));
    b->setText(text);
    b->setToolTip(hint);
    b->setAccessibleName(hint);
    connect(b, &QToolButton::clicked, this, action);
    line->addWidget(b);
  };
  button(QStringLiteral("＋"), part_ == Part::flows ? tr("Add a flow") : tr("Add a group of agents"), [this] { add_item(); });
  button(QStringLiteral("－"), part_ == Part::flows ? tr("Remove this flow") : tr("Remove this group"),
         [this] { remove_item(); });
  layout_->addRow(row);
}

void FormPanel::choose(const QString& name) {
  chosen_ = name;
  filled_revision_ = 0;
  built_names_.clear();
  renew();
}

void FormPanel::add_field(const std::string& key, const QString& name, const QString& hint) {
  auto field = std::make_unique<Field>();
  field->path = path_below(key);
  auto* const box = new QWidget{canvas_};
  auto* const column = new QVBoxLayout{box};
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(1);
  field->edit = new QLineEdit{box};
  field->edit->setPlaceholderText(hint);
  field->edit->setToolTip(QStringLiteral("%1: %2").arg(QString::fromStdString(dotted(field->path)), hint));
  field->edit->setAccessibleName(name);
  field->fault = new QLabel{box};
  field->fault->setObjectName(QStringLiteral("fault"));
  field->fault->setWordWrap(true);
  field->fault->setTextFormat(Qt::PlainText);
  field->fault->hide();
  column->addWidget(field->edit);
  column->addWidget(field->fault);
  Field* const raw = field.get();
  connect(field->edit, &QLineEdit::editingFinished, this, [this, raw] {
    if (raw->edit->isModified()) write(*raw, raw->edit->text());
  });
  layout_->addRow(name, box);
  fields_.push_back(std::move(field));
}

void FormPanel::add_choice(const std::string& key, const QString& name, const QStringList& values) {
  auto field = std::make_unique<Field>();
  field->path = path_below(key);
  field->choice = new QComboBox{canvas_};
  field->choice->addItems(values);
  field->choice->setAccessibleName(name);
  field->choice->setToolTip(QString::fromStdString(dotted(field->path)));
  Field* const raw = field.get();
  connect(field->choice, &QComboBox::textActivated, this, [this, raw](const QString& value) { write(*raw, value); });
  layout_->addRow(name, field->choice);
  fields_.push_back(std::move(field));
}

void FormPanel::add_curve(bool chats) {
  auto curve = std::make_unique<Curve>();
  curve->chats = chats;
  Curve* const raw = curve.get();
  curve->widget = new DayCurve{[this, raw](std::size_t piece, double value) {
                                 if (piece >= raw->day.pieces.size()) return;
                                 const DayPiece& p = raw->day.pieces[piece];
                                 session_.change({moved(p, value)}, "curve " + dotted(p.path));
                               },
                               [this] { session_.end_step(); }, canvas_};
  curve->widget->setAccessibleName(part_ == Part::agents ? tr("Agents over the day") : tr("Arrivals over the day"));
  curve->hint = new QLabel{tr("Written in a way that is not drawn here; edit the YAML."), canvas_};
  curve->hint->setObjectName(QStringLiteral("faint"));
  curve->hint->setWordWrap(true);
  layout_->addRow(curve->widget);
  layout_->addRow(curve->hint);
  curves_.push_back(std::move(curve));
}

void FormPanel::add_load_fields(bool chats) {
  auto* const title = new QLabel{chats ? tr("Chats") : tr("Calls"), canvas_};
  title->setObjectName(QStringLiteral("title"));
  layout_->addRow(title);
  const std::string part = chats ? "chats." : "calls.";
  add_curve(chats);
  add_field(part + "arrivals", tr("Arrivals"), tr("120/h, or a table"));
  add_field(part + "handle_time", chats ? tr("Work") : tr("Talk"), tr("3m, or a law"));
  add_field(part + "patience", tr("Patience"), tr("unlimited"));
  add_field(part + "redial", tr("Redial"), tr("nobody"));
  add_field(part + "balking", tr("Balking"), tr("nobody"));
  if (chats) add_field(part + "conversation", tr("Conversation"), tr("one turn"));
}

void FormPanel::add_flow_fields() {
  if (has_calls_) add_load_fields(false);
  if (has_chats_) add_load_fields(true);
  auto* const title = new QLabel{tr("Queue and dissuading"), canvas_};
  title->setObjectName(QStringLiteral("title"));
  layout_->addRow(title);
  add_field("priority", tr("Priority"), QStringLiteral("256"));
  add_field("skill", tr("Skill"), tr("the flow's name"));
  add_field("message_welcome", tr("Welcome"), tr("none, or its length"));
  add_field("message_dissuading", tr("Dissuading message"), tr("none, or its length"));
  add_choice("dissuading_hangup", tr("Hang up after it"), {QStringLiteral("false"), QStringLiteral("true")});
  add_field("dissuading_ewt_th", tr("From a wait of"), tr("never"));
  add_field("dissuading_qsize_th", tr("From a queue of"), tr("never"));
  add_field("dissuading_onhold_th", tr("Once the first waits"), tr("never"));
  add_field("max_wait", tr("Longest wait"), tr("unlimited"));
  add_field("queue_limit", tr("Longest queue"), tr("unlimited"));
  add_field("overflow_flow", tr("Overflows to"), tr("nowhere"));
  add_field("opening_hours", tr("Opening hours"), tr("always"));
  add_field("agent_strategy", tr("Choice of agents"), tr("as OpenSIPS does"));
}

void FormPanel::add_agent_fields() {
  add_curve(false);
  add_field("count", tr("Number"), QStringLiteral("1"));
  add_field("schedule", tr("Schedule"), tr("always there"));
  add_field("breaks", tr("Breaks"), tr("none"));
  add_field("skills", tr("Skills"), tr("[support, sales]"));
  add_choice("audio", tr("Calls"), {QStringLiteral("true"), QStringLiteral("false")});
  add_field("chats", tr("Chats at once"), tr("none"));
  add_field("pickup", tr("Pick-up time"), QStringLiteral("0s"));
  add_field("wrapup_time", tr("Wrap-up"), tr("the centre's"));
  add_field("handle_time", tr("Own talk times"), tr("the callers'"));
  add_field("speed", tr("Speed factor of the work"), QStringLiteral("1"));
  add_field("shrinkage", tr("Absent (share)"), QStringLiteral("0"));
  add_field("reject", tr("Rejects (share)"), QStringLiteral("0"));
  add_field("no_answer", tr("Does not answer (share)"), QStringLiteral("0"));
  add_field("cost", tr("Cost an hour"), QStringLiteral("0"));
}

void FormPanel::add_centre_fields() {
  add_field("name", tr("Name"), {});
  add_field("horizon", tr("Callers arrive for"), QStringLiteral("8h"));
  add_field("day_starts", tr("The day starts at"), QStringLiteral("00:00"));
  add_field("interval", tr("Intervals of reports"), tr("none"));
  add_choice("end", tr("At the end"), {QStringLiteral("drain"), QStringLiteral("cut")});
  add_field("volume", tr("Volume"), QStringLiteral("1"));
  add_field("busyness", tr("Days differ"), tr("not"));
  add_field("service_level.threshold", tr("Answered within"), QStringLiteral("20s"));
  add_field("service_level.target", tr("Target"), QStringLiteral("0.8"));
  add_choice(
      "service_level.formula", tr("Of which calls"),
      {QStringLiteral("offered"), QStringLiteral("answered_and_late_abandoned"), QStringLiteral("without_short_abandoned")});
  add_field("settings.wrapup_time", tr("Wrap-up"), QStringLiteral("30s"));
  add_choice("settings.chat_dispatch_policy", tr("Chats go to"), {QStringLiteral("balancing"), QStringLiteral("full-load")});
  add_choice("settings.dissuade_first", tr("Dissuade first"), {QStringLiteral("false"), QStringLiteral("true")});
  add_choice("settings.dissuading_qsize_scope", tr("Queue is counted by"), {QStringLiteral("flow"), QStringLiteral("global")});
  add_choice("settings.ewt_estimator", tr("Wait is estimated by"),
             {QStringLiteral("average"), QStringLiteral("queue_length"), QStringLiteral("queue_length_patience"),
              QStringLiteral("last_served"), QStringLiteral("head_of_line")});
  add_field("experiment.replications", tr("Days to play"), QStringLiteral("30"));
  add_field("experiment.warmup", tr("Warm-up"), QStringLiteral("0s"));
  add_field("experiment.seed", tr("Seed"), QStringLiteral("1"));
}

void FormPanel::fill() {
  const ScenarioDocument& document = session_.document();
  std::vector<YamlPath> paths;
  for (const auto& field : fields_) paths.push_back(field->path);
  const auto values = written_values(document.text(), paths);
  filling_ = true;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    Field& field = *fields_[i];
    const QString text = values[i] ? QString::fromStdString(values[i]->text) : QString{};
    if (field.choice != nullptr) {
      field.choice->setCurrentIndex(text.isEmpty() ? 0 : field.choice->findText(text));
      continue;
    }
    const bool mine = field.edit->hasFocus() && field.edit->isModified();
    if (!mine && field.edit->text() != text) field.edit->setText(text);
    field.edit->setReadOnly(values[i] && !values[i]->one_line);
    if (field.edit->isReadOnly()) field.edit->setToolTip(tr("Written on several lines; edit the YAML."));
    const scenario::Fault* const fault = document.fault_at(dotted(field.path));
    if (fault == nullptr) {
      if (!mine) field.fault->hide();
    } else {
      field.fault->setText(
          tr("found %1, allowed is %2").arg(QString::fromStdString(fault->found), QString::fromStdString(fault->allowed)));
      field.fault->show();
    }
    field.edit->setProperty("wrong", fault != nullptr);
    field.edit->style()->unpolish(field.edit);
    field.edit->style()->polish(field.edit);
  }
  for (const auto& curve : curves_) fill_curve(*curve);
  filling_ = false;
}

void FormPanel::fill_curve(Curve& curve) {
  const ScenarioDocument& document = session_.document();
  const bool agents = part_ == Part::agents;
  curve.day =
      agents ? agent_pieces(document, chosen_.toStdString()) : arrival_pieces(document, chosen_.toStdString(), curve.chats);
  DayCurve::Content content;
  double most = 0;
  for (const DayPiece& piece : curve.day.pieces) {
    content.pieces.push_back({piece.from, piece.to, piece.value});
    most = std::max(most, piece.value);
  }
  content.look = agents ? DayCurve::Look::bars : curve.day.linear ? DayCurve::Look::line : DayCurve::Look::steps;
  content.day_starts = document.scenario() ? document.scenario()->day_starts : 0;
  content.grain = agents ? 1 : most > 400 ? 10 : most > 40 ? 5 : 1;
  content.unit = agents ? tr("agents") : tr("an hour");
  curve.widget->show_content(std::move(content));
  curve.widget->setVisible(!curve.day.pieces.empty());
  curve.hint->setVisible(curve.day.pieces.empty());
}

/// Empty: the key goes, and with it what it said.
void FormPanel::write(const Field& field, const QString& value) {
  if (filling_) return;
  if (field.edit != nullptr) field.edit->setModified(false);
  const std::string text = value.trimmed().toStdString();
  const ValueChange change{field.path, text, text.empty()};
  session_.end_step();
  const QString error = session_.change({change}, {});
  if (error.isEmpty() || field.fault == nullptr) return;
  field.fault->setText(error);
  field.fault->show();
}

void FormPanel::add_item() {
  const bool flow = part_ == Part::flows;
  bool given = false;
  const QString name = QInputDialog::getText(this, flow ? tr("Add a flow") : tr("Add a group of agents"), tr("Name:"),
                                             QLineEdit::Normal, {}, &given);
  if (!given || name.trimmed().isEmpty() || names().contains(name.trimmed())) return;
  const auto& scenario = session_.document().scenario();
  const std::string skill = scenario && !scenario->flows.empty() ? scenario->flows.front().row.skill : "support";
  const std::string value = flow ? "{calls: {arrivals: 10/h, patience: {exponential: 2m}, handle_time: {exponential: 3m}}}"
                                 : "{count: 1, skills: [" + yaml_scalar(skill) + "]}";
  const QString before = chosen_;
  chosen_ = name.trimmed();
  const QString error = session_.change({{root(), value}}, {});
  if (error.isEmpty()) return;
  chosen_ = before;
  QMessageBox::warning(this, tr("Add"), error);
}

void FormPanel::remove_item() {
  const QString error = session_.change({{root(), {}, true}}, {});
  if (!error.isEmpty()) QMessageBox::warning(this, tr("Remove"), error);
}

QLineEdit* FormPanel::field(const std::string& key) const {
  for (const auto& field : fields_) {
    if (dotted(field->path) == key) return field->edit;
  }
  return nullptr;
}

DayCurve* FormPanel::curve(std::size_t number) const { return number < curves_.size() ? curves_[number]->widget : nullptr; }

}  // namespace ringside::gui
