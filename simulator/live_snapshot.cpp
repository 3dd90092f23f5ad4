#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <map>
#include <nlohmann/json.hpp>

#include "scenarios/format/units.h"
#include "simulator/sampler.h"
#include "simulator/start_state.h"

/// From rs_snapshot's answer to a StartState. The answer is hostile until read.
namespace ringside::sim {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLargest = 64U << 20U;
constexpr std::size_t kMostEntries = 200'000;
constexpr int kDeepest = 16;
constexpr double kDay = 86400;

struct Wrong {
  std::string message;
};

Json parsed(std::string_view text) {
  if (text.size() > kLargest) throw Wrong{fmt::format("found {} bytes, allowed are {}", text.size(), kLargest)};
  int depth = 0;
  Json json = Json::parse(
      text, [&](int d, Json::parse_event_t, Json&) { return (depth = std::max(depth, d)) <= kDeepest; }, false);
  if (json.is_discarded() || depth > kDeepest || !json.is_object())
    throw Wrong{"found no JSON object, allowed is what rs_snapshot answers"};
  if (const auto error = json.find("error"); error != json.end())
    throw Wrong{"found the error " + error->dump(-1, ' ', false, Json::error_handler_t::replace) + " in place of an answer"};
  if (const auto result = json.find("result"); result != json.end() && result->is_object()) return *result;
  return json;
}

/// An entry of one of the lists; each fault names it.
class Entry {
 public:
  Entry(const Json& json, std::string place) : json_{json}, place_{std::move(place)} {
    if (!json.is_object()) throw Wrong{place_ + ": found " + json.type_name() + ", allowed is an object"};
  }

  bool has(const char* key) const { return json_.contains(key); }
  std::string text(const char* key) const {
    const auto found = json_.find(key);
    if (found == json_.end()) return {};
    if (!found->is_string()) throw Wrong{at(key) + found->type_name() + ", allowed is a text"};
    return found->get<std::string>();
  }
  double number(const char* key, double most = scenario::kLongestDuration) const {
    const auto found = json_.find(key);
    if (found == json_.end()) return 0;
    if (!found->is_number()) throw Wrong{at(key) + found->type_name() + ", allowed is a number"};
    const double value = found->get<double>();
    if (!(value >= 0 && value <= most)) throw Wrong{fmt::format("{}{:g}, allowed is 0 to {:g}", at(key), value, most)};
    return value;
  }
  Duration seconds(const char* key) const { return nanoseconds(number(key)); }

 private:
  std::string at(const char* key) const { return place_ + "." + key + ": found "; }

