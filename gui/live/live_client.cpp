#include "gui/live/live_client.h"

#include <QDateTime>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <algorithm>

namespace ringside::gui {
namespace {

constexpr int kPatience = 4000;  ///< ms without a word
constexpr int kLongestRetry = 10;
constexpr qsizetype kLargestEvent = 64LL * 1024 * 1024;
constexpr int kMethodNotFound = -32601;

}  // namespace

LiveClient::LiveClient(Callbacks callbacks, QObject* parent) : QObject{parent}, callbacks_{std::move(callbacks)} {
  network_.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
  for (QTimer* const timer : {&poll_timer_, &retry_timer_, &silence_timer_}) timer->setSingleShot(true);
  connect(&poll_timer_, &QTimer::timeout, this, [this] { poll(); });
  connect(&retry_timer_, &QTimer::timeout, this, [this] { attempt(); });
  connect(&silence_timer_, &QTimer::timeout, this, [this] { lose(tr("no word for %1 seconds").arg(kPatience / 1000)); });
}

LiveClient::~LiveClient() {
  callbacks_ = {};
  drop_replies();
}

QString LiveClient::connect_to(const QString& url, const QString& token) {
  const QUrl parsed{url.trimmed(), QUrl::StrictMode};
  const bool http = parsed.scheme() == QLatin1String("http") || parsed.scheme() == QLatin1String("https");
  if (!parsed.isValid() || !http || parsed.host().isEmpty())
    return tr("“%1” is no address such as http://127.0.0.1:8888/mi").arg(url);
  disconnect_from();
  url_ = parsed;
  if (url_.path().isEmpty() || url_.path() == QLatin1String("/")) url_.setPath(QStringLiteral("/mi"));
  token_ = token;
  failures_ = 0;
  attempt();
  return {};
}

void LiveClient::disconnect_from() {
  ++round_;
  poll_timer_.stop();
  retry_timer_.stop();
  silence_timer_.stop();
  drop_replies();
  dialect_ = Dialect::unknown;
  set_link(Link::off);
}

void LiveClient::drop_replies() {
  events_ = nullptr;
  event_text_.clear();
  for (auto* const reply : network_.findChildren<QNetworkReply*>()) {
    reply->disconnect(this);
    if (reply->isRunning()) reply->abort();
    reply->deleteLater();
  }
}

int LiveClient::retry_in() const { return retry_timer_.isActive() ? (retry_timer_.remainingTime() + 999) / 1000 : 0; }

void LiveClient::set_link(Link link, const QString& reason) {
  link_ = link;
  reason_ = reason;
  if (callbacks_.link) callbacks_.link();
}

QNetworkRequest LiveClient::request(const QUrl& url) const {
  QNetworkRequest request{url};
  request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
  if (!token_.isEmpty()) request.setRawHeader("Authorization", "Bearer " + token_.toUtf8());
  return request;
}

/// The first question tells who is there: an engine knows rs_snapshot.
void LiveClient::attempt() {
  ++round_;
  dialect_ = Dialect::unknown;
  if (link_ != Link::lost) set_link(Link::connecting);
  silence_timer_.start(kPatience);
  post("rs_snapshot", {}, [this](const auto& result) {
    if (result) {
      const auto state = read_snapshot(*result);
      if (!state) return lose(QString::fromStdString(state.error().message));
      dialect_ = Dialect::snapshots;
      took(*state);
      open_events();
    } else if (result.error().code == kMethodNotFound) {
      dialect_ = Dialect::lists;
      poll();
    } else {
      lose(QString::fromStdString(result.error().message));
    }
  });
}

void LiveClient::open_events() {
  QUrl url = url_;
  url.setPath(QStringLiteral("/events"));
  QNetworkRequest wanted = request(url);
  wanted.setRawHeader("Accept", "text/event-stream");
  QNetworkReply* const reply = network_.get(wanted);
  events_ = reply;
  connect(reply, &QNetworkReply::readyRead, this, [this, reply] { read_events(reply); });
  connect(reply, &QNetworkReply::finished, this, [this, reply] {
    reply->deleteLater();
    if (reply != events_) return;
    events_ = nullptr;
    if (dialect_ == Dialect::events) return lose(tr("the engine closed the connection"));
    poll_timer_.start(poll_ms_);  // no events are offered here
  });
}

void LiveClient::read_events(QNetworkReply* reply) {
  if (reply != events_ || reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 200) return;
  event_text_ += reply->readAll();
  if (event_text_.size() > kLargestEvent) return lose(tr("an event without an end"));
  qsizetype end = 0;
  while ((end = event_text_.indexOf("\n\n")) >= 0) {
    QByteArray name;
    QByteArray data;
    for (const QByteArray& line : event_text_.left(end).split('\n')) {
      if (line.startsWith("event: ")) name = line.mid(7);
      if (line.startsWith("data: ")) data += line.mid(6);
    }
    event_text_.remove(0, end + 2);
    take_event(name, data);
    if (events_ == nullptr) return;  // it has been lost over what came
  }
}

void LiveClient::take_event(const QByteArray& name, const QByteArray& data) {
  dialect_ = Dialect::events;
  silence_timer_.start(kPatience);
  if (name != "snapshot") return;
  const auto state = read_snapshot({data.constData(), static_cast<std::size_t>(data.size())});
  if (!state) return lose(QString::fromStdString(state.error().message));
  took(*state);
}

void LiveClient::poll() {
  silence_timer_.start(kPatience);
  if (dialect_ == Dialect::lists) return poll_lists();
  post("rs_snapshot", {}, [this](const auto& result) {
    const auto state = result ? read_snapshot(*result) : tl::unexpected{LiveFault{result.error().message}};
    if (!state) return lose(QString::fromStdString(state.error().message));
    took(*state);
    poll_timer_.start(poll_ms_);
  });
}

/// OpenSIPS has no word for everything at once.
void LiveClient::poll_lists() {
  static const std::array<std::string, 5> kLists{"cc_list_flows", "cc_list_agents", "cc_list_queue", "cc_list_calls",
                                                 "get_statistics"};
  gathered_ = {};
  waiting_lists_ = static_cast<int>(kLists.size());
  for (const std::string& list : kLists) {
    post(list, {}, [this, list](const auto& result) {
      const bool may_be_missing = list == "get_statistics";
      const auto read =
          result ? read_list(list, *result, gathered_) : tl::unexpected{LiveFault{list + ": " + result.error().message}};
      if (!read && !may_be_missing) return lose(QString::fromStdString(read.error().message));
      if (--waiting_lists_ > 0) return;
      told_last_ = gathered_;
      took(told_last_);
      poll_timer_.start(poll_ms_);
    });
  }
}

void LiveClient::took(const LiveState& state) {
  failures_ = 0;
  silence_timer_.start(kPatience);
  if (link_ != Link::connected) set_link(Link::connected);
  if (callbacks_.state) callbacks_.state(state);
}

void LiveClient::lose(const QString& reason) {
  ++round_;
  drop_replies();
  poll_timer_.stop();
  silence_timer_.stop();
  const int pause = std::min(kLongestRetry, 1 << std::min(failures_++, 4));
  retry_timer_.start(1000 * pause);
  set_link(Link::lost, reason);
}

QNetworkReply* LiveClient::post(const std::string& method, const std::map<std::string, std::string>& params, Answer answer) {
  QNetworkRequest wanted = request(url_);
  wanted.setTransferTimeout(kPatience);
  QNetworkReply* const reply = network_.post(wanted, QByteArray::fromStdString(rpc_request(method, params)));
  connect(reply, &QNetworkReply::finished, this, [this, reply, round = round_, answer = std::move(answer)] {
    reply->deleteLater();
    if (round != round_) return;
    const QByteArray text = reply->readAll();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // An error of JSON-RPC may come with any status; a body that is none tells less than the status.
    if (reply->error() != QNetworkReply::NoError && !text.contains("jsonrpc")) {
      const QString why = status == 401 ? tr("a token is required") : reply->errorString();
      return answer(tl::unexpected{RpcError{0, why.toStdString()}});
    }
    answer(rpc_result({text.constData(), static_cast<std::size_t>(text.size())}));
  });
  return reply;
}

void LiveClient::command(const std::string& method, const std::map<std::string, std::string>& params, const QString& done) {
  if (link_ != Link::connected) {
    if (callbacks_.told) callbacks_.told(tr("Not connected."));
    return;
  }
  post(method, params, [this, done](const auto& result) {
    if (!callbacks_.told) return;
    callbacks_.told(result ? done : tr("Refused: %1").arg(QString::fromStdString(result.error().message)));
  });
}

void LiveClient::log_agent(const std::string& agent, bool in) {
  command("cc_agent_login", {{"agent_id", agent}, {"state", in ? "1" : "0"}},
          (in ? tr("%1 is logged in.") : tr("%1 is logged out.")).arg(QString::fromStdString(agent)));
}

void LiveClient::dispatch(const std::string& call, const std::string& agent) {
  command("cc_dispatch_call_to_agent", {{"call_id", call}, {"agent_id", agent}},
          tr("Call %1 goes to %2.").arg(QString::fromStdString(call), QString::fromStdString(agent)));
}

void LiveClient::set_dispatching(bool on) {
  command("cc_internal_call_dispatching", {{"dispatching", on ? "1" : "0"}},
          on ? tr("Calls are dispatched.") : tr("Calls are no longer dispatched."));
}

void LiveClient::ask_snapshot(Answer answer) {
  if (link_ != Link::connected) return answer(tl::unexpected{RpcError{0, tr("not connected").toStdString()}});
  if (dialect_ != Dialect::lists) return void(post("rs_snapshot", {}, std::move(answer)));
  answer(as_snapshot(told_last_, static_cast<double>(QDateTime::currentSecsSinceEpoch())));
}

void LiveClient::ask_dispatching(std::function<void(bool)> answer) {
  post("cc_internal_call_dispatching", {}, [answer = std::move(answer)](const auto& result) {
    if (result) answer(result->find('1') != std::string::npos);
  });
}

}  // namespace ringside::gui
