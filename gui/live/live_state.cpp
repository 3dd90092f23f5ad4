#include "gui/live/live_state.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ringside::gui {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostEntries = 200000;

struct Wrong {
  std::string message;
};

/// Reads members of an object; what is of another type is thrown and caught at the border of this file.
class Fields {
 public:
  Fields(const Json& object, const char* list) : object_{object}, list_{list} {
    if (!object.is_object()) throw Wrong{std::string{list} + ": found " + object.type_name() + ", allowed is an object"};
  }

  std::string text(const char* key) const {
    const auto found = object_.find(key);
    if (found == object_.end() || found->is_null()) return {};
    if (found->is_string()) return found->get<std::string>();
    if (found->is_number_integer()) return std::to_string(found->get<std::int64_t>());
    throw Wrong{place(key) + found->type_name() + ", allowed is a text"};
  }
  double number(const char* key) const {
    const auto found = object_.find(key);
    if (found == object_.end() || found->is_null()) return 0;
    if (found->is_number()) return found->get<double>();
    throw Wrong{place(key) + found->type_name() + ", allowed is a number"};
  }
  std::int64_t whole(const char* key) const {
    const double value = number(key);
    constexpr double kMost = 1e15;
    if (!(value >= -kMost && value <= kMost)) throw Wrong{place(key) + "a number beyond all bounds, allowed is a sane one"};
    return static_cast<std::int64_t>(value);
  }
  std::optional<std::int64_t> if_there(const char* key) const {
    return object_.contains(key) ? std::optional{whole(key)} : std::nullopt;
  }

 private:
  std::string place(const char* key) const { return std::string{list_} + "." + key + ": found "; }

  const Json& object_;
  const char* list_;
};

template <class T, class Read>
std::vector<T> list_of(const Json& list, const char* name, Read read) {
  if (!list.is_array()) throw Wrong{std::string{name} + ": found " + list.type_name() + ", allowed is a list"};
  if (list.size() > kMostEntries)
    throw Wrong{std::string{name} + ": found " + std::to_string(list.size()) + " entries, allowed are 200000"};
  std::vector<T> all;
  for (const Json& entry : list) all.push_back(read(Fields{entry, name}));
  return all;
}

LiveAgent agent_of(const Fields& f) {
  return {f.text("id"),
          f.text("Loged in") == "YES",
          f.text("State"),
          f.if_there("Wrapup-ends"),
          f.if_there("Ongoing chats"),
          f.if_there("Free chats")};
}

LiveWaiting waiting_of(const Fields& f) {
  LiveWaiting w;
  w.index = f.whole("index");
  w.id = f.text("id");
  w.media = f.text("Media");
  w.caller = f.text("Caller username");
  w.name = f.text("Caller display name");
  w.flow = f.text("Flow");
  w.skill = f.text("Skill");
  w.waited = f.whole("Waiting for");
  w.estimated = f.whole("ETW");
  w.priority = f.whole("Priority");
  if (w.name.size() >= 2 && w.name.front() == '"' && w.name.back() == '"') w.name = w.name.substr(1, w.name.size() - 2);
  return w;
}

LiveCall call_of(const Fields& f) {
  return {f.text("id"), f.text("State"), f.text("Flow"), f.text("Agent"), f.whole("Call Time")};
}

LiveFlow flow_of(const Fields& f) {
  return {f.text("id"), f.number("Avg Call Duration"), f.whole("Processed Calls"), f.whole("Logged Agents"),
          f.whole("Ongoing Calls")};
}

void read_statistics(const Json& json, LiveState& into) {
  if (!json.is_object()) throw Wrong{std::string{"Statistics: found "} + json.type_name() + ", allowed is an object"};
  for (const auto& [name, value] : json.items()) {
    if (value.is_number()) into.statistics[name] = value.get<double>();
  }
}

void read_member(const Json& json, const char* member, LiveState& into) {
  const auto found = json.find(member);
  if (found == json.end()) return;
  const std::string name = member;
  if (name == "Flows") into.flows = list_of<LiveFlow>(*found, member, flow_of);
  if (name == "Agents") into.agents = list_of<LiveAgent>(*found, member, agent_of);
  if (name == "Queue") into.queue = list_of<LiveWaiting>(*found, member, waiting_of);
  if (name == "Calls") into.calls = list_of<LiveCall>(*found, member, call_of);
  if (name == "Statistics") read_statistics(*found, into);
}

/// Deep nesting would cost the parser its stack; no answer has any.
Json parsed(std::string_view text) {
  constexpr std::size_t kLargest = 64 * 1024 * 1024;
  constexpr int kDeepest = 16;
  if (text.size() > kLargest) throw Wrong{"found an answer of " + std::to_string(text.size()) + " bytes, allowed are 64 MiB"};
  int depth = 0;
  const Json json = Json::parse(
      text, [&](int d, Json::parse_event_t, Json&) { return (depth = std::max(depth, d)) <= kDeepest; }, false);
  if (json.is_discarded() || depth > kDeepest) throw Wrong{"found an answer that is no JSON"};
  return json;
}

}  // namespace

std::size_t LiveState::logged_in() const {
  return static_cast<std::size_t>(std::count_if(agents.begin(), agents.end(), [](const LiveAgent& a) { return a.logged_in; }));
}

std::size_t LiveState::in_state(std::string_view state) const {
  return static_cast<std::size_t>(
      std::count_if(agents.begin(), agents.end(), [&](const LiveAgent& a) { return a.logged_in && a.state == state; }));
}

