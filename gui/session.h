#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>
#include <vector>

#include "gui/models/scenario_document.h"
#include "gui/models/what_if_runner.h"

namespace ringside::gui {

/// The scenario that is open, for all pages: whoever changes it does so here, and all are told. Valid changes are simulated in
/// the background. GUI thread; pictures of the worker arrive as events.
class Session : public QObject {
 public:
  using Listener = std::function<void()>;

  explicit Session(QObject* parent = nullptr);
  ~Session() override;

  const ScenarioDocument& document() const { return document_; }
  /// Of the scenario as it was opened, for "since opened"; null while it is not known.
  const std::shared_ptr<const report::Result>& opened_result() const { return opened_result_; }
  const WhatIfPicture& picture() const { return picture_; }
  /// Whether the picture's result is of the text as it stands, and not of an earlier one.
  bool result_is_current() const { return document_.faults().empty() && picture_.result && result_request_ == request_; }

  void open(std::string text, std::string file);
  /// An error for the user, or nothing.
  QString change(const std::vector<ValueChange>& changes, const std::string& step);
  void replace_text(const std::string& text);
  void end_step() { document_.end_step(); }
  void undo();
  void redo();
  void saved_as(const std::string& file);
  void cancel() { runner_.cancel(); }
  /// Plays what is open (again).
  void play();

  void when_changed(Listener listener) { changed_.push_back(std::move(listener)); }
  void when_pictured(Listener listener) { pictured_.push_back(std::move(listener)); }

 private:
  void after_change();
  void take(const WhatIfPicture& picture);

  ScenarioDocument document_;
  WhatIfPicture picture_;
  std::shared_ptr<const report::Result> opened_result_;
  std::uint64_t opened_revision_ = 0;
  std::uint64_t played_revision_ = 0;
  std::uint64_t request_ = 0;
  std::uint64_t result_request_ = 0;  ///< of the picture's result, which may be that of an earlier request
  ScenarioDocument::ScenarioPtr played_;
  std::vector<Listener> changed_;
  std::vector<Listener> pictured_;
  WhatIfRunner runner_;  ///< last: it stops before what it tells goes
};

}  // namespace ringside::gui
