#include <fmt/format.h>
#include <algorithm>

#include "scenarios/format/parts.h"

namespace ringside::scenario {
namespace {

constexpr std::uint64_t kMostAgents = 100000;

constexpr double kDay = 86400;

/// A number, or a table: {interval: 1h, values: [4, 6, 8]} or [{at: 08:00, agents: 4}, …].
std::vector<CountStep> read_steps(const Node& node) {
  std::vector<CountStep> steps;
  if (node.is_scalar()) {
    steps.push_back({0, static_cast<std::uint32_t>(node.whole(0, kMostAgents, 1))});
  } else if (node.is_map()) {
    if (!node.map_of({"start", "interval", "values"})) return {};
    bool there = true;
    const Node interval = node.need("interval", "a duration", there);
    const Node values = node.need("values", "a list of numbers of agents", there);
    if (!there) return {};
    const double step = interval.duration(1);
    if (step <= 0) interval.fault("a duration above 0");
    double at = 0;
    if (const auto n = node.get("start")) at = n->point_in_time();
    for (const Node& value : values.items("a list of numbers of agents")) {
      steps.push_back({at, static_cast<std::uint32_t>(value.whole(0, kMostAgents))});
      at += step;
    }
  } else {
    for (const Node& item : node.items("a number, {interval, values}, or a list of {at, agents}")) {
      if (!item.map_of({"at", "agents"})) continue;
      bool there = true;
      const Node at = item.need("at", "a time", there);
      const Node agents = item.need("agents", "a number of agents", there);
      if (there) steps.push_back({at.point_in_time(), static_cast<std::uint32_t>(agents.whole(0, kMostAgents))});
    }
  }
  if (!std::is_sorted(steps.begin(), steps.end(), [](auto& a, auto& b) { return a.at < b.at; })) {
    node.fault("times out of order", "steps in the order of time");
  }
  return steps;
}

/// {days: {weekday: …, saturday: …}}: each day of the calendar begins anew; nobody is there on others.
void read_count_of_days(const Node& node, const Scenario& scenario, AgentGroup& group) {
  std::vector<std::pair<std::string, std::vector<CountStep>>> types;
  for (const auto& [type, of_day] : read_days(node, scenario)) types.emplace_back(type, read_steps(of_day));
  for (std::size_t k = 0; k < scenario.calendar.size(); ++k) {
    const double midnight = static_cast<double>(k) * kDay;
    const auto type = std::find_if(types.begin(), types.end(), [&](const auto& t) { return t.first == scenario.calendar[k]; });
    if (type == types.end() || type->second.empty() || type->second.front().at > 0) group.count.push_back({midnight, 0});
    if (type == types.end()) continue;
    for (const CountStep& step : type->second) {
      if (step.at < kDay) group.count.push_back({midnight + step.at, step.count});
    }
  }
}

void read_count(const Node& node, const Scenario& scenario, AgentGroup& group) {
  group.count_is_table = !node.is_scalar();
  group.count.clear();
  const auto days = node.is_map() ? node.get("days") : std::optional<Node>{};
  if (days) {
    if (node.map_of({"days"})) read_count_of_days(*days, scenario, group);
  } else {
    group.count = read_steps(node);
  }
  if (group.count.empty() || group.count.front().at > 0) group.count.insert(group.count.begin(), {0, 0});
}

void read_chats(const Node& node, AgentGroup& group) {
  if (node.is_scalar()) {
    group.sessions = static_cast<std::uint32_t>(node.whole(0, 1000));
    return;
  }
  if (!node.map_of({"sessions", "speed"})) return;
  group.sessions = 4;
  if (const auto n = node.get("sessions")) group.sessions = static_cast<std::uint32_t>(n->whole(1, 1000, 1));
  if (const auto n = node.get("speed")) {
    for (const Node& speed : n->items("a list: the speed of each chat with one, two, … at once")) {
      group.chat_speeds.push_back(speed.number(1e-6, 1e6, 1));
    }
  }
}

void judge(const AgentGroup& group, const Scenario& scenario, const Node& node) {
  const bool known = std::any_of(group.skills.begin(), group.skills.end(), [&](const std::string& skill) {
    return std::any_of(scenario.flows.begin(), scenario.flows.end(), [&](const Flow& f) { return f.row.skill == skill; });
  });
  if (!known) node.fault("no skill that a flow asks for", "at least one of the flows' skills");
  if (!group.audio && group.sessions == 0) node.fault("neither audio nor chats", "at least one of them");
  if (group.reject + group.no_answer + group.error + group.unreachable > 1) {
    node.fault("reject + no_answer + error + unreachable above 1", "at most 1 together");
  }
  if (group.count_is_table && !group.schedule.empty()) node.fault("a table of counts and a schedule", "one of them");
}

/// sip:{agent}@192.0.2.10: an address each.
std::string read_location(const Node& node, const AgentGroup& group) {
  const std::string location = node.text(255);
  const bool sip = location.starts_with("sip:") || location.starts_with("sips:");
  if (!sip || (group.most() > 1 && location.find("{agent}") == std::string::npos)) {
    node.fault(group.most() > 1 ? "a SIP URI with {agent} in it, such as sip:{agent}@192.0.2.10" : "a SIP URI");
  }
  return location;
}

AgentGroup read_group(const std::string& name, const Node& node, const Scenario& scenario) {
  AgentGroup group;
  group.name = name;
  if (name.size() > 100) node.fault("a name of " + std::to_string(name.size()) + " bytes", "at most 100");
  if (!node.map_of({"count",         "on_decrease", "schedule",    "breaks",          "shrinkage",   "skills", "location",
                    "chat_location", "audio",       "chats",       "wrapup_time",     "wrapup",      "pickup", "reject",
                    "no_answer",     "error",       "unreachable", "hang_up_at_once", "handle_time", "speed",  "cost"})) {
    return group;
  }
  if (const auto n = node.get("count")) read_count(*n, scenario, group);
  if (const auto n = node.get("on_decrease")) group.on_decrease = static_cast<OnDecrease>(n->one_of({"idle_first", "named"}));
  if (const auto n = node.get("schedule")) group.schedule = read_shifts(*n, scenario);
  if (const auto n = node.get("breaks")) group.breaks = read_shifts(*n, scenario);
  if (const auto n = node.get("shrinkage")) group.shrinkage = n->number(0, 1);
  bool there = true;
  const Node skills = node.need("skills", "a list of skills", there);
  if (there) {
    for (const Node& skill : skills.items("a list of skills")) group.skills.push_back(skill.text(64));
  }
  if (const auto n = node.get("location")) group.location = read_location(*n, group);
  if (const auto n = node.get("chat_location")) group.chat_location = read_location(*n, group);
  if (const auto n = node.get("audio")) group.audio = n->flag(true);
  if (const auto n = node.get("chats")) read_chats(*n, group);
  if (const auto n = node.get("wrapup_time")) group.wrapup_time = static_cast<std::uint32_t>(whole_seconds(*n));
  if (const auto n = node.get("wrapup")) group.wrapup = n->distribution();
  if (const auto n = node.get("pickup")) group.pickup = n->distribution();
  if (const auto n = node.get("reject")) group.reject = n->number(0, 1);
  if (const auto n = node.get("no_answer")) group.no_answer = n->number(0, 1);
  if (const auto n = node.get("error")) group.error = n->number(0, 1);
  if (const auto n = node.get("unreachable")) group.unreachable = n->number(0, 1);
  if (const auto n = node.get("hang_up_at_once")) group.hang_up_at_once = n->number(0, 1);
  if (const auto n = node.get("handle_time")) {
    for (const auto& [flow, law] : n->entries("a map of flows")) {
      const bool known = std::any_of(scenario.flows.begin(), scenario.flows.end(),
                                     [&, &id = flow](const Flow& f) { return f.row.flowid == id; });
      if (!known) law.fault("the flow '" + flow + "'", "a flow of this scenario");
      group.handle_time[flow] = law.distribution();
    }
  }
  if (const auto n = node.get("speed")) group.speed = n->number(1e-3, 1e3, 1);
  if (const auto n = node.get("cost")) group.cost = n->number(0, 1e9);
  judge(group, scenario, node);
  return group;
}

}  // namespace

std::vector<Shift> read_shifts(const Node& node, const Scenario& scenario) {
  std::vector<Shift> shifts;
  std::vector<std::vector<std::string>> of_days;
  for (const Node& item : node.items("a list of {from, to}")) {
    if (!item.map_of({"from", "to", "days"})) continue;
    bool there = true;
    const Node from = item.need("from", "a time", there);
    const Node to = item.need("to", "a time", there);
    if (!there) continue;
    shifts.push_back({from.point_in_time(), to.point_in_time()});
    std::vector<std::string>& types = of_days.emplace_back();
    if (const auto n = item.get("days")) {
      for (const Node& type : n->items("a list of types of days")) {
        types.push_back(type.text(64));
        if (std::find(scenario.calendar.begin(), scenario.calendar.end(), types.back()) == scenario.calendar.end()) {
          type.fault(scenario.calendar.empty() ? "days only with a `calendar`" : "a day of the calendar");
        }
      }
    }
    if (shifts.back().to <= shifts.back().from) item.fault("times out of order", "from before to");
  }
  if (scenario.calendar.empty()) return shifts;
  std::vector<Shift> all;
  for (std::size_t k = 0; k < scenario.calendar.size(); ++k) {
    const double midnight = static_cast<double>(k) * kDay;
    for (std::size_t i = 0; i < shifts.size(); ++i) {
      const auto& types = of_days[i];
      if (!types.empty() && std::find(types.begin(), types.end(), scenario.calendar[k]) == types.end()) continue;
      all.push_back({midnight + shifts[i].from, midnight + shifts[i].to});
    }
  }
  return all;
}

void read_agents(const Node& node, Scenario& scenario) {
  const auto groups = node.entries("a map of agents or groups of agents by name, at least one");
  if (node.is_map() && groups.empty()) node.fault("nobody", "at least one agent");
  std::uint64_t agents = 0;
  for (const auto& [name, group] : groups) {
    scenario.agents.push_back(read_group(name, group, scenario));
    agents += scenario.agents.back().most();
  }
  if (agents > kMostAgents) node.fault(fmt::format("{} agents", agents), fmt::format("at most {}", kMostAgents));
}

}  // namespace ringside::scenario
