#include "engine/control/transport_http.h"

#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>

#include "engine/control/engine_gate.h"
#include "engine/control/http_server.h"
#include "engine/control/methods.h"
#include "engine/control/metrics.h"

namespace ringside::control {
namespace {

constexpr const char* kJson = "application/json";
constexpr const char* kText = "text/plain; charset=utf-8";
constexpr std::size_t kThreads = 8;  ///< besides those that readers of events hold
constexpr std::size_t kMaxAccepted = 64;
constexpr std::chrono::seconds kSnapshotInterval{1};

/// The library's own pool accepts connections until there are no descriptors left. This one lets them wait in the listener's
/// backlog while there are many.
class BoundedPool : public httplib::TaskQueue {
 public:
  explicit BoundedPool(std::size_t threads) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  }
  void enqueue(std::function<void()> task) override {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return tasks_.size() < kMaxAccepted; });
    tasks_.push(std::move(task));
    changed_.notify_all();
  }
  void shutdown() override {
    {
      const std::scoped_lock lock{mutex_};
      over_ = true;
      changed_.notify_all();
    }
    for (std::thread& thread : threads_) thread.join();
  }

 private:
  void work() {
    for (;;) {
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [this] { return over_ || !tasks_.empty(); });
      if (tasks_.empty()) return;
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop();
      changed_.notify_all();
      lock.unlock();
      task();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::queue<std::function<void()>> tasks_;
  bool over_ = false;
  std::vector<std::thread> threads_;
};

std::string server_sent(std::string_view name, std::string_view data) {
  std::string text;
  text.reserve(name.size() + data.size() + 16);
  return text.append("event: ").append(name).append("\ndata: ").append(data).append("\n\n");
}

/// Tells nothing about the token by the time it takes, but its length.
bool equal(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned>(a[i] ^ b[i]);
  return difference == 0;
}

