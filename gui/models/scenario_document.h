#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gui/models/yaml_text.h"
#include "scenarios/format/load.h"

namespace ringside::gui {

/// One value that is to be written.
struct ValueChange {
  YamlPath path;
  std::string value;    ///< YAML on one line
  bool remove = false;  ///< the key is taken out instead
};

/// A scenario as its text, with what the text means. Forms change single lines of it, the editor any; both are steps that can
/// be undone, back to the very bytes that were opened. While the text is not valid, the last valid scenario stays and the
/// faults say what is wrong.
///
/// One thread; the valid scenario is handed out as an immutable value that other threads may keep.
class ScenarioDocument {
 public:
  using ScenarioPtr = std::shared_ptr<const scenario::Scenario>;

  /// Begins anew with this text, without a history. `file` is where it comes from (may be empty) and what traces are beside.
  void open(std::string text, std::string file);

  const std::string& text() const { return text_; }
  const std::string& file() const { return file_; }
  void rename(std::string file) { file_ = std::move(file); }
  bool modified() const { return text_ != saved_; }
  void mark_saved() { saved_ = text_; }

  /// The last valid one; null before there was one.
  const ScenarioPtr& scenario() const { return scenario_; }
  /// Of the text as it stands; empty: it is valid.
  const scenario::Faults& faults() const { return faults_; }
  /// The first fault at or below a key such as "flows.support.calls"; null: none.
  const scenario::Fault* fault_at(const std::string& key) const;
  /// Counts up with every change of the text.
  std::uint64_t revision() const { return revision_; }

  /// Writes values as one step. Steps with the same name that follow upon each other (a slider that is dragged) become one.
  /// All or nothing: the error tells what cannot be written.
  tl::expected<void, YamlEditError> change(const std::vector<ValueChange>& changes, const std::string& step);
  /// What the editor made of it.
  void replace_text(const std::string& text, const std::string& step);
  /// The next step begins anew, even with the same name.
  void end_step() { open_step_.clear(); }

  bool can_undo() const { return done_ > 0; }
  bool can_redo() const { return done_ < steps_.size(); }
  void undo();
  void redo();

 private:
  struct Step {
    std::string name;
    std::vector<TextEdit> edits;
  };

  void take(std::vector<TextEdit> edits, const std::string& step);
  void judge();

  std::string text_;
  std::string file_;
  std::string saved_;
  ScenarioPtr scenario_;
  scenario::Faults faults_;
  std::vector<Step> steps_;
  std::size_t done_ = 0;
  std::string open_step_;
  std::uint64_t revision_ = 0;
};

}  // namespace ringside::gui
