#include "tests/core/transcript.h"

#include <charconv>
#include <fstream>
#include <functional>
#include <iomanip>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <variant>

#include "engine/core/engine.h"
#include "engine/core/figures.h"
#include "engine/core/invariants.h"

namespace ringside::core::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Time kDay = from_unix_seconds(1'700'006'400);  // some midnight, UTC

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream{line};
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::string joined(const std::vector<std::string>& words, std::size_t from = 0) {
  std::string text;
  for (std::size_t i = from; i < words.size(); ++i) text += (i == from ? "" : " ") + words[i];
  return text;
}

std::string clock_text(Time time) {
  const auto ms = std::chrono::duration_cast<milliseconds>(time - kDay).count();
  std::ostringstream out;
  out << std::setfill('0') << std::setw(2) << ms / 3'600'000 << ':' << std::setw(2) << ms / 60'000 % 60 << ':' << std::setw(2)
      << ms / 1000 % 60;
  if (ms % 1000 != 0) out << '.' << std::setw(3) << ms % 1000;
  return out.str();
}

std::optional<Time> parse_clock(const std::string& text) {
  int h = 0, m = 0, s = 0, ms = 0;
  char c1 = 0, c2 = 0;
  std::istringstream in{text};
  if (!(in >> h >> c1 >> m >> c2 >> s) || c1 != ':' || c2 != ':') return {};
  if (h < 0 || h > 999 || m < 0 || m > 59 || s < 0 || s > 59) return {};
  if (in.peek() == '.') {
    in.get();
    std::string digits;
    in >> digits;
    if (digits.size() != 3 || digits.find_first_not_of("0123456789") != std::string::npos) return {};
    ms = std::stoi(digits);
  }
  return kDay + std::chrono::hours{h} + std::chrono::minutes{m} + seconds{s} + milliseconds{ms};
}

std::string seconds_text(Duration d) {
  const auto ms = std::chrono::duration_cast<milliseconds>(d).count();
  std::ostringstream out;
  out << ms / 1000;
  if (ms % 1000 != 0) out << '.' << std::setfill('0') << std::setw(3) << ms % 1000;
  return out.str();
}

struct StoryError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::int64_t number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) throw StoryError{"'" + text + "' is not a whole number"};
  return value;
}

Duration duration(const std::string& text) {
  constexpr std::int64_t kLongest = 1'000'000'000;
  const std::string_view unit = text.ends_with("ms") ? "ms" : text.ends_with('s') ? "s" : "";
  const std::int64_t value = number(text.substr(0, text.size() - unit.size()));
  if (value < -kLongest || value > kLongest) throw StoryError{"'" + text + "' is too long a time"};
  return unit == "ms" ? Duration{milliseconds{value}} : Duration{seconds{value}};
}

Time time_of_day(const std::string& text) {
  const std::optional<Time> time = parse_clock(text);
  if (!time) throw StoryError{"'" + text + "' is not a time of day"};
  return *time;
}

class Story {
 public:
  void run(std::istream& in) {
    for (std::string line; std::getline(in, line);) {
      ++line_;
      const std::string text = line.substr(0, line.find('#'));
      const std::vector<std::string> words = words_of(text);
      if (words.empty()) continue;
      if (text.front() == ' ') {
        words[0] == "?" ? query(words) : expect(joined(words));
      } else {
        settle();
        words[0].find(':') != std::string::npos ? event(words) : declare(words);
      }
    }
    settle();
  }
  int line() const { return line_; }

 private:
  // Declarations.
  void declare(const std::vector<std::string>& words) {
    if (engine_ != nullptr && words[0] == "settings") throw StoryError{"settings come before the first event"};
    if (engine_ != nullptr && !reloading_) {
      tables_ = {};
      reloading_ = true;
    }
    std::map<std::string, std::string> values;
    std::set<std::string> flags;
    for (std::size_t i = words[0] == "settings" ? 1 : 2; i < words.size(); ++i) {
      const std::size_t equals = words[i].find('=');
      if (equals == std::string::npos) {
        flags.insert(words[i]);
      } else {
        values[words[i].substr(0, equals)] = words[i].substr(equals + 1);
      }
    }
    if (words[0] == "settings") {
      for (const auto& [key, value] : values) set(key, value);
    } else if (words[0] == "flow" && words.size() > 1) {
      add_flow(words[1], values, flags);
    } else if (words[0] == "agent" && words.size() > 1) {
      add_agent(words[1], values, flags);
    } else {
      throw StoryError{"what is '" + words[0] + "'? settings, flow, agent, or a time"};
    }
  }