  const Json& json_;
  std::string place_;
};

template <class Read>
void each(const Json& json, const char* list, Read read) {
  const auto found = json.find(list);
  if (found == json.end()) throw Wrong{fmt::format("found no {}, which rs_snapshot always tells", list)};
  if (!found->is_array()) throw Wrong{fmt::format("{}: found {}, allowed is a list", list, found->type_name())};
  if (found->size() > kMostEntries)
    throw Wrong{fmt::format("{}: found {} entries, allowed are {}", list, found->size(), kMostEntries)};
  for (std::size_t i = 0; i < found->size(); ++i) read(Entry{(*found)[i], fmt::format("{}[{}]", list, i)});
}

std::string clock(double seconds) {
  const int minutes = static_cast<int>(std::fmod(seconds, kDay) / 60);
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

/// Seconds of the scenario at this moment.
double place_in_day(double unix_time, const StartOptions& options, const scenario::Scenario& scenario) {
  double of_day = 0;
  if (options.time_of_day) {
    of_day = *options.time_of_day;
  } else {
    const auto whole = static_cast<std::time_t>(unix_time);
    std::tm local{};
    localtime_r(&whole, &local);
    of_day = local.tm_hour * 3600 + local.tm_min * 60 + local.tm_sec + (unix_time - std::floor(unix_time));
  }
  double at = of_day - scenario.day_starts;
  if (at < 0) at += kDay;
  if (at >= scenario.horizon) {
    throw Wrong{fmt::format("found a snapshot of {}, the scenario is of {} to {}", clock(of_day), clock(scenario.day_starts),
                            clock(scenario.day_starts + scenario.horizon))};
  }
  return at;
}

/// The scenario's part from `at` on.
void begin_there(scenario::Scenario& scenario, double at, double span) {
  scenario.horizon = std::min(scenario.horizon, at + span);
  scenario.experiment.warmup = at;
  scenario.experiment.mser5 = false;
  scenario.experiment.batches = 0;
  std::erase_if(scenario.instants, [&](double t) { return t < at || t > scenario.horizon; });
}

class Reader {
 public:
  Reader(const Json& json, const Plan& plan, StartState& into) : json_{json}, plan_{plan}, into_{into} {
    for (std::uint32_t i = 0; i < plan.tables.agents.size(); ++i) agents_.emplace(plan.tables.agents[i].agentid, i);
    for (std::uint32_t i = 0; i < plan.tables.flows.size(); ++i) flows_.emplace(plan.tables.flows[i].flowid, i);
    into.agents.resize(plan.tables.agents.size());
    into.flows.resize(plan.tables.flows.size());
    audio_.resize(into.agents.size());
    chats_.resize(into.agents.size());
  }

  void read() {
    each(json_, "Flows", [this](const Entry& flow) { read_flow(flow); });
    each(json_, "Agents", [this](const Entry& agent) { read_agent(agent); });
    each(json_, "Queue", [this](const Entry& waiting) {
      waiting_.emplace(waiting.text("id"), Waiting{waiting_.size(), waiting.number("ETW")});
    });
    each(json_, "Calls", [this](const Entry& call) { read_call(call); });
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) { return a.place < b.place; });
    for (Found& found : found_) into_.calls.push_back(std::move(found.call));
    note(unknown_agents_, "agents that the scenario does not know");
    note(unknown_calls_, "calls of flows, media or agents that the scenario does not know");
    note(contradictions_, "calls that contradict others: an agent talks with one, or chats with as many as he may");
  }

 private:
  struct Waiting {
    std::size_t place;
    double ewt;
  };
  struct Found {
    std::size_t place;  ///< in the queue
    CallThere call;
  };

  void note(std::size_t count, const char* what) {
    if (count > 0) into_.notes.push_back(fmt::format("left out: {} {}", count, what));
  }

  void read_flow(const Entry& flow) {
    const auto found = flows_.find(flow.text("id"));
    if (found == flows_.end()) return;
    constexpr double kMostTalks = 1e9;
    into_.flows[found->second] = {static_cast<std::uint64_t>(flow.number("Processed Calls", kMostTalks)),
                                  nanoseconds(flow.number("Avg Call Duration", kDay))};
  }

  void read_agent(const Entry& agent) {
    const auto found = agents_.find(agent.text("id"));
    if (found == agents_.end()) {
      ++unknown_agents_;
      return;
    }
    AgentThere& there = into_.agents[found->second];
    there.logged_in = agent.text("Loged in") == "YES";
    if (agent.has("Wrapup-ends")) there.wrapup = agent.seconds("Wrapup-ends");
    there.wrapup_of_chat = agent.text("State") == "inchat";
  }

  std::optional<std::uint32_t> series_of(const Entry& call) const {
    const auto flow = flows_.find(call.text("Flow"));
    if (flow == flows_.end()) return {};
    const Media media = call.text("Media") == "MSRP" ? Media::msrp : Media::rtp;
    for (std::uint32_t i = 0; i < plan_.series.size(); ++i) {
      if (raw(plan_.series[i].flow) == flow->second && plan_.series[i].media == media) return i;
    }
    return {};
  }

