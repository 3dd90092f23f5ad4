#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <filesystem>
#include <future>

#include "engine/control/transport_http.h"
#include "tests/control/engine_thread.h"
#include "tests/control/world.h"

namespace ringside::control {
namespace {

using namespace std::chrono_literals;

class ServerSentEvents : public ::testing::Test {
 protected:
  void start(HttpSettings settings = {}) {
    settings.port = 0;
    auto started = HttpTransport::start(settings, thread, world.control);
    ASSERT_TRUE(started) << started.error();
    transport = std::move(*started);
  }
  /// Reads until `enough` holds of what has come.
  std::string read_until(const std::function<bool(const std::string&)>& enough) const {
    httplib::Client client{"127.0.0.1", transport->port()};
    client.set_read_timeout(10);
    std::string text;
    client.Get("/events", [&](const char* data, std::size_t size) {
      text.append(data, size);
      return !enough(text);
    });
    return text;
  }
  void raise(const std::string& params) {
    thread.post([this, params] { world.control.events().raise({std::string{kAgentReport}, params}); });
  }
  std::size_t streams() { return world.control.events().counters().streams; }

  World world{{.flows = {World::flow()}, .agents = {World::agent("a1")}}};
  EngineThread thread;
  std::unique_ptr<HttpTransport> transport;
};

TEST_F(ServerSentEvents, TellSnapshotsEachSecondAndEventsAsTheyCome) {
  start();
  const std::string text = read_until([this, called = false](const std::string& so_far) mutable {
    if (!std::exchange(called, true)) thread.post([this] { world.call(); });
    const std::size_t first = so_far.find("event: snapshot\n");
    return so_far.find("E_RINGSIDE_CALL_STATE") != std::string::npos && first != std::string::npos &&
           so_far.find("event: snapshot\n", first + 1) != std::string::npos && so_far.ends_with("\n\n");
  });
  EXPECT_EQ(text.find("event: snapshot\ndata: {\"Time\":1700000000"), 0u) << text;
  EXPECT_NE(
      text.find("event: E_CALLCENTER_AGENT_REPORT\ndata: {\"agent_id\":\"a1\",\"status\":\"incall\",\"flow_id\":\"tech\"}\n\n"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("event: E_RINGSIDE_CALL_STATE\ndata: {\"call_id\":\"1.0\",\"state\":\"toagent\""), std::string::npos)
      << text;
}

TEST_F(ServerSentEvents, AReaderWhoStopsReadingIsDroppedAndUntilThenLosesTheOldest) {
  HttpSettings settings;
  settings.client_time = 200ms;
  start(settings);
  httplib::Client client{"127.0.0.1", transport->port()};
  const std::string padding(16'000, 'x');
  bool first = true;
  std::uint64_t lost = 0;
  client.set_read_timeout(10);
  client.Get("/events", [&](const char*, std::size_t) {
    if (!std::exchange(first, false)) return true;
    for (int i = 0; i < 20'000 && streams() > 0; ++i) {
      world.control.events().raise({std::string{kAgentReport}, "[\"" + padding + "\"]"});
      if (i % 50 == 49) std::this_thread::sleep_for(1ms);
      lost = std::max(lost, world.control.events().counters().lost);
    }
    EXPECT_EQ(streams(), 0u) << "the reader was not dropped";
    return false;
  });
  EXPECT_GT(lost, 0u);
  const std::string text = read_until([](const std::string& so_far) { return so_far.ends_with("\n\n"); });
  EXPECT_EQ(text.find("event: snapshot\n"), 0u) << "and may come again";
}

TEST_F(ServerSentEvents, ReadersAreBoundedInNumberAndOthersAreStillServed) {
  start();
  std::atomic<bool> over{false};
  std::vector<std::future<void>> readers;
  for (std::size_t i = 0; i < Events::kMaxStreams; ++i) {
    readers.push_back(std::async(std::launch::async, [&] { read_until([&](const std::string&) { return over.load(); }); }));
  }
  for (int i = 0; i < 500 && streams() < Events::kMaxStreams; ++i) std::this_thread::sleep_for(10ms);
  httplib::Client client{"127.0.0.1", transport->port()};
  EXPECT_EQ(client.Get("/events")->status, 503);
  EXPECT_EQ(client.Get("/healthz")->status, 200);
  EXPECT_EQ(client.Post("/events", "", "text/plain")->status, 405);
  over = true;
  for (auto& reader : readers) reader.get();
}

TEST_F(ServerSentEvents, StoppingEndsThem) {
  start();
  auto reader = std::async(std::launch::async, [&] { return read_until([](const std::string&) { return false; }); });
  for (int i = 0; i < 500 && streams() == 0; ++i) std::this_thread::sleep_for(10ms);
  transport.reset();
  EXPECT_EQ(reader.wait_for(5s), std::future_status::ready);
}

TEST_F(ServerSentEvents, AskForTheTokenToo) {
  HttpSettings settings;
  settings.token = "open sesame";
  start(settings);
  httplib::Client client{"127.0.0.1", transport->port()};
  EXPECT_EQ(client.Get("/events")->status, 401);
}

TEST_F(ServerSentEvents, ManyIdleConnectionsLeaveDescriptorsForTheRest) {
  HttpSettings settings;
  settings.client_time = 300ms;
  start(settings);
  const auto open_descriptors = [] {
    std::size_t n = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator{"/proc/self/fd"}) ++n;
    return n;
  };
  const std::size_t before = open_descriptors();
  std::vector<Descriptor> idle;
  const SocketAddress address = *resolve_socket("tcp:127.0.0.1:" + std::to_string(transport->port()));
  for (int i = 0; i < 300; ++i) {
    idle.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ASSERT_EQ(::connect(idle.back().get(), address.get(), address.length), 0);
  }
  EXPECT_LT(open_descriptors(), before + idle.size() + 120) << "the others wait to be accepted";
  idle.clear();
  httplib::Client client{"127.0.0.1", transport->port()};
  client.set_read_timeout(20);
  EXPECT_EQ(client.Get("/healthz")->status, 200);
}

}  // namespace
}  // namespace ringside::control
