#include "gui/models/scenario_document.h"

namespace ringside::gui {

void ScenarioDocument::open(std::string text, std::string file) {
  text_ = std::move(text);
  file_ = std::move(file);
  saved_ = text_;
  scenario_.reset();
  steps_.clear();
  done_ = 0;
  open_step_.clear();
  judge();
}

const scenario::Fault* ScenarioDocument::fault_at(const std::string& key) const {
  for (const scenario::Fault& fault : faults_) {
    const bool below = fault.key.starts_with(key) &&
                       (fault.key.size() == key.size() || fault.key[key.size()] == '.' || fault.key[key.size()] == '[');
    if (below) return &fault;
  }
  return nullptr;
}

tl::expected<void, YamlEditError> ScenarioDocument::change(const std::vector<ValueChange>& changes, const std::string& step) {
  std::string text = text_;
  std::vector<TextEdit> edits;
  for (const ValueChange& change : changes) {
    auto edit = change.remove ? remove_value(text, change.path) : set_value(text, change.path, change.value);
    if (!edit) return tl::unexpected{edit.error()};
    if (edit->empty()) continue;
    text = applied(std::move(text), *edit);
    edits.push_back(std::move(*edit));
  }
  if (!edits.empty()) take(std::move(edits), step);
  return {};
}

void ScenarioDocument::replace_text(const std::string& text, const std::string& step) {
  if (text == text_) return;
  take({difference(text_, text)}, step);
}

void ScenarioDocument::take(std::vector<TextEdit> edits, const std::string& step) {
  const std::string before = text_;
  for (const TextEdit& edit : edits) text_ = applied(std::move(text_), edit);
  steps_.resize(done_);
  if (!step.empty() && step == open_step_ && !steps_.empty()) {
    std::string begin = before;
    Step& last = steps_.back();
    for (auto edit = last.edits.rbegin(); edit != last.edits.rend(); ++edit) begin = applied(std::move(begin), inverse(*edit));
    last.edits = {difference(begin, text_)};
    if (last.edits.front().empty()) steps_.pop_back();
  } else {
    steps_.push_back({step, std::move(edits)});
  }
  done_ = steps_.size();
  open_step_ = done_ > 0 ? step : std::string{};
  judge();
}

void ScenarioDocument::undo() {
  if (!can_undo()) return;
  const Step& step = steps_[--done_];
  for (auto edit = step.edits.rbegin(); edit != step.edits.rend(); ++edit) text_ = applied(std::move(text_), inverse(*edit));
  open_step_.clear();
  judge();
}

void ScenarioDocument::redo() {
  if (!can_redo()) return;
  for (const TextEdit& edit : steps_[done_++].edits) text_ = applied(std::move(text_), edit);
  open_step_.clear();
  judge();
}

void ScenarioDocument::judge() {
  ++revision_;
  auto read = scenario::parse_scenario(text_, file_.empty() ? "scenario" : file_);
  if (read) {
    faults_.clear();
    scenario_ = std::make_shared<const scenario::Scenario>(std::move(*read));
  } else {
    faults_ = std::move(read.error());
  }
}

}  // namespace ringside::gui