  void read_call(const Entry& call) {
    const std::string state = call.text("State");
    const auto series = series_of(call);
    if (state == "ended" || state == "none") return;
    if (!series) {
      ++unknown_calls_;
      return;
    }
    Found found{waiting_.size(), {}};
    CallThere& there = found.call;
    there.series = *series;
    there.age = call.seconds("Call Time");
    if (state == "welcome" || state == "dissuading1" || state == "dissuading2") {
      there.state = state == "welcome"       ? core::CallState::welcome
                    : state == "dissuading1" ? core::CallState::dissuading1
                                             : core::CallState::dissuading2;
    } else if (state == "toagent" && call.has("Talk Time")) {
      if (!talks(call, there)) return;
    } else if (state == "queued") {
      there.waited = call.seconds("Queue Time");
      if (const auto waiting = waiting_.find(call.text("id")); waiting != waiting_.end()) {
        found.place = waiting->second.place + kRinging;
        constexpr double kNobodyThere = 2'147'483'647;
        there.ewt = waiting->second.ewt >= kNobodyThere ? core::kInfiniteEwt : nanoseconds(waiting->second.ewt);
      }
    } else if (state == "preagent" || state == "toagent") {  // a phone rings, or the two are being connected
      there.returned = true;
      there.waited = there.age;
      found.place = 0;
    } else {
      throw Wrong{fmt::format("Calls.State: found \"{}\", allowed is a state of cc_list_calls", state)};
    }
    there.age = std::max(there.age, there.waited);
    found_.push_back(std::move(found));
  }

  /// Whether he can, by what has been read before (E-DSP-3).
  bool talks(const Entry& call, CallThere& there) {
    const auto agent = agents_.find(call.text("Agent"));
    if (agent == agents_.end()) {
      ++unknown_calls_;
      return false;
    }
    const std::uint32_t index = agent->second;
    const bool chat = plan_.series[there.series].media == Media::msrp;
    const scenario::AgentGroup& group = *plan_.groups[plan_.group_of[index]].group;
    const bool possible = !audio_[index] && (chat ? chats_[index] < group.sessions : chats_[index] == 0 && group.audio);
    if (!possible) {
      ++contradictions_;
      return false;
    }
    if (chat) {
      ++chats_[index];
    } else {
      audio_[index] = true;
    }
    there.state = core::CallState::toagent;
    there.agent = core::AgentIndex{index};
    there.talked = call.seconds("Talk Time");
    there.age = std::max(there.age, there.talked);
    return true;
  }

  static constexpr std::size_t kRinging = 1;  ///< places of the queue come behind those whose agents' phones ring

  const Json& json_;
  const Plan& plan_;
  StartState& into_;
  std::map<std::string, std::uint32_t> agents_, flows_;
  std::map<std::string, Waiting> waiting_;  ///< by the call's id
  std::vector<Found> found_;
  std::vector<bool> audio_;
  std::vector<std::uint32_t> chats_;
  std::size_t unknown_agents_ = 0;
  std::size_t unknown_calls_ = 0;
  std::size_t contradictions_ = 0;
};

}  // namespace

tl::expected<StartState, std::string> start_from_snapshot(std::string_view text, const StartOptions& options,
                                                          scenario::Scenario& scenario) {
  try {
    const Json json = parsed(text);
    constexpr double kYear9999 = 253402300800;
    StartState start;
    start.at = place_in_day(Entry{json, "snapshot"}.number("Time", kYear9999), options, scenario);
    scenario::Scenario part = scenario;
    begin_there(part, start.at, options.span);
    if (start.at + options.span > part.horizon)
      start.notes.push_back(fmt::format("the scenario ends at {}", clock(part.day_starts + part.horizon)));
    Reader{json, Plan{part}, start}.read();
    scenario = std::move(part);
    return start;
  } catch (const Wrong& wrong) {
    return tl::unexpected{wrong.message};
  }
}

}  // namespace ringside::sim
