#include "scenarios/load/scenario/cross_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "scenarios/load/scenario/offers.h"
#include "scenarios/load/scenario/told_calls.h"

namespace ringside::load {
namespace {

/// Real milliseconds by which SIPp and engine may see one instant apart, on a machine that is busy with both.
constexpr double kApart = 250;
constexpr std::size_t kNamed = 5;

struct CallRows {
  const CdrRow* last = nullptr;
  int finals = 0;
  std::vector<const CdrRow*> rejections;
};
using RowsByCaller = std::map<std::string, CallRows>;

RowsByCaller by_caller(const std::vector<CdrRow>& cdrs) {
  RowsByCaller all;
  for (const CdrRow& cdr : cdrs) {
    CallRows& rows = all[cdr.caller];
    if (!cdr.final()) {
      rows.rejections.push_back(&cdr);
      continue;
    }
    ++rows.finals;
    rows.last = &cdr;
  }
  return all;
}

/// "12 of …: a, b, c and 9 more"
class Complaints {
 public:
  void add(const std::string& what, const std::string& who) { who_[what].push_back(who); }
  std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    for (const auto& [what, who] : who_) {
      std::string text = fmt::format("{} {}: ", who.size(), what);
      for (std::size_t i = 0; i < std::min(kNamed, who.size()); ++i) text += (i > 0 ? ", " : "") + who[i];
      if (who.size() > kNamed) text += fmt::format(" and {} more", who.size() - kNamed);
      texts.push_back(std::move(text));
    }
    return texts;
  }

 private:
  std::map<std::string, std::vector<std::string>> who_;
};

class Matcher {
 public:
  Matcher(const sim::Plan& plan, const std::vector<Person>& persons, const RunResult& run, double time_scale, bool alone)
      : plan_{plan}, run_{run}, scale_{time_scale}, alone_{alone}, rows_{by_caller(run.cdrs)} {
    for (const Person& person : persons) persons_.emplace(person.name, &person);
  }

  CrossCheck give(const std::vector<SippAttempt>& attempts) {
    for (const SippAttempt& attempt : attempts) take(attempt);
    for (const auto& [name, person] : persons_) {
      if (!seen_.contains(name)) miss(*person);
    }
    for (const auto& [caller, rows] : rows_) {
      // Of an interrupted run they are calls that its end has ended.
      if (rows.finals > 0 && !callers_.contains(caller) && !run_.interrupted_at)
        complaints_.add("CDRs of calls of which no SIPp knows", caller);
    }
    link_redials();
    std::stable_sort(check_.calls.begin(), check_.calls.end(),
                     [](const PlayedCall& a, const PlayedCall& b) { return a.arrived < b.arrived; });
    if (run_.events && !run_.interrupted_at) compare_events(*run_.events);
    check_.disagreements = complaints_.texts();
    if (!alone_ && !run_.interrupted_at) compare_statistics();
    return std::move(check_);
  }

 private:
  double scenario_time(double unix_ms) const { return (unix_ms - static_cast<double>(run_.t0.count())) / 1000 * scale_; }
  double span(double from_ms, double to_ms) const { return std::max(0.0, to_ms - from_ms) / 1000 * scale_; }

  void take(const SippAttempt& attempt) {
    const auto person = persons_.find(attempt.person());
    if (person == persons_.end()) {
      complaints_.add("attempts of persons who are not of this scenario", attempt.caller);
      return;
    }
    if (callers_.contains(attempt.caller)) return;
    callers_.emplace(attempt.caller, check_.calls.size());
    int& last = seen_[person->first];
    last = std::max(last, attempt.number());
    PlayedCall call = by_sipp(attempt);
    call.series = person->second->series;
    call.seen_wait = call.wait;
    const scenario::Flow& flow = plan_.scenario->flows[raw(plan_.series[call.series].flow)];
    const auto length = [&](const std::string& uri, const scenario::Distribution& message) {
      if (uri.empty()) return 0.0;
      return has_drawn_announcements(flow) ? -1 : flow.media.answer_delay.a + message.a;
    };
    call.greeting = length(flow.row.message_welcome, flow.welcome);
    call.announced = length(flow.row.message_flow_id, flow.flow_id);
    if (!alone_) correct(call, attempt);
    check_.calls.push_back(std::move(call));
  }

