#include "gui/session.h"

namespace ringside::gui {

Session::Session(QObject* parent)
    : QObject{parent}, runner_{[this](const WhatIfPicture& picture) {
        QMetaObject::invokeMethod(
            this, [this, picture] { take(picture); }, Qt::QueuedConnection);
      }} {}

Session::~Session() = default;

void Session::open(std::string text, std::string file) {
  document_.open(std::move(text), std::move(file));
  opened_result_.reset();
  opened_revision_ = document_.revision();
  played_.reset();
  picture_ = {};
  after_change();
}

QString Session::change(const std::vector<ValueChange>& changes, const std::string& step) {
  const auto revision = document_.revision();
  const auto changed = document_.change(changes, step);
  if (document_.revision() != revision) after_change();
  return changed ? QString{} : QString::fromStdString(changed.error().message);
}

void Session::replace_text(const std::string& text) {
  if (text == document_.text()) return;
  document_.replace_text(text, "text");
  after_change();
}

void Session::undo() {
  document_.undo();
  after_change();
}

void Session::redo() {
  document_.redo();
  after_change();
}

void Session::saved_as(const std::string& file) {
  document_.rename(file);
  document_.mark_saved();
  for (const Listener& listener : changed_) listener();
}

void Session::after_change() {
  for (const Listener& listener : changed_) listener();
  if (document_.scenario() != played_) play();
}

void Session::play() {
  if (!document_.scenario()) return;
  played_ = document_.scenario();
  played_revision_ = document_.revision();
  request_ = runner_.request(played_);
}

void Session::take(const WhatIfPicture& picture) {
  if (picture.request != request_) return;
  const auto before = picture_.result;
  picture_ = picture;
  if (!picture_.result) picture_.result = before;
  if (picture.result) result_request_ = picture.request;
  if (played_revision_ == opened_revision_ && picture.result) opened_result_ = picture.result;
  for (const Listener& listener : pictured_) listener();
}

}  // namespace ringside::gui
