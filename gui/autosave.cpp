#include "gui/autosave.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>

namespace ringside::gui {

Autosave::Autosave(Session& session, const QString& path, int pause, QObject* parent) : QObject{parent}, session_{session} {
  claim_file(path);
  left_behind_ = read();
  pause_.setSingleShot(true);
  pause_.setInterval(pause);
  connect(&pause_, &QTimer::timeout, this, [this] { keep(); });
  session_.when_changed([this] {
    if (session_.document().modified()) {
      if (!pause_.isActive()) pause_.start();
    } else if (!left_behind_) {  // opening the first scenario must not cost what the user was not asked about
      discard();
    }
  });
}

/// The first file that is free, rather one in which something was left.
void Autosave::claim_file(const QString& path) {
  constexpr int kMost = 8;
  QDir{}.mkpath(QFileInfo{path}.path());
  for (int i = 1; i <= kMost; ++i) {
    const QString file = i == 1 ? path : path + QLatin1Char('.') + QString::number(i);
    const bool left = QFile::exists(file);
    if (lock_ && !left) continue;
    auto lock = std::make_unique<QLockFile>(file + QStringLiteral(".lock"));
    lock->setStaleLockTime(0);  // it is stale when its program is gone, and not by its age
    if (!lock->tryLock(0)) continue;
    lock_ = std::move(lock);
    path_ = file;
    if (left) return;
  }
}

QString Autosave::default_path() {
  return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/autosave.json");
}

void Autosave::keep() {
  if (path_.isEmpty() || !session_.document().modified()) return;
  QSaveFile out{path_};
  if (!out.open(QIODevice::WriteOnly)) return;
  const QByteArray text = QByteArray::fromStdString(session_.document().text());
  const QJsonObject kept{{QStringLiteral("file"), QString::fromStdString(session_.document().file())},
                         {QStringLiteral("text"), QString::fromLatin1(text.toBase64())}};
  out.write(QJsonDocument{kept}.toJson());
  out.commit();
}

std::optional<Autosave::Rescued> Autosave::rescued() const { return left_behind_ ? left_behind_ : read(); }

std::optional<Autosave::Rescued> Autosave::read() const {
  constexpr qint64 kLargest = 64LL * 1024 * 1024;
  QFile in{path_};
  if (path_.isEmpty() || !in.open(QIODevice::ReadOnly) || in.size() > kLargest) return {};
  const QJsonObject kept = QJsonDocument::fromJson(in.readAll()).object();
  const auto text = QByteArray::fromBase64Encoding(kept.value(QStringLiteral("text")).toString().toLatin1());
  if (!text || text.decoded.isEmpty()) return {};
  return Rescued{text.decoded.toStdString(), kept.value(QStringLiteral("file")).toString().toStdString()};
}

void Autosave::discard() {
  pause_.stop();
  left_behind_.reset();
  if (!path_.isEmpty()) QFile::remove(path_);
}

}  // namespace ringside::gui