  void set(const std::string& key, const std::string& value) {
    const std::map<std::string, std::function<void()>> setters{
        {"wrapup_time", [&] { settings_.wrapup_time = duration(value); }},
        {"agent_ring_timeout", [&] { settings_.agent_ring_timeout = duration(value); }},
        {"bridge_timeout", [&] { settings_.bridge_timeout = duration(value); }},
        {"message_timeout", [&] { settings_.message_timeout = duration(value); }},
        {"cancel_grace", [&] { settings_.cancel_grace = duration(value); }},
        {"reject_retry_delay", [&] { settings_.reject_retry_delay = duration(value); }},
        {"min_talk_time", [&] { settings_.min_talk_time = duration(value); }},
        {"dispatch_interval", [&] { settings_.dispatch_interval = duration(value); }},
        {"compat_wrapup_scan", [&] { settings_.compat_wrapup_scan = value == "1"; }},
        {"sl_threshold", [&] { settings_.sl_threshold = duration(value); }},
        {"ewt_estimator", [&] { settings_.ewt_estimator = estimator(value); }},
        {"max_rejections", [&] { settings_.max_rejections = static_cast<std::uint32_t>(number(value)); }},
        {"max_bridge_failures", [&] { settings_.max_bridge_failures = static_cast<std::uint32_t>(number(value)); }},
        {"reject_on_no_agents", [&] { settings_.reject_on_no_agents = value == "1"; }},
        {"reject_on_no_agents_media", [&] { settings_.reject_on_no_agents_media = value == "1"; }},
        {"internal_call_dispatching", [&] { settings_.internal_call_dispatching = value == "1"; }},
        {"dissuade_first", [&] { settings_.dissuade_first = value == "1"; }},
        {"dissuading_keep_place", [&] { settings_.dissuading_keep_place = value == "1"; }},
        {"dissuading_qsize_scope", [&] { settings_.dissuading_qsize_scope = value == "global" ? Scope::global : Scope::flow; }},
        {"queue_pos_scope", [&] { settings_.queue_pos_scope = value == "flow" ? Scope::flow : Scope::global; }},
        {"chat_dispatch_policy",
         [&] {
           settings_.chat_dispatch_policy =
               value == "full-load" ? ChatDispatchPolicy::full_load : ChatDispatchPolicy::balancing;
         }},
    };
    const auto setter = setters.find(key);
    if (setter == setters.end()) throw StoryError{"unknown setting '" + key + "'"};
    setter->second();
  }

  static EwtEstimator estimator(const std::string& name) {
    for (std::size_t i = 0; i < kEwtEstimators; ++i) {
      if (to_string(static_cast<EwtEstimator>(i)) == name) return static_cast<EwtEstimator>(i);
    }
    throw StoryError{"there is no estimator '" + name + "'"};
  }

  void add_flow(const std::string& id, std::map<std::string, std::string>& values, const std::set<std::string>& flags) {
    FlowRow row;
    row.flowid = id;
    row.skill = values.contains("skill") ? values["skill"] : "s1";
    row.message_queue = "sip:queue@media";
    if (values.contains("priority")) row.priority = number(values["priority"]);
    if (values.contains("max_wrapup_time")) row.max_wrapup_time = number(values["max_wrapup_time"]);
    if (values.contains("onhold_th")) row.dissuading_onhold_th = number(values["onhold_th"]);
    if (values.contains("ewt_th")) row.dissuading_ewt_th = number(values["ewt_th"]);
    if (values.contains("qsize_th")) row.dissuading_qsize_th = number(values["qsize_th"]);
    if (values.contains("strategy")) row.agent_strategy = values["strategy"];
    if (values.contains("aging")) row.priority_aging = number(values["aging"]);
    if (values.contains("max_wait")) row.max_wait = number(values["max_wait"]);
    if (values.contains("limit")) row.queue_limit = number(values["limit"]);
    if (values.contains("overflow")) row.overflow_flow = values["overflow"];
    if (values.contains("answer")) row.overflow_answer = number(values["answer"]);
    row.dissuading_hangup = flags.contains("hangup") ? 1 : 0;
    if (flags.contains("welcome")) row.message_welcome = "sip:welcome@media";
    if (flags.contains("dissuading")) row.message_dissuading = "sip:dissuading@media";
    if (flags.contains("flow_id")) row.message_flow_id = "sip:flow_id@media";
    tables_.flows.push_back(row);
  }

