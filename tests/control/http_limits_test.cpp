#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <future>

#include "engine/control/transport_http.h"
#include "tests/control/engine_thread.h"
#include "tests/control/world.h"

namespace ringside::control {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kFarTooMuch = std::size_t{8} << 20;
constexpr const char* kPost = "POST /mi HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

/// A client that keeps to no rules.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port) {
    const SocketAddress address = *resolve_socket("tcp:127.0.0.1:" + std::to_string(port));
    const timeval patience{3, 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    EXPECT_EQ(::connect(socket_.get(), address.get(), address.length), 0);
  }
  /// False once the server takes no more.
  bool send(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t n = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  /// At least `size` bytes of `part` over and over, unless the server closes.
  void send_many(const std::string& part, std::size_t size) const {
    for (std::size_t sent = 0; sent < size && send(part); sent += part.size()) continue;
  }
  void end_sending() const { ::shutdown(socket_.get(), SHUT_WR); }
  /// What comes until the server closes, or "(open)" if he does not.
  std::string answer() const {
    std::string text;
    char bytes[4096];
    for (;;) {
      const ssize_t n = ::recv(socket_.get(), bytes, sizeof bytes, 0);
      if (n < 0 && errno == EAGAIN) return "(open)";
      if (n <= 0) return text;
      text.append(bytes, static_cast<std::size_t>(n));
    }
  }

 private:
  Descriptor socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
};

/// Clients that send a byte of a header now and then, for five seconds at most.
class Tricklers {
 public:
  Tricklers(std::uint16_t port, int number) {
    for (int i = 0; i < number; ++i) EXPECT_TRUE(clients_.emplace_back(port).send("GET /healthz HTTP/1.1\r\nX: "));
    dripping_ = std::async(std::launch::async, [this] {
      for (int i = 0; i < 100 && !over_; ++i) {
        for (const RawClient& client : clients_) client.send("x");
        std::this_thread::sleep_for(50ms);
      }
      clients_.clear();
    });
  }
  ~Tricklers() {
    over_ = true;
    dripping_.get();
  }

 private:
  std::vector<RawClient> clients_;
  std::atomic<bool> over_{false};
  std::future<void> dripping_;
};

class HttpLimits : public ::testing::Test {
 protected:
  void start(std::chrono::milliseconds client_time = 10s, std::string token = {}) {
    HttpSettings settings;
    settings.port = 0;
    settings.token = std::move(token);
    settings.client_time = client_time;
    auto started = HttpTransport::start(settings, thread, world.control);
    ASSERT_TRUE(started) << started.error();
    transport = std::move(*started);
  }
  static bool refused_or_closed(const std::string& answer) {
    return answer.empty() || answer.starts_with("HTTP/1.1 400 ") || answer.starts_with("HTTP/1.1 413 ");
  }

