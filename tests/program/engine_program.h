#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/program/process.h"

namespace ringside {

using namespace std::chrono_literals;  // NOLINT(google-global-names-in-headers): of tests alone
namespace fs = std::filesystem;

/// A UDP port of 127.0.0.1 that was free a moment ago.
inline int free_udp_port() {
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  EXPECT_EQ(::bind(fd, reinterpret_cast<sockaddr*>(&address), length), 0);
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
  ::close(fd);
  return ntohs(address.sin_port);
}

/// The engine as a process, on a database and ports of its own.
class EngineProgram : public ::testing::Test {
 protected:
  EngineProgram() { fs::create_directories(directory_); }
  ~EngineProgram() override { fs::remove_all(directory_); }

  std::string url() const { return "sqlite://" + database_.string(); }

  /// Runs SQL; with a question, its rows as "a|b\n".
  std::string sql(const std::string& statement) {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(database_.c_str(), &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    std::string rows;
    char* error = nullptr;
    const auto add_row = [](void* to, int count, char** values, char**) {
      auto& text = *static_cast<std::string*>(to);
      for (int i = 0; i < count; ++i) text += std::string{i > 0 ? "|" : ""} + (values[i] == nullptr ? "" : values[i]);
      text += '\n';
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(db, statement.c_str(), add_row, &rows, &error), SQLITE_OK) << (error == nullptr ? "" : error);
    sqlite3_close(db);
    return rows;
  }

  void make_database() {
    Process init{{ENGINE_PROGRAM, "--db_url", url(), "--init-db"}};
    ASSERT_EQ(init.wait_for_end(10s), 0) << init.output();
  }
  void add_flow(const std::string& id, int media_port) {
    sql("insert into cc_flows (flowid, skill, message_queue) values ('" + id +
        "', 'tech', 'sip:queue@127.0.0.1:" + std::to_string(media_port) + "')");
  }
  void add_agent(const std::string& id, int port) {
    sql("insert into cc_agents (agentid, location, skills, logstate) values ('" + id + "', 'sip:" + id +
        "@127.0.0.1:" + std::to_string(port) + "', 'tech', 1)");
  }

  /// The engine on ports of its own; sip_port() and mi() are known once it is ready.
  void start(std::vector<std::string> more = {}) {
    std::vector<std::string> command{
        ENGINE_PROGRAM, "--db_url",   url(), "--listen", "udp:127.0.0.1:" + std::to_string(sip_port_),
        "--mi_http",    "127.0.0.1:0"};
    if (std::find(more.begin(), more.end(), "--wrapup_time") == more.end()) more.insert(more.end(), {"--wrapup_time", "0.2"});
    command.insert(command.end(), more.begin(), more.end());
    engine_ = std::make_unique<Process>(command);
    const auto ready = engine_->wait_for_line("ringside-engine ready: ", 20s);
    ASSERT_TRUE(ready) << engine_->output();
    sip_port_ = port_behind(*ready, "sip udp:127.0.0.1:");
    mi_port_ = port_behind(ready->substr(ready->find(" mi ")), "http://127.0.0.1:");
    ASSERT_GT(sip_port_, 0) << *ready;
    ASSERT_GT(mi_port_, 0) << *ready;
  }
  static int port_behind(const std::string& text, const std::string& head) {
    const std::size_t at = text.find(head);
    return at == std::string::npos ? 0 : std::atoi(text.c_str() + at + head.size());
  }
  void stop() {
    engine_->send(SIGTERM);
    EXPECT_EQ(engine_->wait_for_end(20s), 0) << engine_->output();
  }

  std::string ask(const std::string& method, const std::string& params = "{}") {
    httplib::Client client{"127.0.0.1", mi_port_};
    const auto response = client.Post("/mi", R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + params + "}",
                                      "application/json");
    return response ? response->body : "no answer: " + to_string(response.error());
  }
  /// Asks until the answer holds `part`.
  bool comes_to(const std::string& method, const std::string& part, const std::string& params = "{}") {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (std::chrono::steady_clock::now() < deadline) {
      if (ask(method, params).find(part) != std::string::npos) return true;
      ::usleep(20'000);
    }
    return false;
  }

  static std::vector<std::string> sipp(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"sipp", "-i", "127.0.0.1", "-nostdin", "-timeout", "30s"});
    return arguments;
  }
  static bool sipp_is_there() {
    Process probe{{"sipp", "-v"}};
    return probe.wait_for_end(5s) != 127;
  }

  const fs::path directory_ = fs::temp_directory_path() / ("ringside_engine_" + std::to_string(getpid()));
  const fs::path database_ = directory_ / "cc.db";
  std::unique_ptr<Process> engine_;
  int sip_port_ = 0;
  int mi_port_ = 0;
};

}  // namespace ringside