  PlayedCall by_sipp(const SippAttempt& attempt) const {
    PlayedCall call;
    call.attempt = attempt.number();
    call.arrived = scenario_time(attempt.sent);
    call.outcome = attempt.outcome();
    call.balked = attempt.balked();
    call.waited = attempt.queued > 0;
    call.queued_at = call.waited ? scenario_time(attempt.queued) : 0;
    const bool talked = call.outcome == Outcome::handled;
    call.wait = span(attempt.sent, talked ? attempt.talk : attempt.ended);
    if (talked) call.talk = span(attempt.talk, attempt.ended);
    if (attempt.dissuaded) call.dissuaded = "heard";
    return call;
  }

  /// By its CDR, if it has one.
  void correct(PlayedCall& call, const SippAttempt& attempt) {
    const auto found = rows_.find(attempt.caller);
    const CallRows rows = found == rows_.end() ? CallRows{} : found->second;
    call.rejections = static_cast<std::uint32_t>(rows.rejections.size());
    for (const CdrRow* const rejected : rows.rejections) add_vain_offer(call, *rejected);
    if (rows.finals == 0) {
      if (call.outcome != Outcome::none) complaints_.add("calls that SIPp saw admitted have no CDR", attempt.caller);
      return;
    }
    if (rows.finals > 1) complaints_.add("calls have several final CDRs", attempt.caller);
    const CdrRow& cdr = *rows.last;
    const double wait = static_cast<double>(cdr.wait_ms) / 1000;
    const double talk = static_cast<double>(cdr.talk_ms) / 1000;
    const double apart = kApart / 1000 * scale_;
    if (cdr.outcome() != call.outcome) {
      const bool crossed = call.outcome == Outcome::abandoned && cdr.outcome() == Outcome::handled && talk <= apart;
      // Without a message, or by a limit before he was answered.
      const bool dissuaded =
          (call.outcome == Outcome::failed || call.outcome == Outcome::none) && cdr.outcome() == Outcome::dissuaded;
      if (crossed) ++check_.crossed;
      if (!crossed && !dissuaded)
        complaints_.add(fmt::format("calls are {} by SIPp and {} by CDR", to_string(call.outcome), to_string(cdr.outcome())),
                        attempt.caller);
    } else if (std::abs(wait - call.wait) > apart + 1) {
      complaints_.add(fmt::format("waits differ by more than {:g} real ms between SIPp and CDR", kApart), attempt.caller);
    }
    call.outcome = cdr.outcome();
    call.balked = call.balked && call.outcome == Outcome::abandoned;
    call.wait = wait;
    call.talk = call.outcome == Outcome::handled ? talk : 0;
    call.ring = static_cast<double>(cdr.pickup_ms) / 1000;
    if (call.outcome == Outcome::handled && !cdr.to_the_talk) call.ring += std::max(0.0, call.announced);
    call.agent = cdr.agent_id;
    if (call.outcome != Outcome::handled && !cdr.agent_id.empty()) add_vain_offer(call, cdr);
    if (!cdr.dissuaded.empty()) call.dissuaded = cdr.dissuaded;
  }

  static void add_vain_offer(PlayedCall& call, const CdrRow& cdr) {
    const double until = call.arrived + static_cast<double>(cdr.wait_ms) / 1000;
    call.vain_offers.push_back({cdr.agent_id, until - static_cast<double>(cdr.pickup_ms) / 1000, until});
  }

  /// He was closed out without SIP, or his SIPp lost him.
  void miss(const Person& person) {
    const std::vector<scenario::Shift>& hours = plan_.scenario->flows[raw(plan_.series[person.series].flow)].opening;
    const double at = person.calls_at;
    const bool open =
        hours.empty() || std::any_of(hours.begin(), hours.end(), [&](const auto& o) { return o.from <= at && at < o.to; });
    const bool too_late = run_.interrupted_at && at > static_cast<double>(run_.interrupted_at->count()) / 1000 * scale_;
    if (open || too_late) {
      if (!run_.interrupted_at) complaints_.add("persons whose SIPp tells nothing of their call", person.name);
      if (!too_late) ++check_.under_way;
      return;
    }
    PlayedCall call;
    call.series = person.series;
    call.arrived = at;
    call.outcome = Outcome::none;
    call.closed = true;
    check_.calls.push_back(std::move(call));
  }

  void link_redials() {
    for (const auto& [caller, place] : callers_) {
      PlayedCall& call = check_.calls[place];
      const std::string next = fmt::format("{}{}", caller.substr(0, caller.rfind('-') + 1), call.attempt + 1);
      if (const auto again = callers_.find(next); again != callers_.end()) call.again_at = check_.calls[again->second].arrived;
    }
  }