  void add_agent(const std::string& id, std::map<std::string, std::string>& values, const std::set<std::string>& flags) {
    AgentRow row;
    row.agentid = id;
    row.skills = values.contains("skills") ? values["skills"] : "s1";
    row.logstate = flags.contains("off") ? 0 : 1;
    if (!flags.contains("chat_only")) row.location = "sip:" + id + "@phones";
    if (flags.contains("chat") || flags.contains("chat_only")) row.msrp_location = "sip:" + id + "@chats";
    if (values.contains("sessions")) row.msrp_max_sessions = number(values["sessions"]);
    if (values.contains("wrapup_time")) row.wrapup_time = number(values["wrapup_time"]);
    if (values.contains("rank")) row.rank = number(values["rank"]);
    if (values.contains("wrapup_end")) row.wrapup_end_time = unix_seconds(time_of_day(values["wrapup_end"]));
    tables_.agents.push_back(row);
  }

  // Events.
  void event(const std::vector<std::string>& words) {
    const Time time = time_of_day(words[0]);
    if (engine_ == nullptr) start(time);
    if (time < now_) throw StoryError{"this is before what was told already"};
    if (!left_ && engine_->next_deadline() < time) {
      throw StoryError{"something is due before this, at " + clock_text(engine_->next_deadline()) +
                       ": write 'time passes' there"};
    }
    now_ = time;
    if (left_ && words.back() != "restart") throw StoryError{"after a crash comes the restart"};
    happen(joined(words, 1), words);
    take_actions();
    for (const std::string& violation : Invariants::violations(*engine_, now_))
      throw StoryError{"invariant broken: " + violation};
  }

  void start(Time time) {
    drop_invalid_rows(tables_);
    if (!tables_.faults.empty()) throw StoryError{to_string(tables_.faults.front())};
    engine_ = std::make_unique<Engine>(settings_, tables_, time);
  }

  void happen(const std::string& what, const std::vector<std::string>& w) {
    const auto matches = [&](const std::string& pattern) { return match(w, pattern); };
    if (what == "time passes") {
      if (engine_->next_deadline() != now_) throw StoryError{"nothing is due now"};
      engine_->expire(now_);
    } else if (matches("* calls *") || matches("* calls * by chat") || matches("* calls * without sdp") ||
               matches("* calls * with video") || matches("* calls * anonymously")) {
      arrive(w);
    } else if (matches("* of * ends")) {
      const CallId call = call_named(w[3]);
      if (w[1] == "flow_id") {
        engine_->handle(FlowIdEnded{call, attempt(call)}, now_);
      } else {
        engine_->handle(MessageEnded{call, w[1] == "welcome" ? Message::welcome : Message::dissuading}, now_);
      }
    } else if (matches("* answers *")) {
      engine_->handle(AgentAnswered{call_named(w[3]), attempt(call_named(w[3]))}, now_);
    } else if (matches("* refuses *")) {
      engine_->handle(AgentRefused{call_named(w[3]), attempt(call_named(w[3]))}, now_);
    } else if (matches("* hangs up on *")) {
      engine_->handle(AgentHungUp{call_named(w[5]), attempt(call_named(w[5])), {}}, now_);
    } else if (matches("bridge of * completes")) {
      engine_->handle(BridgeCompleted{call_named(w[3]), attempt(call_named(w[3]))}, now_);
    } else if (matches("bridge of * fails")) {
      engine_->handle(BridgeFailed{call_named(w[3]), attempt(call_named(w[3]))}, now_);
    } else if (matches("* hangs up")) {
      engine_->handle(CallerHungUp{call_named(w[1]), {}}, now_);
    } else if (matches("* hangs up with wrap-up *")) {
      engine_->handle(CallerHungUp{call_named(w[1]), duration(w.back())}, now_);
    } else if (matches("leg of * fails")) {
      engine_->handle(CallFailed{call_named(w[3])}, now_);
    } else if (matches("agent of * transfers him")) {
      engine_->handle(CallTransferred{call_named(w[3])}, now_);
    } else if (matches("leg of * is lost")) {
      engine_->handle(LegLost{call_named(w[3])}, now_);
    } else if (matches("phone of * is quiet for *")) {
      engine_->handle(AgentLegReleased{call_named(w.back()), last_attempt_[w.back()], agent_named(w[3])}, now_);
    } else if (matches("* logs in")) {
      engine_->set_login(agent_named(w[1]), true, now_);
    } else if (matches("* logs out")) {
      engine_->set_login(agent_named(w[1]), false, now_);
    } else if (matches("internal dispatching is *")) {
      engine_->set_internal_dispatching(w[4] == "on", now_);
    } else if (matches("dispatch * to *")) {
      const int answer = static_cast<int>(engine_->dispatch_call_to_agent(call_named(w[2]), engine_->find_agent(w[4]), now_));
      static const char* const kAnswers[] = {
          "ok",       "internal dispatching enabled", "agent unknown",    "agent not logged in", "call not queued",
          "no skill", "not free for audio",           "not free for chat"};
      happened_.push_back(std::string{"answer "} + kAnswers[answer]);
    } else if (matches("* is made ready")) {
      engine_->make_ready(agent_named(w[1]), now_);
    } else if (matches("* is released")) {
      engine_->release_agent(agent_named(w[1]), now_);
    } else if (what == "crash") {
      left_ = engine_->snapshot();
    } else if (what == "restart") {
      restart();
    } else if (what == "reload") {
      drop_invalid_rows(tables_);
      reloading_ = false;
      engine_->reload(tables_, now_);
    } else if (what == "statistics are reset") {
      engine_->reset_statistics(now_);
    } else {
      throw StoryError{"cannot read '" + what + "'"};
    }
  }

