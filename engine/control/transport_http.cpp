#include "engine/control/transport_http.h"

#include <httplib.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace ringside::control {
namespace {

constexpr const char* kJson = "application/json";
constexpr const char* kText = "text/plain; charset=utf-8";
constexpr std::size_t kThreads = 8;

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

/// A task posted to the engine's thread. Whoever is first decides: the engine's thread, which begins it, or the waiting
/// client, who gives it up.
struct Errand {
  enum class State : std::uint8_t { waiting, begun, done, given_up };
  std::function<void()> work;
  State state = State::waiting;
};

}  // namespace

struct HttpTransport::Impl {
  Impl(const HttpSettings& s, ports::Executor& e, Control& c) : settings{s}, executor{e}, control{c} {}

  bool permitted(const httplib::Request& request, httplib::Response& response) const;
  bool on_engine(std::function<void()> work);
  void post_mi(const httplib::Request& request, httplib::Response& response);
  void get_metrics(const httplib::Request& request, httplib::Response& response);
  void route();

  const HttpSettings settings;
  ports::Executor& executor;
  Control& control;
  httplib::Server server;
  int port = -1;
  std::thread thread;

  /// Outlives the transport in errands that the engine has not come to yet.
  struct Waiting {
    std::mutex mutex;
    std::condition_variable changed;
    bool stopping = false;  ///< under mutex, as is the state of every errand
  };
  std::shared_ptr<Waiting> waiting = std::make_shared<Waiting>();
};

bool HttpTransport::Impl::permitted(const httplib::Request& request, httplib::Response& response) const {
  if (settings.token.empty() || equal(request.get_header_value("Authorization"), "Bearer " + settings.token)) return true;
  response.set_header("WWW-Authenticate", "Bearer");
  refuse(response, 401, "a bearer token is required");
  return false;
}

/// Runs the work on the engine's thread and waits for its end; false if it was not done in time. Once begun, work is waited
/// for to its end, because it refers to the caller's frame.
bool HttpTransport::Impl::on_engine(std::function<void()> work) {
  const auto errand = std::make_shared<Errand>();
  errand->work = std::move(work);
  executor.post([errand, shared = waiting] {
    {
      const std::scoped_lock lock{shared->mutex};
      if (errand->state != Errand::State::waiting) return;
      errand->state = Errand::State::begun;
    }
    errand->work();
    const std::scoped_lock lock{shared->mutex};
    errand->state = Errand::State::done;
    shared->changed.notify_all();
  });
  std::unique_lock lock{waiting->mutex};
  const auto deadline = std::chrono::steady_clock::now() + settings.patience;
  const auto over = [&] { return errand->state == Errand::State::done || waiting->stopping; };
  waiting->changed.wait_until(lock, deadline, over);
  if (errand->state == Errand::State::waiting) errand->state = Errand::State::given_up;
  if (errand->state == Errand::State::given_up) return false;
  waiting->changed.wait(lock, [&] { return errand->state == Errand::State::done; });
  return true;
}

void HttpTransport::Impl::post_mi(const httplib::Request& request, httplib::Response& response) {
  if (!permitted(request, response)) return;
  if (!is_json(request))
    return refuse(response, 415,
                  "found Content-Type '" + request.get_header_value("Content-Type") + "', allowed is application/json");
  if (request.body.empty()) return refuse(response, 400, "found an empty body, allowed is JSON-RPC 2.0");
  Exchange exchange{request.body};
  exchange.prepare(control);
  if (!on_engine([&] { exchange.run(control); })) return refuse(response, 503, "the engine did not answer in time");
  const std::optional<std::string> reply = exchange.reply();
  if (reply) {
    response.set_content(*reply, kJson);
  } else {
    response.status = 202;
  }
}

void HttpTransport::Impl::get_metrics(const httplib::Request& request, httplib::Response& response) {
  if (!permitted(request, response)) return;
  std::string text;
  if (!on_engine([&] { text = control.metrics(); })) return refuse(response, 503, "the engine did not answer in time");
  response.set_content(text, "text/plain; version=0.0.4; charset=utf-8");
}

void HttpTransport::Impl::route() {
  const auto method_not_allowed = [](const char* allowed) {
    return [allowed](const httplib::Request& request, httplib::Response& response) {
      response.set_header("Allow", allowed);
      refuse(response, 405, "found " + request.method + ", allowed is " + allowed);
    };
  };
  server.Post("/mi", [this](const auto& request, auto& response) { post_mi(request, response); });
  server.Get("/metrics", [this](const auto& request, auto& response) { get_metrics(request, response); });
  server.Get("/healthz", [this](const auto&, auto& response) {
    if (!on_engine([] {})) return refuse(response, 503, "the engine did not answer in time");
    response.set_content("ok\n", kText);
  });
  for (const char* const path : {"/mi", "/metrics", "/healthz"}) {
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
  httplib::Server& server = impl->server;
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_payload_max_length(kMaxText);
  server.set_tcp_nodelay(true);
  server.set_keep_alive_timeout(2);
  server.set_read_timeout(5);
  server.set_write_timeout(5);
  // The library's own choice would share the port with any other process that asks to.
  int listener = -1;
  server.set_socket_options([&listener](auto socket) {
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    listener = socket;
  });
  impl->route();
  const bool bound = settings.port == 0 ? (impl->port = server.bind_to_any_port(settings.host.c_str())) > 0
                                        : server.bind_to_port(settings.host.c_str(), impl->port = settings.port);
  if (!bound) return tl::unexpected{"cannot listen on " + settings.host + " port " + std::to_string(settings.port)};
  // Its backlog of 5 resets connections as soon as a few clients come at once; listening again sets a longer one.
  ::listen(listener, SOMAXCONN);
  impl->thread = std::thread{[&server] { server.listen_after_bind(); }};
  while (!server.is_running()) std::this_thread::yield();  // stop() before that would be lost
  return std::unique_ptr<HttpTransport>{new HttpTransport{std::move(impl)}};
}

HttpTransport::HttpTransport(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

HttpTransport::~HttpTransport() {
  {
    const std::scoped_lock lock{impl_->waiting->mutex};
    impl_->waiting->stopping = true;
    impl_->waiting->changed.notify_all();
  }
  impl_->server.stop();
  impl_->thread.join();
}

std::uint16_t HttpTransport::port() const { return static_cast<std::uint16_t>(impl_->port); }

std::string HttpTransport::url() const {
  const std::string& host = impl_->settings.host;
  const bool v6 = host.find(':') != std::string::npos;
  return "http://" + (v6 ? '[' + host + ']' : host) + ':' + std::to_string(port()) + "/mi";
}

}  // namespace ringside::control
