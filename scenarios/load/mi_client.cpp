#include "scenarios/load/mi_client.h"

#include <httplib.h>

#include <nlohmann/json.hpp>

namespace ringside::load {

using nlohmann::json;

struct MiClient::Connection {
  Connection(std::string to_host, std::uint16_t to_port) : host{std::move(to_host)}, port{to_port}, http{host, port} {
    http.set_keep_alive(true);
    http.set_connection_timeout(2);
    http.set_read_timeout(5);
  }
  std::string host;
  std::uint16_t port;
  httplib::Client http;
};

MiClient::MiClient(std::uint16_t port, const std::string& host) : connection_{std::make_unique<Connection>(host, port)} {}
MiClient::~MiClient() = default;
MiClient::MiClient(MiClient&&) noexcept = default;
MiClient& MiClient::operator=(MiClient&&) noexcept = default;

MiClient MiClient::another() const { return MiClient{connection_->port, connection_->host}; }

Result<std::string> MiClient::call(const std::string& method, const std::string& params) {
  const json request{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", json::parse(params)}};
  const httplib::Result answer = connection_->http.Post("/mi", request.dump(), "application/json");
  const std::string what = "MI " + method + ": ";
  if (!answer) return failure(Error::Kind::engine, what + httplib::to_string(answer.error()));
  const json reply = json::parse(answer->body, nullptr, false);
  if (!reply.is_object())
    return failure(Error::Kind::engine, what + "HTTP " + std::to_string(answer->status) + ", no JSON object");
  if (!reply.contains("result")) return failure(Error::Kind::engine, what + reply.value("error", json{}).dump());
  return reply["result"].dump();
}

Result<std::size_t> MiClient::calls() {
  auto text = call("cc_list_calls");
  if (!text) return tl::unexpected{text.error()};
  const json result = json::parse(*text);
  if (!result.contains("Calls")) return failure(Error::Kind::engine, "MI cc_list_calls: no Calls in " + *text);
  return result["Calls"].size();
}

Result<std::map<std::string, std::string>> MiClient::call_states() {
  auto text = call("cc_list_calls");
  if (!text) return tl::unexpected{text.error()};
  const json result = json::parse(*text);
  std::map<std::string, std::string> states;
  for (const json& call : result.value("Calls", json::array())) {
    const std::string state = call.value("State", "");
    states[call.value("id", "")] = state == "toagent" && !call.contains("Call Time") ? "ringing" : state;
  }
  return states;
}

Result<std::vector<MiClient::AgentState>> MiClient::agents() {
  auto text = call("cc_list_agents");
  if (!text) return tl::unexpected{text.error()};
  const json result = json::parse(*text);
  std::vector<AgentState> agents;
  for (const json& agent : result.value("Agents", json::array()))
    agents.push_back({agent.value("id", ""), agent.value("Loged in", "NO") == "YES", agent.value("State", ""),
                      agent.value("Ref", std::int64_t{0})});
  return agents;
}

Result<std::map<std::string, std::int64_t>> MiClient::statistics(const std::string& group) {
  auto text = call("get_statistics", json{{"statistics", json::array({group + ":"})}}.dump());
  if (!text) return tl::unexpected{text.error()};
  std::map<std::string, std::int64_t> values;
  const json result = json::parse(*text);
  for (const auto& [name, value] : result.items()) {
    const auto colon = name.find(':');
    const std::string bare = colon == std::string::npos ? name : name.substr(colon + 1);
    if (value.is_number()) values[bare] = value.get<std::int64_t>();
    if (value.is_string()) values[bare] = std::strtoll(value.get<std::string>().c_str(), nullptr, 10);
  }
  return values;
}

}  // namespace ringside::load