bool is_json(const httplib::Request& request) {
  const std::string type = request.get_header_value("Content-Type");
  const std::string name = type.substr(0, type.find_first_of("; "));
  return std::equal(name.begin(), name.end(), kJson, kJson + std::char_traits<char>::length(kJson),
                    [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
}

void refuse(httplib::Response& response, int status, const std::string& why) {
  response.status = status;
  response.set_content(why + "\n", kText);
}

}  // namespace

struct HttpTransport::Impl {
  Impl(const HttpSettings& s, ports::Executor& e, Control& c) : settings{s}, control{c}, gate{e, s.patience} {}

  bool permitted(const httplib::Request& request, httplib::Response& response) const;
  bool admitted(const httplib::Request& request, httplib::Response& response) const;
  void post_mi(const httplib::Request& request, httplib::Response& response);
  void get_metrics(httplib::Response& response);
  void get_events(httplib::Response& response);
  std::shared_ptr<const std::string> snapshot();
  void route();

  const HttpSettings settings;
  Control& control;
  EngineGate gate;
  HttpServer server{settings.client_time, [this](const auto& request, auto& response) { return admitted(request, response); }};
  int port = -1;
  std::thread thread;

  std::mutex mutex;  ///< guards the rest
  bool stopping = false;
  std::vector<std::weak_ptr<EventQueue>> streams;
  std::shared_ptr<const std::string> last_snapshot;
  std::chrono::steady_clock::time_point snapshot_due;
};

bool HttpTransport::Impl::permitted(const httplib::Request& request, httplib::Response& response) const {
  if (settings.token.empty() || request.path == "/healthz" ||
      equal(request.get_header_value("Authorization"), "Bearer " + settings.token))
    return true;
  response.set_header("WWW-Authenticate", "Bearer");
  refuse(response, 401, "a bearer token is required");
  return false;
}

/// Before the body is read, so that nobody makes us take, unpack or take apart what is refused anyway.
bool HttpTransport::Impl::admitted(const httplib::Request& request, httplib::Response& response) const {
  if (!permitted(request, response)) return false;
  const bool for_mi = request.method == "POST" && request.path == "/mi";
  if (request.has_header("Content-Encoding")) {
    refuse(response, 415, "found Content-Encoding '" + request.get_header_value("Content-Encoding") + "', allowed is none");
  } else if (request.get_header_value<std::uint64_t>("Content-Length") > kMaxText) {
    refuse(response, 413, "found more than a megabyte");
  } else if ((for_mi || request.is_multipart_form_data()) && !is_json(request)) {
    refuse(response, 415, "found Content-Type '" + request.get_header_value("Content-Type") + "', allowed is application/json");
  } else {
    return true;
  }
  return false;
}

void HttpTransport::Impl::post_mi(const httplib::Request& request, httplib::Response& response) {
  if (request.body.empty()) return refuse(response, 400, "found an empty body, allowed is JSON-RPC 2.0");
  Exchange exchange{request.body};
  const bool in_time = exchange.run(control, [this](const auto& work) { return gate.run(work); });
  if (!in_time) return refuse(response, 503, "the engine did not answer in time");
  const std::optional<std::string> reply = exchange.reply();
  if (reply) {
    response.set_content(*reply, kJson);
  } else {
    response.status = 202;
  }
}

void HttpTransport::Impl::get_metrics(httplib::Response& response) {
  std::optional<Metrics> metrics;
  if (!gate.run([&] { metrics.emplace(control); })) return refuse(response, 503, "the engine did not answer in time");
  response.set_content(metrics->text(), "text/plain; version=0.0.4; charset=utf-8");
}

/// One a second for all readers; null if the engine does not answer.
std::shared_ptr<const std::string> HttpTransport::Impl::snapshot() {
  const std::scoped_lock lock{mutex};
  const auto now = std::chrono::steady_clock::now();
  if (now < snapshot_due) return last_snapshot;
  Result result;
  if (!gate.run([&] { result = control.methods().find("rs_snapshot")->run(control, {}); })) return {};
  last_snapshot = std::make_shared<const std::string>(server_sent("snapshot", *result));
  snapshot_due = now + kSnapshotInterval * 9 / 10;
  return last_snapshot;
}

/// Events as they come, and a snapshot each second. The reader holds a thread of the pool; one who does not read is dropped
/// when the time for writing is up, and until then loses the oldest events.
void HttpTransport::Impl::get_events(httplib::Response& response) {
  const std::shared_ptr<EventQueue> stream = control.events().open_stream();
  if (!stream) return refuse(response, 503, "there are " + std::to_string(Events::kMaxStreams) + " readers of events already");
  {
    const std::scoped_lock lock{mutex};
    std::erase_if(streams, [](const auto& other) { return other.expired(); });
    streams.push_back(stream);
    if (stopping) stream->close();
  }
  response.set_header("Cache-Control", "no-cache");
  auto next = std::chrono::steady_clock::now();
  std::uint64_t lost = 0;
  const auto provide = [this, stream, next, lost](std::size_t, httplib::DataSink& sink) mutable {
    const bool due = std::chrono::steady_clock::now() >= next;  // also when events keep coming
    const EventPtr event = due ? nullptr : stream->take_until(next);
    if (stream->closed()) {
      sink.done();
      return true;
    }
    if (const std::uint64_t all = stream->lost(); all != lost) {
      const std::string note = ": " + std::to_string(all - std::exchange(lost, all)) + " events were lost\n\n";
      if (!sink.write(note.data(), note.size())) return false;
    }
    if (event) {
      const std::string text = server_sent(event->name, event->params);
      return sink.write(text.data(), text.size());
    }
    next = std::chrono::steady_clock::now() + kSnapshotInterval;
    const auto text = snapshot();
    return text ? sink.write(text->data(), text->size()) : sink.write(":\n\n", 3);
  };
  response.set_chunked_content_provider("text/event-stream", provide);
}

void HttpTransport::Impl::route() {
  const auto method_not_allowed = [](const char* allowed) {
    return [allowed](const httplib::Request& request, httplib::Response& response) {
      response.set_header("Allow", allowed);
      refuse(response, 405, "found " + request.method + ", allowed is " + allowed);
    };
  };
  server.Post("/mi", [this](const auto& request, auto& response) { post_mi(request, response); });
  server.Get("/metrics", [this](const auto&, auto& response) { get_metrics(response); });
  server.Get("/healthz", [this](const auto&, auto& response) {
    if (!gate.run([] {})) return refuse(response, 503, "the engine did not answer in time");
    response.set_content("ok\n", kText);
  });
  server.Get("/events", [this](const auto&, auto& response) { get_events(response); });
  for (const char* const path : {"/mi", "/metrics", "/healthz", "/events"}) {
    const bool mi = std::string_view{path} == "/mi";
    const httplib::Server::Handler refusal = method_not_allowed(mi ? "POST" : "GET");
    if (mi) {
      server.Get(path, refusal);
    } else {
      server.Post(path, refusal);
    }
    server.Put(path, refusal).Patch(path, refusal).Delete(path, refusal).Options(path, refusal);
  }
}

tl::expected<std::unique_ptr<HttpTransport>, std::string> HttpTransport::start(const HttpSettings& settings,
                                                                               ports::Executor& executor, Control& control) {
  auto impl = std::make_unique<Impl>(settings, executor, control);
  HttpServer& server = impl->server;
  server.new_task_queue = [] { return new BoundedPool(kThreads + Events::kMaxStreams); };
  server.set_payload_max_length(kMaxText);
  server.set_tcp_nodelay(true);
  server.set_keep_alive_timeout(2);
  // The library's own choice would share the port with any other process that asks to.
  int listener = -1;
  server.set_socket_options([&listener](auto socket) {
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    listener = socket;
  });
  impl->route();
  const bool bound = settings.port == 0 ? (impl->port = server.bind_to_any_port(settings.host)) > 0
                                        : server.bind_to_port(settings.host, impl->port = settings.port);
  if (!bound) return tl::unexpected{"cannot listen on " + settings.host + " port " + std::to_string(settings.port)};
  // Its backlog of 5 resets connections as soon as a few clients come at once; listening again sets a longer one.
  ::listen(listener, SOMAXCONN);
  impl->thread = std::thread{[&server] { server.listen_after_bind(); }};
  while (!server.is_running()) std::this_thread::yield();  // stop() before that would be lost
  return std::unique_ptr<HttpTransport>{new HttpTransport{std::move(impl)}};
}

HttpTransport::HttpTransport(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

HttpTransport::~HttpTransport() {
  impl_->gate.close();
  {
    const std::scoped_lock lock{impl_->mutex};
    impl_->stopping = true;
    for (const auto& stream : impl_->streams) {
      if (const auto open = stream.lock()) open->close();
    }
  }
  impl_->server.stop();
  impl_->server.end_connections();
  impl_->thread.join();
}

std::uint16_t HttpTransport::port() const { return static_cast<std::uint16_t>(impl_->port); }

std::string HttpTransport::url() const {
  const std::string& host = impl_->settings.host;
  const bool v6 = host.find(':') != std::string::npos;
  return "http://" + (v6 ? '[' + host + ']' : host) + ':' + std::to_string(port()) + "/mi";
}

}  // namespace ringside::control
