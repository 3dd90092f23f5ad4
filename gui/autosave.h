#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <optional>

#include "gui/session.h"

namespace ringside::gui {

/// Keeps changes that are not saved yet in a file of its own, a moment after they were made, all or nothing; so that nothing
/// is lost when the program or the machine dies. The file goes when all is saved or given up.
class Autosave : public QObject {
 public:
  struct Rescued {
    std::string text;
    std::string file;  ///< where it had come from; may be empty
  };

  /// `path` is the file; its folder is made. `pause`: milliseconds from a change to its safety.
  Autosave(Session& session, QString path, int pause = 1500, QObject* parent = nullptr);

  /// What a run that did not end in order left; asked before the first change.
  std::optional<Rescued> rescued() const;
  void discard();
  static QString default_path();

 private:
  void keep();

  Session& session_;
  QString path_;
  QTimer pause_;
};

}  // namespace ringside::gui
