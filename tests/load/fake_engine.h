#pragma once

#include <httplib.h>

#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "scenarios/load/mi_client.h"

namespace ringside::load {

/// The management interface of an engine that has agents and does as it is told, on a thread of its own.
class FakeEngine {
 public:
  /// Its agents, and whether they are logged in.
  explicit FakeEngine(std::map<std::string, bool> agents) : agents_{std::move(agents)} {
    server_.set_keep_alive_max_count(1);  // no connection outlives its answer, or holds up the end
    server_.Post("/mi", [this](const httplib::Request& request, httplib::Response& response) {
      const nlohmann::json answer{{"jsonrpc", "2.0"}, {"id", 1}, {"result", take(nlohmann::json::parse(request.body))}};
      response.set_content(answer.dump(), "application/json");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread{[this] { server_.listen_after_bind(); }};
  }
  FakeEngine(const FakeEngine&) = delete;
  FakeEngine& operator=(const FakeEngine&) = delete;
  ~FakeEngine() {
    while (!server_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    server_.stop();
    thread_.join();
  }

  MiClient client() const { return MiClient{static_cast<std::uint16_t>(port_)}; }
  std::map<std::string, bool> agents() const {
    const std::lock_guard lock{mutex_};
    return agents_;
  }
  /// "METHOD PARAMS", but for questions.
  std::vector<std::string> told() const {
    const std::lock_guard lock{mutex_};
    return told_;
  }

 private:
  nlohmann::json take(const nlohmann::json& call) {
    const std::lock_guard lock{mutex_};
    const auto method = call.at("method").get<std::string>();
    const nlohmann::json& params = call.at("params");
    if (method == "cc_list_agents") {
      nlohmann::json all = nlohmann::json::array();
      for (const auto& [id, in] : agents_)
        all.push_back({{"id", id}, {"Ref", 0}, {"Loged in", in ? "YES" : "NO"}, {"State", "free"}});
      return {{"Agents", all}};
    }
    told_.push_back(method + " " + params.dump());
    if (method == "cc_agent_login") agents_[params.at("agent_id").get<std::string>()] = params.at("state") != 0;
    return "OK";
  }

  mutable std::mutex mutex_;
  std::map<std::string, bool> agents_;
  std::vector<std::string> told_;
  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
};

}  // namespace ringside::load