  World world{{.flows = {World::flow()}, .agents = {World::agent("a1")}}};
  EngineThread thread;
  std::unique_ptr<HttpTransport> transport;
};

TEST_F(HttpLimits, HoldForBodiesInChunks) {
  start();
  const RawClient client{transport->port()};
  client.send(std::string{kPost} + "Transfer-Encoding: chunked\r\n\r\n");
  client.send_many("10000\r\n" + std::string(0x10000, ' ') + "\r\n", kFarTooMuch);
  client.send("0\r\n\r\n");
  EXPECT_TRUE(refused_or_closed(client.answer()));
}

TEST_F(HttpLimits, HoldForBodiesWithoutALengthWhichAreNone) {
  start();
  const RawClient client{transport->port()};
  client.send(std::string{kPost} + "\r\n");
  client.send_many(std::string(0x10000, ' '), kFarTooMuch);
  client.end_sending();
  EXPECT_TRUE(refused_or_closed(client.answer()));
  const RawClient brief{transport->port()};
  brief.send(std::string{kPost} + "Connection: close\r\n\r\n");
  EXPECT_NE(brief.answer().find("found an empty body"), std::string::npos) << "at once, not when the time is up";
}

TEST_F(HttpLimits, HoldForHeadersThatNeverEnd) {
  start();
  for (const char* const line : {"x", "a: b\r\n"}) {
    std::string part;
    while (part.size() < 0x10000) part += line;
    const RawClient client{transport->port()};
    client.send("GET /healthz HTTP/1.1\r\nX: ");
    client.send_many(part, kFarTooMuch);
    EXPECT_TRUE(refused_or_closed(client.answer())) << line;
  }
}

TEST_F(HttpLimits, ATooLongBodyIsRefusedByItsHead) {
  start();
  const RawClient client{transport->port()};
  client.send(std::string{kPost} + "Content-Length: 8000000\r\n\r\n");
  EXPECT_TRUE(client.answer().starts_with("HTTP/1.1 413 "));
}

TEST_F(HttpLimits, TheTokenIsAskedForBeforeTheBodyIsTaken) {
  start(10s, "open sesame");
  const RawClient client{transport->port()};
  client.send(std::string{kPost} + "Transfer-Encoding: chunked\r\n\r\n");
  EXPECT_TRUE(client.answer().starts_with("HTTP/1.1 401 "));
}

TEST_F(HttpLimits, NothingIsUnpackedAndNoRangesAreCutOut) {
  start();
  httplib::Client client{"127.0.0.1", transport->port()};
  const httplib::Headers packed{{"Content-Encoding", "gzip"}};
  EXPECT_EQ(client.Post("/mi", packed, "{}", "application/json")->status, 415);
  const auto metrics = client.Get("/metrics", {{"Range", "bytes=0-,0-,0-"}});
  EXPECT_EQ(metrics->status, 200);
  EXPECT_EQ(metrics->get_header_value("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
}

TEST_F(HttpLimits, AConnectionServesOneRequestAfterTheOther) {
  start();
  const RawClient client{transport->port()};
  const std::string body = R"({"jsonrpc":"2.0","method":"cc_list_calls","id":1})";
  const std::string request = std::string{kPost} + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  client.send(request + request + "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n");
  const std::string answer = client.answer();
  std::size_t answered = 0;
  for (std::size_t at = 0; (at = answer.find("HTTP/1.1 200 ", at)) != std::string::npos; ++at) ++answered;
  EXPECT_EQ(answered, 3u) << answer;
}

TEST_F(HttpLimits, ClientsWhoTrickleAreDroppedSoThatOthersAreServed) {
  start(300ms);
  const Tricklers tricklers{transport->port(), 16};
  httplib::Client client{"127.0.0.1", transport->port()};
  client.set_read_timeout(2);
  const auto response = client.Get("/healthz");
  ASSERT_TRUE(response) << "they hold every thread";
  EXPECT_EQ(response->status, 200);
}

TEST_F(HttpLimits, StoppingDoesNotWaitForAClientWhoTrickles) {
  start();
  const Tricklers tricklers{transport->port(), 1};
  std::this_thread::sleep_for(100ms);
  const auto begun = std::chrono::steady_clock::now();
  transport.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
}

TEST_F(HttpLimits, StoppingDoesNotWaitForAClientWhoTakesNoAnswer) {
  start();
  const RawClient client{transport->port()};
  client.send("GET /events HTTP/1.1\r\n\r\n");
  for (int i = 0; i < 500 && world.control.events().counters().streams == 0; ++i) std::this_thread::sleep_for(10ms);
  for (int i = 0; i < 800; ++i) {
    world.control.events().raise({std::string{kAgentReport}, "[\"" + std::string(16'000, 'x') + "\"]"});
  }
  std::this_thread::sleep_for(200ms);
  const auto begun = std::chrono::steady_clock::now();
  transport.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
}

}  // namespace
}  // namespace ringside::control
