#include "scenarios/load/scenario/running_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

namespace ringside::load {
namespace {

std::optional<std::uint16_t> port_in(std::string_view digits) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || port == 0) return {};
  return port;
}

/// Of sip:USER@127.0.0.1:PORT and what follows.
std::optional<std::uint16_t> local_port(const std::string& uri) {
  constexpr std::string_view kHere = "@127.0.0.1:";
  const auto at = uri.find(kHere);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + kHere.size();
  return port_in(std::string_view{uri}.substr(begin, uri.find_first_not_of("0123456789", begin) - begin));
}

void name_some(std::string& text, const char* what, const std::vector<std::string>& ids) {
  if (ids.empty()) return;
  constexpr std::size_t kNamed = 5;
  text += fmt::format("\n  {} {}: {}", ids.size(), what,
                      fmt::join(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(std::min(kNamed, ids.size())), ", "));
  if (ids.size() > kNamed) text += ", …";
}

Result<std::set<std::string>> ids_of(MiClient& mi, const char* method, const char* list) {
  const auto text = mi.call(method);
  if (!text) return tl::unexpected{text.error()};
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  const auto entries = json.is_object() ? json.find(list) : json.end();
  if (entries == json.end() || !entries->is_array())
    return failure(Error::Kind::engine, fmt::format("MI {}: found no list {}", method, list));
  std::set<std::string> ids;
  for (const auto& entry : *entries) {
    if (entry.is_object() && entry.contains("id") && entry["id"].is_string()) ids.insert(entry["id"].get<std::string>());
  }
  return ids;
}

}  // namespace

std::optional<MiAddress> MiAddress::read(const std::string& url) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme)) return {};
  std::string_view rest = std::string_view{url}.substr(kScheme.size());
  for (const std::string_view path : {"/mi", "/"}) {
    if (rest.ends_with(path)) rest.remove_suffix(path.size());
  }
  const auto colon = rest.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || rest.find('/') != std::string_view::npos) return {};
  const auto port = port_in(rest.substr(colon + 1));
  if (!port) return {};
  return MiAddress{std::string{rest.substr(0, colon)}, *port};
}

Result<LocalPlaces> local_places(const sim::Plan& plan) {
  LocalPlaces places;
  std::string faults;
  const auto demand = [&](const std::string& key, const std::string& uri) {
    const auto port = local_port(uri);
    if (!port) faults += fmt::format("\n  {}: found {}, allowed is an address such as sip:NAME@127.0.0.1:17001", key, uri);
    return port.value_or(0);
  };
  for (std::size_t g = 0; g < plan.groups.size(); ++g) {
    const scenario::AgentGroup& group = *plan.groups[g].group;
    if (plan.groups[g].most == 0) continue;
    const core::AgentRow& row = plan.tables.agents[plan.groups[g].first];
    if (group.audio) places.phones[g] = demand(fmt::format("agents.{}.location", group.name), row.location);
    if (group.sessions > 0) places.chats[g] = demand(fmt::format("agents.{}.chat_location", group.name), row.msrp_location);
  }
  for (const core::FlowRow& row : plan.tables.flows) {
    for (const auto& [key, uri] : {std::pair{"message_queue", &row.message_queue},
                                   {"message_welcome", &row.message_welcome},
                                   {"message_dissuading", &row.message_dissuading},
                                   {"message_flow_id", &row.message_flow_id}}) {
      if (uri->empty()) continue;
      const std::string place = fmt::format("flows.{}.{}", row.flowid, key);
      const std::uint16_t port = demand(place, *uri);
      if (places.media != 0 && port != 0 && port != places.media)
        faults += fmt::format("\n  {}: found port {}, allowed is one port for all messages, {}", place, port, places.media);
      if (port != 0) places.media = port;
    }
  }
  if (!faults.empty())
    return failure(Error::Kind::usage,
                   "--mi: phones and announcements of a running engine are played where the scenario has them:" + faults);
  return places;
}

Result<void> has_all_of(const sim::Plan& plan, MiClient& mi) {
  const auto flows = ids_of(mi, "cc_list_flows", "Flows");
  if (!flows) return tl::unexpected{flows.error()};
  const auto agents = ids_of(mi, "cc_list_agents", "Agents");
  if (!agents) return tl::unexpected{agents.error()};
  std::vector<std::string> no_flows;
  std::vector<std::string> no_agents;
  for (const core::FlowRow& row : plan.tables.flows) {
    if (!flows->contains(row.flowid)) no_flows.push_back(row.flowid);
  }
  for (const core::AgentRow& row : plan.tables.agents) {
    if (!agents->contains(row.agentid)) no_agents.push_back(row.agentid);
  }
  if (no_flows.empty() && no_agents.empty()) return {};
  std::string text =
      "--mi: the engine lacks what the scenario has; `ringside-engine --provision FILE` writes it into its tables:";
  name_some(text, "flows", no_flows);
  name_some(text, "agents", no_agents);
  return failure(Error::Kind::usage, text);
}

}  // namespace ringside::load
