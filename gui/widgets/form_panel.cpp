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
#include <utility>

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
  // The old widgets are told that they lose the focus when they are taken away: what they speak of must still be there, and a
  // field that was being edited has no say any more, or it would write back what has just been removed.
  const auto old_fields = std::exchange(fields_, {});
  const auto old_curves = std::exchange(curves_, {});
  const auto old_bars = std::exchange(bars_, {});
  for (const auto& field : old_fields) {
    if (field->edit != nullptr) field->edit->disconnect(this);
  }
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
  for (const auto& bars : bars_) fill_bars(*bars);
  filling_ = false;
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

}  // namespace ringside::gui
