#include "engine/control/transport_http.h"

#include <httplib.h>

#include <thread>

#include "engine/control/engine_gate.h"

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

}  // namespace

struct HttpTransport::Impl {
  Impl(const HttpSettings& s, ports::Executor& e, Control& c) : settings{s}, control{c}, gate{e, s.patience} {}

  bool permitted(const httplib::Request& request, httplib::Response& response) const;
  void post_mi(const httplib::Request& request, httplib::Response& response);
  void get_metrics(const httplib::Request& request, httplib::Response& response);
  void route();

  const HttpSettings settings;
  Control& control;
  EngineGate gate;
  httplib::Server server;
  int port = -1;
  std::thread thread;
};

bool HttpTransport::Impl::permitted(const httplib::Request& request, httplib::Response& response) const {
  if (settings.token.empty() || equal(request.get_header_value("Authorization"), "Bearer " + settings.token)) return true;
  response.set_header("WWW-Authenticate", "Bearer");
  refuse(response, 401, "a bearer token is required");
  return false;
}

void HttpTransport::Impl::post_mi(const httplib::Request& request, httplib::Response& response) {
  if (!permitted(request, response)) return;
  if (!is_json(request))
    return refuse(response, 415,
                  "found Content-Type '" + request.get_header_value("Content-Type") + "', allowed is application/json");
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

void HttpTransport::Impl::get_metrics(const httplib::Request& request, httplib::Response& response) {
  if (!permitted(request, response)) return;
  std::string text;
  if (!gate.run([&] { text = control.metrics(); })) return refuse(response, 503, "the engine did not answer in time");
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
    if (!gate.run([] {})) return refuse(response, 503, "the engine did not answer in time");
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
  impl_->gate.close();
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
