#pragma once

#include <QLockFile>
#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>
#include <optional>

#include "gui/session.h"

namespace ringside::gui {

/// Keeps changes that are not saved yet in a file of its own, a moment after they were made, all or nothing; so that nothing
/// is lost when the program or the machine dies. The file goes when all is saved or given up; what an earlier run left goes
/// only after the user has said so. A lock beside the file keeps it to one program: a second one takes another file.
class Autosave : public QObject {
 public:
  struct Rescued {
    std::string text;
    std::string file;  ///< where it had come from; may be empty
  };

  /// `path` is the file, or what its name begins with if another program has it; its folder is made. `pause`: milliseconds
  /// from a change to its safety.
  Autosave(Session& session, const QString& path, int pause = 1500, QObject* parent = nullptr);

  /// What a run that did not end in order left, until it is restored or discarded; from then on what is kept now.
  std::optional<Rescued> rescued() const;
  /// What was left is open now: from here on its file is that of this run.
  void restored() { left_behind_.reset(); }
  void discard();
  static QString default_path();

 private:
  void claim_file(const QString& path);
  std::optional<Rescued> read() const;
  void keep();

  Session& session_;
  QString path_;  ///< empty: no file could be had, and nothing is kept
  std::unique_ptr<QLockFile> lock_;
  std::optional<Rescued> left_behind_;
  QTimer pause_;
};

}  // namespace ringside::gui