std::int64_t LiveState::longest_wait() const {
  std::int64_t longest = 0;
  for (const LiveWaiting& call : queue) longest = std::max(longest, call.waited);
  return longest;
}

std::optional<double> LiveState::last_estimate() const {
  constexpr std::int64_t kNobodyThere = 2147483647;
  if (queue.empty() || queue.back().estimated >= kNobodyThere) return {};
  return static_cast<double>(queue.back().estimated);
}

double LiveState::counted(std::string_view statistic) const {
  double sum = 0;
  for (const auto& [name, value] : statistics) {
    const std::size_t colon = name.find(':');
    const std::string_view own = std::string_view{name}.substr(colon == std::string::npos ? 0 : colon + 1);
    const bool is_it = own.starts_with(statistic) &&
                       (own.size() == statistic.size() || own[statistic.size()] == '-' || own[statistic.size()] == '_');
    if (is_it) sum += value;
  }
  return sum;
}

tl::expected<LiveState, LiveFault> read_snapshot(std::string_view text) {
  try {
    const Json json = parsed(text);
    if (!json.is_object()) throw Wrong{"found an answer that is no object"};
    LiveState state;
    for (const char* const member : {"Flows", "Agents", "Queue", "Calls", "Statistics"}) read_member(json, member, state);
    return state;
  } catch (const Wrong& wrong) {
    return tl::unexpected{LiveFault{wrong.message}};
  }
}

tl::expected<void, LiveFault> read_list(const std::string& method, std::string_view text, LiveState& into) {
  try {
    const Json json = parsed(text);
    if (method == "get_statistics") {
      read_statistics(json, into);
      return {};
    }
    const char* const member = method == "cc_list_agents" ? "Agents" : method == "cc_list_flows" ? "Flows" : "Calls";
    const auto list = json.is_object() ? json.find(member) : json.end();
    if (list == json.end()) throw Wrong{method + ": found no " + member};
    if (method == "cc_list_agents") into.agents = list_of<LiveAgent>(*list, member, agent_of);
    if (method == "cc_list_flows") into.flows = list_of<LiveFlow>(*list, member, flow_of);
    if (method == "cc_list_queue") into.queue = list_of<LiveWaiting>(*list, member, waiting_of);
    if (method == "cc_list_calls") into.calls = list_of<LiveCall>(*list, member, call_of);
    return {};
  } catch (const Wrong& wrong) {
    return tl::unexpected{LiveFault{wrong.message}};
  }
}

std::string as_snapshot(const LiveState& state, double unix_time) {
  Json flows = Json::array();
  for (const LiveFlow& flow : state.flows)
    flows.push_back({{"id", flow.id}, {"Avg Call Duration", flow.mean_talk}, {"Processed Calls", flow.processed}});
  Json agents = Json::array();
  std::map<std::string, bool> chats;
  for (const LiveAgent& agent : state.agents) {
    Json one{{"id", agent.id}, {"Loged in", agent.logged_in ? "YES" : "NO"}, {"State", agent.state}};
    if (agent.wrapup_ends) one["Wrapup-ends"] = std::max<std::int64_t>(0, *agent.wrapup_ends);
    agents.push_back(std::move(one));
    chats[agent.id] = agent.state == "inchat";
  }
  Json queue = Json::array();
  std::map<std::string, const LiveWaiting*> waiting;
  for (const LiveWaiting& call : state.queue) {
    queue.push_back({{"id", call.id}, {"ETW", call.estimated}});
    waiting[call.id] = &call;
  }
  Json calls = Json::array();
  for (const LiveCall& call : state.calls) {
    Json one{{"id", call.id}, {"State", call.state}, {"Flow", call.flow}, {"Agent", call.agent}, {"Call Time", call.seconds}};
    if (const auto found = waiting.find(call.id); found != waiting.end()) {
      one["Queue Time"] = found->second->waited;
      one["Media"] = found->second->media;
    }
    if (call.state == "toagent") {
      one["Talk Time"] = call.seconds;
      if (chats[call.agent]) one["Media"] = "MSRP";
    }
    calls.push_back(std::move(one));
  }
  const Json snapshot{{"Time", unix_time}, {"Flows", flows}, {"Agents", agents}, {"Queue", queue}, {"Calls", calls}};
  return snapshot.dump(-1, ' ', false, Json::error_handler_t::replace);
}

tl::expected<std::string, RpcError> rpc_result(std::string_view reply) {
  try {
    const Json json = parsed(reply);
    if (!json.is_object()) throw Wrong{"found an answer that is no JSON-RPC"};
    if (const auto error = json.find("error"); error != json.end() && error->is_object()) {
      const Fields fields{*error, "error"};
      return tl::unexpected{RpcError{fields.whole("code"), fields.text("message")}};
    }
    const auto result = json.find("result");
    if (result == json.end()) throw Wrong{"found an answer without a result"};
    return result->dump();
  } catch (const Wrong& wrong) {
    return tl::unexpected{RpcError{0, wrong.message}};
  }
}

std::string rpc_request(const std::string& method, const std::map<std::string, std::string>& params, int id) {
  Json request{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}};
  if (method == "get_statistics") {
    request["params"] = Json{{"statistics", Json::array({"call_center:"})}};
  } else if (!params.empty()) {
    request["params"] = params;
  }
  return request.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace ringside::gui
