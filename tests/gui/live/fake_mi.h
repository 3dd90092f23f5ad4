#pragma once

#include <QByteArray>
#include <QTcpServer>
#include <QTcpSocket>
#include <functional>
#include <map>
#include <string>

namespace ringside::gui {

/// A server that answers JSON-RPC over HTTP from a table; what it does not know it answers as OpenSIPS does. Lives in the
/// test's own event loop.
class FakeMi {
 public:
  /// What stands at "result"; by the method's name.
  std::map<std::string, std::string> results;
  /// An error in place of that, where these words stand in the question.
  std::map<std::string, std::string> refused;
  /// As whole HTTP answers, for those who misbehave.
  std::string raw;
  std::vector<std::string> asked;

  FakeMi() {
    QObject::connect(&server_, &QTcpServer::newConnection, &server_, [this] { greet(); });
    listen();
  }
  QString url() const { return QStringLiteral("http://127.0.0.1:%1/mi").arg(port_); }
  /// Gone as a process that died: nothing listens, and who was connected is cut off.
  void die() {
    server_.close();
    for (QTcpSocket* const socket : server_.findChildren<QTcpSocket*>()) socket->abort();
  }
  bool listen() {
    const bool good = server_.listen(QHostAddress::LocalHost, port_);
    port_ = server_.serverPort();
    return good;
  }

 private:
  void greet() {
    while (QTcpSocket* const socket = server_.nextPendingConnection()) {
      QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { answer(*socket); });
      QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    }
  }

  void answer(QTcpSocket& socket) {
    QByteArray& text = texts_[&socket];
    text += socket.readAll();
    for (;;) {
      const auto head = text.indexOf("\r\n\r\n");
      if (head < 0) return;
      const QByteArray lower = text.left(head).toLower();
      const auto at = lower.indexOf("content-length:");
      const auto length = at < 0 ? 0 : lower.mid(at + 15, lower.indexOf('\r', at) - at - 15).trimmed().toLongLong();
      if (text.size() < head + 4 + length) return;
      const QByteArray body = text.mid(head + 4, length);
      const bool get = text.startsWith("GET");
      text.remove(0, head + 4 + length);
      socket.write(get ? QByteArray{"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n"} : reply(body));
    }
  }

  QByteArray reply(const QByteArray& body) {
    if (!raw.empty()) return QByteArray::fromStdString(raw);
    const auto begin = body.indexOf("\"method\":\"") + 10;
    const std::string method = body.mid(begin, body.indexOf('"', begin) - begin).toStdString();
    asked.push_back(body.toStdString());
    std::string answer = R"({"code":-32601,"message":"Method not found"})";
    if (const auto known = results.find(method); known != results.end()) answer = known->second;
    for (const auto& [words, error] : refused) {
      if (asked.back().find(words) != std::string::npos) answer = error;
    }
    const bool wrong = answer.starts_with("{\"code\"");
    const std::string json =
        (wrong ? R"({"jsonrpc":"2.0","error":)" : R"({"jsonrpc":"2.0","result":)") + answer + R"(,"id":1})";
    return QByteArray::fromStdString("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                                     std::to_string(json.size()) + "\r\n\r\n" + json);
  }

  QTcpServer server_;
  quint16 port_ = 0;
  std::map<QTcpSocket*, QByteArray> texts_;
};

}  // namespace ringside::gui