  /// Another engine goes on, with the rows told since the first event if there are any.
  void restart() {
    if (!left_) throw StoryError{"there was no crash before"};
    drop_invalid_rows(tables_);
    reloading_ = false;
    engine_ = std::make_unique<Engine>(settings_, tables_, now_);
    engine_->restore(*std::exchange(left_, std::nullopt), now_);
  }

  static bool match(const std::vector<std::string>& words, const std::string& pattern) {
    const std::vector<std::string> parts = words_of(pattern);
    if (parts.size() + 1 != words.size()) return false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i] != "*" && parts[i] != words[i + 1]) return false;
    }
    return true;
  }

  void arrive(const std::vector<std::string>& w) {
    CallArrived arrived;
    arrived.flow = w[3] == "nothing" ? kNoFlowId : engine_->find_flow(w[3]);
    arrived.media = OfferedMedia::rtp;
    if (w.back() == "chat") arrived.media = OfferedMedia::msrp;
    if (w.back() == "sdp") arrived.media = OfferedMedia::none;
    if (w.back() == "video") arrived.media = OfferedMedia::other;
    arrived.from_parsable = w.back() != "anonymously";
    arrived.caller_user = w[1];
    const Admission admission = engine_->admit(arrived, now_);
    if (admission.code != AdmissionCode::admitted) {
      happened_.push_back("refused " + std::to_string(static_cast<int>(admission.code)));
      return;
    }
    if (!ids_.emplace(w[1], admission.call).second) throw StoryError{"there is a caller " + w[1] + " already"};
    names_[admission.call] = w[1];
  }

  CallId call_named(const std::string& name) const {
    const auto found = ids_.find(name);
    if (found == ids_.end()) throw StoryError{"nobody called " + name + " has been admitted"};
    return found->second;
  }
  AgentIndex agent_named(const std::string& name) const {
    const AgentIndex agent = engine_->find_agent(name);
    if (agent == kNoAgent) throw StoryError{"there is no agent " + name};
    return agent;
  }
  Attempt attempt(CallId id) const {
    const Call* const call = engine_->call(id);
    return call == nullptr ? 0 : call->attempt;
  }

  // What the engine did.
  void take_actions() {
    while (const std::optional<Action> action = engine_->next_action()) {
      std::string text = std::visit([this](const auto& a) { return told(a); }, *action);
      if (!text.empty()) happened_.push_back(std::move(text));
    }
  }

  const std::string& who(CallId id) { return names_[id]; }
  const std::string& who(AgentIndex agent) const { return engine_->agent(agent).agentid; }

  std::string told(const PlayMessage& a) { return "play " + std::string{to_string(a.message)} + " to " + who(a.call); }
  std::string told(const PlayQueue& a) { return "play queue to " + who(a.call) + " at " + std::to_string(a.position); }
  std::string told(const RingAgent& a) {
    last_attempt_[who(a.call)] = a.attempt;
    return "ring " + who(a.agent) + " for " + who(a.call);
  }
  std::string told(const PlayFlowId& a) { return "play flow_id to " + who(a.agent) + " for " + who(a.call); }
  std::string told(const Bridge& a) { return "bridge " + who(a.call) + " with " + who(a.agent); }
  std::string told(const EndAgentLeg& a) { return "end leg of " + who(a.agent) + " for " + who(a.call); }
  std::string told(const EndCall& a) {
    const std::string text = "end " + who(a.call) + " as " + std::string{to_string(a.ended_as)};
    return a.answer == 0 ? text : text + " answer=" + std::to_string(a.answer);
  }
  std::string told(const JournalCall&) { return {}; }
  std::string told(const StoreWrapup& a) { return "store wrap-up of " + who(a.agent) + " until " + clock_text(a.wrapup_end); }
  std::string told(const WriteCdr& a) {
    const Cdr& c = a.cdr;
    std::string text = "cdr " + who(c.call) + " type=" + std::to_string(static_cast<int>(c.type)) +
                       " wait=" + seconds_text(c.wait) + " pickup=" + seconds_text(c.pickup) + " talk=" + seconds_text(c.talk) +
                       " agent=" + (c.agent == kNoAgent ? "-" : who(c.agent)) + " rejected=" + std::to_string(c.rejected) +
                       " fstats=" + std::to_string(c.fstats);
    if (c.dissuaded != DissuadeReason::none) text += " dissuaded=" + std::string{to_string(c.dissuaded)};
    return text;
  }
  std::string told(const ReportAgent& a) {
    std::string text = "report " + who(a.agent) + ' ' + std::string{to_string(a.status)};
    if (a.flow) text += " flow=" + engine_->flow(*a.flow).flowid;
    if (a.status == AgentStatus::inchat) text += " sessions=" + std::to_string(a.ongoing_sessions);
    if (a.wrapup_ends) text += " until " + clock_text(*a.wrapup_ends);
    return text;
  }

  // Expectations.
  void expect(const std::string& text) {
    if (next_ >= happened_.size()) throw StoryError{"expected '" + text + "', but nothing more happened"};
    if (happened_[next_] != text) throw StoryError{"expected '" + text + "', but '" + happened_[next_] + "' happened"};
    ++next_;
  }

  void settle() {
    if (next_ < happened_.size()) throw StoryError{"not told: '" + happened_[next_] + "' happened before this line"};
    happened_.clear();
    next_ = 0;
  }

  /// `? subject = value`
  void query(const std::vector<std::string>& words) {
    if (words.size() < 3 || words[2] != "=") throw StoryError{"a question is written '? subject = value'"};
    const std::string found = answer(words[1]);
    if (found != joined(words, 3)) throw StoryError{words[1] + " is '" + found + "', not '" + joined(words, 3) + "'"};
  }

  std::string answer(const std::string& subject) {
    if (engine_ == nullptr) throw StoryError{"nothing has happened yet"};
    if (subject == "queue") {
      std::vector<std::string> callers;
      for (const CallId id : engine_->queue().in_order(now_)) callers.push_back(who(id));
      return joined(callers);
    }
    const std::size_t dot = subject.find('.');
    const std::string name = subject.substr(0, dot);
    const std::string figure = dot == std::string::npos ? "" : subject.substr(dot + 1);
    if (name == "all") return lookup(global_values(), figure);
    if (engine_->find_flow(name) != kUnknownFlow) return lookup(flow_values(engine_->find_flow(name)), figure);
    if (engine_->find_agent(name) != kNoAgent) return lookup(agent_values(engine_->find_agent(name)), figure);
    if (ids_.contains(name)) return lookup(call_values(ids_[name]), figure);
    throw StoryError{"who is '" + name + "'?"};
  }

  static std::string lookup(const std::map<std::string, std::string>& values, const std::string& key) {
    const auto found = values.find(key);
    if (found == values.end()) throw StoryError{"there is no figure '" + key + "'"};
    return found->second;
  }

  std::map<std::string, std::string> global_values() {
    const GlobalFigures f = figures(*engine_);
    std::map<std::string, std::string> values{{"incalls", std::to_string(f.incalls)},
                                              {"distributed", std::to_string(f.distributed_incalls)},
                                              {"answered", std::to_string(f.answered_incalls)},
                                              {"abandoned", std::to_string(f.abandoned_incalls)},
                                              {"onhold", std::to_string(f.onhold_calls)},
                                              {"free", std::to_string(f.free_agents)},
                                              {"awt", std::to_string(f.awt)},
                                              {"load", std::to_string(f.load)}};
    for (std::size_t code = 1; code < engine_->refusals().size(); ++code) {
      values["refused_" + std::to_string(code)] = std::to_string(engine_->refusals()[code]);
    }
    return values;
  }

  std::map<std::string, std::string> flow_values(FlowIndex flow) {
    const FlowFigures f = figures(*engine_, flow, now_);
    const FlowStatistics& s = engine_->statistics(flow);
    return {{"incalls", std::to_string(f.incalls)},
            {"dist", std::to_string(f.dist_incalls)},
            {"answ", std::to_string(f.answ_incalls)},
            {"answ_chats", std::to_string(f.answ_inchats)},
            {"aban", std::to_string(f.aban_incalls)},
            {"onhold", std::to_string(f.onhold_calls)},
            {"onhold_chats", std::to_string(f.onhold_chats)},
            {"queued", std::to_string(f.queued_calls)},
            {"free", std::to_string(f.free_agents)},
            {"etw", std::to_string(f.etw)},
            {"awt", std::to_string(f.awt)},
            {"load", std::to_string(f.load)},
            {"within_sl", std::to_string(s.within_sl)},
            {"rejected", std::to_string(s.rejected)},
            {"dissuaded_ewt", std::to_string(s.dissuaded[1])},
            {"dissuaded_qsize", std::to_string(s.dissuaded[2])},
            {"dissuaded_onhold", std::to_string(s.dissuaded[3])},
            {"dissuaded_max_wait", std::to_string(s.dissuaded[4])},
            {"dissuaded_queue_limit", std::to_string(s.dissuaded[5])},
            {"overflowed_in", std::to_string(s.overflowed_in)},
            {"overflowed_out", std::to_string(s.overflowed_out)},
            {"estimates", std::to_string(s.estimates[0].count)},
            {"failed", std::to_string(s.failed)}};
  }

  std::map<std::string, std::string> agent_values(AgentIndex agent) {
    const AgentFigures f = figures(*engine_, agent);
    return {{"status", std::string{to_string(engine_->agent(agent).status())}},
            {"dist", std::to_string(f.dist_incalls)},
            {"answ", std::to_string(f.answ_incalls)},
            {"answ_chats", std::to_string(f.answ_inchats)},
            {"aban", std::to_string(f.aban_incalls)},
            {"rej", std::to_string(f.rej_incalls)},
            {"att", std::to_string(f.att)},
            {"free_chats", std::to_string(engine_->agent(agent).free_chats())}};
  }

  std::map<std::string, std::string> call_values(CallId id) {
    const Call* const call = engine_->call(id);
    if (call == nullptr) return {{"state", "gone"}};
    return {{"state", std::string{to_string(call->state)}},
            {"agent", call->agent == kNoAgent ? "-" : who(call->agent)},
            {"flow", engine_->flow(call->flow).flowid},
            {"ewt", call->ewt == kInfiniteEwt ? "infinite" : seconds_text(call->ewt)},
            {"rejected", std::to_string(call->rejected)},
            {"waiting", seconds_text(now_ - call->queue_entry)}};
  }

  Settings settings_;
  Tables tables_;
  std::optional<Snapshot> left_;  ///< between crash and restart
  std::unique_ptr<Engine> engine_;
  Time now_{};
  int line_ = 0;
  std::map<std::string, CallId> ids_;
  std::map<CallId, std::string> names_;
  std::map<std::string, Attempt> last_attempt_;
  std::vector<std::string> happened_;
  std::size_t next_ = 0;
  bool reloading_ = false;  ///< rows for the next reload are being told
};

std::string play(std::istream& in, const std::string& name) {
  Story story;
  try {
    story.run(in);
  } catch (const StoryError& error) {
    return name + ":" + std::to_string(story.line()) + ": " + error.what();
  }
  return {};
}

}  // namespace

std::string play_transcript(const std::filesystem::path& file) {
  std::ifstream in{file};
  if (!in) return "cannot open " + file.string();
  return play(in, file.string());
}

std::string play_transcript_text(const std::string& text, const std::string& name) {
  std::istringstream in{text};
  return play(in, name);
}

}  // namespace ringside::core::test
