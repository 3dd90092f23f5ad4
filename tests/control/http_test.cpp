#include <gtest/gtest.h>
#include <httplib.h>

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "engine/control/transport_http.h"
#include "tests/control/engine_thread.h"
#include "tests/control/world.h"

namespace ringside::control {
namespace {

using namespace std::chrono_literals;

constexpr const char* kListCalls = R"({"jsonrpc":"2.0","method":"cc_list_calls","id":1})";

class Http : public ::testing::Test {
 protected:
  void start(HttpSettings settings = {}) {
    settings.port = 0;
    auto started = HttpTransport::start(settings, thread, world.control);
    ASSERT_TRUE(started) << started.error();
    transport = std::move(*started);
    client = std::make_unique<httplib::Client>("127.0.0.1", transport->port());
    client->set_read_timeout(10);
  }
  httplib::Result post(const std::string& body, const char* type = "application/json") {
    return client->Post("/mi", body, type);
  }

  World world{{.flows = {World::flow()}, .agents = {World::agent("a1")}}};
  EngineThread thread;
  std::unique_ptr<HttpTransport> transport;
  std::unique_ptr<httplib::Client> client;
};

TEST_F(Http, AnswersARequestWithItsBody) {
  start();
  const auto response = post(kListCalls);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->get_header_value("Content-Type"), "application/json");
  EXPECT_EQ(response->body, R"({"jsonrpc":"2.0","result":{"Calls":[]},"id":1})");
  EXPECT_EQ(post(kListCalls, "Application/JSON; charset=utf-8")->status, 200);
}

TEST_F(Http, AnswersANotificationWith202AndNoBody) {
  start();
  const auto response = post(R"({"jsonrpc":"2.0","method":"cc_agent_login","params":["a1",0]})");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 202);
  EXPECT_TRUE(response->body.empty());
}

TEST_F(Http, RefusesWhatIsNotAJsonRpcPost) {
  start();
  EXPECT_EQ(post("")->status, 400);
  EXPECT_EQ(post(kListCalls, "text/plain")->status, 415);
  EXPECT_EQ(post(kListCalls, "application/json-patch+json")->status, 415);
  EXPECT_EQ(post(kListCalls, "")->status, 415);
  const auto got = client->Get("/mi");
  EXPECT_EQ(got->status, 405);
  EXPECT_EQ(got->get_header_value("Allow"), "POST");
  EXPECT_EQ(client->Put("/mi", kListCalls, "application/json")->status, 405);
  EXPECT_EQ(client->Delete("/mi")->status, 405);
  EXPECT_EQ(client->Get("/elsewhere")->status, 404);
  EXPECT_EQ(client->Post("/healthz", "", "text/plain")->status, 405);
}

TEST_F(Http, BadJsonAndTooMuchOfItDropNoConnection) {
  start();
  const auto bad = post("{");
  ASSERT_TRUE(bad);
  EXPECT_EQ(bad->status, 200);
  EXPECT_NE(bad->body.find("-32700"), std::string::npos);
  const auto huge = post(std::string(2 * kMaxText, ' '));
  EXPECT_TRUE(!huge || huge->status == 413) << "the connection may be closed while the client still writes";
  EXPECT_EQ(post(kListCalls)->status, 200);
}

TEST_F(Http, AsksForTheTokenWhenThereIsOne) {
  HttpSettings settings;
  settings.token = "open sesame";
  start(settings);
  const auto refused = post(kListCalls);
  EXPECT_EQ(refused->status, 401);
  EXPECT_EQ(refused->get_header_value("WWW-Authenticate"), "Bearer");
  EXPECT_EQ(client->Get("/metrics")->status, 401);
  EXPECT_EQ(client->Get("/metrics", {{"Authorization", "Bearer open sesamE"}})->status, 401);
  EXPECT_EQ(client->Get("/metrics", {{"Authorization", "Bearer open sesame"}})->status, 200);
  EXPECT_EQ(client->Get("/healthz")->status, 200) << "a health check tells nothing";
}

TEST_F(Http, ServesMetricsAndHealth) {
  start();
  const auto metrics = client->Get("/metrics");
  ASSERT_TRUE(metrics);
  EXPECT_EQ(metrics->get_header_value("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_NE(metrics->body.find("opensips_ccg_incalls 0\n"), std::string::npos);
  EXPECT_EQ(client->Get("/healthz")->body, "ok\n");
}

TEST_F(Http, GivesUpOnAnEngineThatStandsStillAndNeverRunsTheWorkLater) {
  HttpSettings settings;
  settings.patience = 50ms;
  start(settings);
  thread.hold();
  EXPECT_EQ(post(R"({"jsonrpc":"2.0","method":"cc_agent_login","params":["a1",0],"id":1})")->status, 503);
  EXPECT_EQ(client->Get("/healthz")->status, 503);
  thread.release();
  EXPECT_EQ(post(kListCalls)->status, 200);
  EXPECT_TRUE(world.host.engine().agent(core::AgentIndex{0}).logged_in) << "what was given up was run after all";
}

TEST_F(Http, StoppingSendsWaitingClientsAway) {
  start();
  thread.hold();
  auto waiting = std::async(std::launch::async, [&] { return post(kListCalls); });
  ASSERT_EQ(waiting.wait_for(100ms), std::future_status::timeout);
  transport.reset();
  const auto response = waiting.get();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 503);
}

TEST_F(Http, ManyClientsAtOnceAreAllAnswered) {
  start();
  std::vector<std::future<int>> clients;
  for (int i = 0; i < 16; ++i) {
    clients.push_back(std::async(std::launch::async, [&] {
      httplib::Client own{"127.0.0.1", transport->port()};
      own.set_read_timeout(10);
      int answered = 0;
      for (int n = 0; n < 20; ++n) {
        const auto response = own.Post("/mi", kListCalls, "application/json");
        EXPECT_TRUE(response) << to_string(response.error());
        answered += response && response->status == 200;
      }
      return answered;
    }));
  }
  for (auto& one : clients) EXPECT_EQ(one.get(), 20);
}

TEST_F(Http, APortThatIsTakenIsAnErrorThatNamesIt) {
  start();
  HttpSettings settings;
  settings.port = transport->port();
  const auto second = HttpTransport::start(settings, thread, world.control);
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().find(std::to_string(settings.port)), std::string::npos) << second.error();
}

}  // namespace
}  // namespace ringside::control
