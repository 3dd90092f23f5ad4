#include "gui/autosave.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>

namespace ringside::gui {

Autosave::Autosave(Session& session, QString path, int pause, QObject* parent)
    : QObject{parent}, session_{session}, path_{std::move(path)} {
  pause_.setSingleShot(true);
  pause_.setInterval(pause);
  connect(&pause_, &QTimer::timeout, this, [this] { keep(); });
  session_.when_changed([this] {
    if (session_.document().modified()) {
      if (!pause_.isActive()) pause_.start();
    } else {
      discard();
    }
  });
}

QString Autosave::default_path() {
  return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/autosave.json");
}

void Autosave::keep() {
  if (!session_.document().modified()) return;
  QDir{}.mkpath(QFileInfo{path_}.path());
  QSaveFile out{path_};
  if (!out.open(QIODevice::WriteOnly)) return;
  const QByteArray text = QByteArray::fromStdString(session_.document().text());
  const QJsonObject kept{{QStringLiteral("file"), QString::fromStdString(session_.document().file())},
                         {QStringLiteral("text"), QString::fromLatin1(text.toBase64())}};
  out.write(QJsonDocument{kept}.toJson());
  out.commit();
}

std::optional<Autosave::Rescued> Autosave::rescued() const {
  constexpr qint64 kLargest = 64LL * 1024 * 1024;
  QFile in{path_};
  if (!in.open(QIODevice::ReadOnly) || in.size() > kLargest) return {};
  const QJsonObject kept = QJsonDocument::fromJson(in.readAll()).object();
  const auto text = QByteArray::fromBase64Encoding(kept.value(QStringLiteral("text")).toString().toLatin1());
  if (!text || text.decoded.isEmpty()) return {};
  return Rescued{text.decoded.toStdString(), kept.value(QStringLiteral("file")).toString().toStdString()};
}

void Autosave::discard() {
  pause_.stop();
  QFile::remove(path_);
}

}  // namespace ringside::gui