  /// What the engine told while it happened and what it wrote down afterwards have to be the same.
  void compare_events(const EventLog& events) {
    if (events.lost > 0) {
      complaints_.add("events of the engine were lost", fmt::format("{}", events.lost));
      return;
    }
    const std::vector<CdrRow> told = told_cdrs(events.calls, scale_);
    RowsByCaller told_rows = by_caller(told);
    for (const auto& [caller, rows] : rows_) compare_call(caller, rows, told_rows[caller]);
    for (const auto& [caller, rows] : told_rows) {
      if (rows.finals > 0 && !rows_.contains(caller)) complaints_.add("calls ended by the engine's events have no CDR", caller);
    }
    std::map<std::string, std::pair<long, long>> offers;  // by agent: by CDR, by event
    std::map<std::string, const AgentReport*> last;
    for (const CdrRow& cdr : run_.cdrs) {
      if (!cdr.agent_id.empty()) ++offers[cdr.agent_id].first;
    }
    for (const AgentReport& report : events.agents) {
      if (!report.flow.empty()) ++offers[report.agent].second;
      last[report.agent] = &report;
    }
    for (const auto& [agent, counts] : offers) {
      if (counts.first != counts.second)
        complaints_.add("agents were offered more or fewer calls by their events than by CDRs",
                        fmt::format("{} ({} and {})", agent, counts.second, counts.first));
    }
    for (const auto& [agent, report] : last) {
      if (report->status == "incall" || report->chats > 0) complaints_.add("agents are still busy by their last event", agent);
    }
  }

  void compare_call(const std::string& caller, const CallRows& rows, const CallRows& told) {
    if (told.finals != rows.finals) {
      complaints_.add("calls ended otherwise often by the engine's events than by CDRs", caller);
    } else if (rows.finals > 0) {
      const CdrRow& cdr = *rows.last;
      const CdrRow& event = *told.last;
      if (event.outcome() != cdr.outcome() || (cdr.outcome() == Outcome::handled && event.agent_id != cdr.agent_id)) {
        complaints_.add(fmt::format("calls are {} by the engine's events and {} by CDR, or by another agent",
                                    to_string(event.outcome()), to_string(cdr.outcome())),
                        caller);
      } else if (std::abs(static_cast<double>(event.wait_ms - cdr.wait_ms)) > kApart * scale_ + 1000) {
        complaints_.add(fmt::format("waits differ by more than {:g} real ms between the engine's events and CDR", kApart),
                        caller);
      }
    }
    if (told.rejections.size() != rows.rejections.size())
      complaints_.add("calls were rejected otherwise often by the engine's events than by CDRs", caller);
  }

  void compare_statistics() {
    long handled = 0;
    long abandoned = 0;
    long finals = 0;
    for (const CdrRow& cdr : run_.cdrs) {
      if (!cdr.final()) continue;
      ++finals;
      handled += cdr.outcome() == Outcome::handled ? 1 : 0;
      abandoned += cdr.outcome() == Outcome::abandoned ? 1 : 0;
    }
    compare("ccg_incalls", finals);
    compare("ccg_answered_incalls", handled, "ccg_answered_inchats");
    compare("ccg_abandonned_incalls", abandoned);
    if (!run_.mi_fault.empty()) check_.disagreements.push_back(run_.mi_fault);
    if (run_.calls_left > 0) check_.disagreements.push_back(fmt::format("the engine still lists {} calls", run_.calls_left));
  }

  void compare(const std::string& name, long by_cdrs, const std::string& added = {}) {
    const auto value = [&](const std::string& of) {
      const auto found = run_.statistics.find(of);
      return found == run_.statistics.end() ? std::int64_t{0} : found->second;
    };
    const std::int64_t counted = value(name) + (added.empty() ? 0 : value(added));
    if (counted != by_cdrs) check_.disagreements.push_back(fmt::format("{} is {}, the CDRs say {}", name, counted, by_cdrs));
  }

  const sim::Plan& plan_;
  const RunResult& run_;
  const double scale_;
  const bool alone_;
  const RowsByCaller rows_;
  std::unordered_map<std::string_view, const Person*> persons_;
  std::map<std::string, std::size_t> callers_;      ///< index into calls, by NAME-N
  std::unordered_map<std::string_view, int> seen_;  ///< attempts, by person
  Complaints complaints_;
  CrossCheck check_;
};

}  // namespace

CrossCheck cross_check(const sim::Plan& plan, const std::vector<Person>& persons, const std::vector<SippAttempt>& attempts,
                       const RunResult& run, double time_scale, bool by_sipp_alone) {
  return Matcher{plan, persons, run, time_scale, by_sipp_alone}.give(attempts);
}

}  // namespace ringside::load
