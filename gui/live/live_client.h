#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QTimer>
#include <QUrl>
#include <functional>
#include <map>

#include "gui/live/live_state.h"

class QNetworkReply;

namespace ringside::gui {

/// The connection to a ringside-engine or an OpenSIPS, over HTTP. An engine is listened to (GET /events: a snapshot a second,
/// and what happens in between); where that is not offered, the MI is polled: by rs_snapshot, or by OpenSIPS' own lists. A
/// connection that is lost is told with its reason and tried again, after one second, then two, at most ten. GUI thread.
class LiveClient : public QObject {
  Q_DECLARE_TR_FUNCTIONS(LiveClient)

 public:
  enum class Link : std::uint8_t { off, connecting, connected, lost };
  enum class Dialect : std::uint8_t { unknown, events, snapshots, lists };

  struct Callbacks {
    std::function<void()> link;                   ///< link(), dialect() or reason() changed
    std::function<void(const LiveState&)> state;  ///< a whole state came
    std::function<void(const QString&)> told;     ///< what a command came to
  };

  explicit LiveClient(Callbacks callbacks, QObject* parent = nullptr);
  ~LiveClient() override;

  /// `url` of the MI, such as http://127.0.0.1:8888/mi; the error is for the user.
  QString connect_to(const QString& url, const QString& token = {});
  void disconnect_from();

  Link link() const { return link_; }
  Dialect dialect() const { return dialect_; }
  const QString& reason() const { return reason_; }
  /// Seconds till the next attempt.
  int retry_in() const;
  void set_poll_interval(int ms) { poll_ms_ = ms; }

  void log_agent(const std::string& agent, bool in);
  void dispatch(const std::string& call, const std::string& agent);
  void set_dispatching(bool on);
  void ask_dispatching(std::function<void(bool)> answer);
  /// The centre at this moment as rs_snapshot tells it; of an OpenSIPS what its lists told last.
  void ask_snapshot(std::function<void(const tl::expected<std::string, RpcError>&)> answer);

 private:
  using Answer = std::function<void(const tl::expected<std::string, RpcError>&)>;

  void attempt();
  void open_events();
  void read_events(QNetworkReply* reply);
  void take_event(const QByteArray& name, const QByteArray& data);
  void poll();
  void poll_lists();
  void took(const LiveState& state);
  void lose(const QString& reason);
  void set_link(Link link, const QString& reason = {});
  QNetworkReply* post(const std::string& method, const std::map<std::string, std::string>& params, Answer answer);
  void command(const std::string& method, const std::map<std::string, std::string>& params, const QString& done);
  QNetworkRequest request(const QUrl& url) const;
  void drop_replies();

  Callbacks callbacks_;
  QNetworkAccessManager network_;
  QUrl url_;
  QString token_;
  Link link_ = Link::off;
  Dialect dialect_ = Dialect::unknown;
  QString reason_;
  QNetworkReply* events_ = nullptr;
  QByteArray event_text_;
  LiveState gathered_;   ///< of lists, not all of which may have come
  LiveState told_last_;  ///< the last complete one of them
  int waiting_lists_ = 0;
  QTimer poll_timer_;
  QTimer retry_timer_;
  QTimer silence_timer_;
  int poll_ms_ = 1000;
  int failures_ = 0;
  std::uint64_t round_ = 0;  ///< answers of an earlier connection do not count
};

}  // namespace ringside::gui
