#include "scenarios/load/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace ringside::load {
namespace {

/// One call in the CDRs, by its caller.
struct CallRows {
  const CdrRow* last = nullptr;
  int finals = 0;
  std::uint32_t rejections = 0;
};

const PartyResult* find_party(const RunResult& run, const std::string& name) {
  const auto found = std::find_if(run.parties.begin(), run.parties.end(), [&](const PartyResult& p) { return p.name == name; });
  return found == run.parties.end() ? nullptr : &*found;
}

class Judge {
 public:
  Judge(const Plan& plan, const RunResult& run) : plan_{plan}, run_{run} {
    for (const CdrRow& cdr : run.cdrs) {
      CallRows& rows = calls_[cdr.caller];
      if (!cdr.final()) {
        ++rows.rejections;
        continue;
      }
      ++rows.finals;
      rows.last = &cdr;
    }
  }

  Verdict give() {
    if (run_.broken_off) fault("the run took longer than {} s and was broken off", plan_.longest.count() / 1000);
    if (run_.engine_died) fault("the engine died while calls were on");
    for (const std::string& lost : run_.lost_parties) fault("{}", lost);
    for (const CallerSpec& spec : plan_.callers) judge_callers(spec);
    judge_strangers();
    judge_parties();
    judge_counters();
    judge_chats();
    judge_engine();
    return std::move(verdict_);
  }

 private:
  template <class... Args>
  void fault(fmt::format_string<Args...> text, Args&&... args) {
    verdict_.faults.push_back(fmt::format(text, std::forward<Args>(args)...));
  }

  void judge_callers(const CallerSpec& spec) {
    CallerTally tally{spec.name, spec.flow, spec.story};
    if (const PartyResult* sipp = find_party(run_, spec.name)) judge_sipp(spec, *sipp, tally);
    std::string unlike;
    long wrong = 0;
    for (long number = 1; number <= tally.sent; ++number) {
      const std::string caller = fmt::format("{}-{}", spec.name, number);
      const std::string complaint = judge_call(spec, caller, tally);
      if (complaint.empty()) continue;
      constexpr long kNamed = 5;
      if (++wrong <= kNamed) unlike += fmt::format("\n    {}: {}", caller, complaint);
    }
    if (wrong > 0) fault("{}: {} of {} calls differ from what the plan says{}", spec.name, wrong, tally.sent, unlike);
    if (plan_.lossy || spec.open_ended) {
      verdict_.callers.push_back(std::move(tally));
      return;
    }
    if (tally.rejections < spec.rejections_min || tally.rejections > spec.rejections_max)
      fault("{}: {} CDRs of type -2, expected {} to {}", spec.name, tally.rejections, spec.rejections_min, spec.rejections_max);
    verdict_.callers.push_back(std::move(tally));
  }

  void judge_sipp(const CallerSpec& spec, const PartyResult& sipp, CallerTally& tally) {
    tally.sent = sipp.stats.created;
    tally.as_expected = sipp.stats.successful;
    tally.failed = sipp.stats.created - sipp.stats.successful;
    if (tally.sent != spec.calls) fault("{}: SIPp made {} of {} calls", spec.name, tally.sent, spec.calls);
    if (plan_.lossy) return;
    if (tally.failed > 0 || sipp.exit_code != 0)
      fault("{}: by SIPp {} of {} calls failed (exit code {})\n{}", spec.name, tally.failed, tally.sent, sipp.exit_code,
            sipp.complaints);
  }

  std::string judge_call(const CallerSpec& spec, const std::string& caller, CallerTally& tally) {
    const auto found = calls_.find(caller);
    const CallRows rows = found == calls_.end() ? CallRows{} : found->second;
    tally.rejections += rows.rejections;
    if (rows.finals == 0) {
      ++tally.refused;
      return spec.open_ended || spec.outcome == Outcome::none || may_be_refused(spec) ? "" : "no final CDR";
    }
    for (int i = 0; i < rows.finals; ++i) count(rows.last->outcome(), tally);
    if (plan_.lossy || spec.open_ended) return rows.finals == 1 ? "" : fmt::format("{} final CDRs", rows.finals);
    if (rows.finals != 1 + spec.transfers) return fmt::format("{} final CDRs", rows.finals);
    if (spec.outcome == Outcome::none)
      return fmt::format("a CDR ({}), though it was not to be admitted", to_string(rows.last->outcome()));
    if (rows.last->outcome() != spec.outcome)
      return fmt::format("{} by its CDR (call_type {}, fstats {}), expected {}", to_string(rows.last->outcome()),
                         static_cast<int>(rows.last->type), rows.last->fstats, to_string(spec.outcome));
    if (spec.transfers == 0 && rows.last->flow_id != spec.flow)
      return fmt::format("flow {} in its CDR, expected {}", rows.last->flow_id, spec.flow);
    if (rows.last->rejected != rows.rejections)
      return fmt::format("rejected {} in its CDR, but {} rows of type -2", rows.last->rejected, rows.rejections);
    if (spec.outcome == Outcome::handled && rows.last->agent_id.empty()) return "handled by no agent";
    return "";
  }

  /// By a fate that is the code of a final refusal. An INVITE that got lost for good leaves no CDR either.
  bool may_be_refused(const CallerSpec& spec) const {
    return plan_.lossy || (!spec.or_fate.empty() && spec.or_fate.find_first_not_of("0123456789") == std::string::npos);
  }

  static void count(Outcome outcome, CallerTally& tally) {
    switch (outcome) {
      case Outcome::handled: ++tally.handled; break;
      case Outcome::abandoned: ++tally.abandoned; break;
      case Outcome::dissuaded: ++tally.dissuaded; break;
      default: ++tally.errors;
    }
  }

  void judge_strangers() {
    for (const auto& [caller, rows] : calls_) {
      const std::string name = caller.substr(0, caller.rfind('-'));
      if (std::none_of(plan_.callers.begin(), plan_.callers.end(), [&](const CallerSpec& spec) { return spec.name == name; }))
        fault("a CDR of a caller nobody sent: {}", caller);
    }
  }

  void judge_parties() {
    for (const PartyResult& party : run_.parties) {
      const bool excused = std::find(plan_.may_fail.begin(), plan_.may_fail.end(), party.name) != plan_.may_fail.end();
      if (party.calls_out || excused || plan_.lossy) continue;
      if (party.stats.current > 0) fault("{}: {} legs left open at the end", party.name, party.stats.current);
      if (party.stats.failed > 0) fault("{}: {} legs failed\n{}", party.name, party.stats.failed, party.complaints);
    }
  }

  void judge_counters() {
    for (const auto& [place, expected] : plan_.counters) {
      const PartyResult* party = find_party(run_, place.first);
      const long found = party == nullptr ? 0 : party->stats.counter(place.second);
      if (found != expected) fault("{}: counter {} is {}, expected {}", place.first, place.second, found, expected);
    }
  }

  void judge_chats() {
    if (!plan_.chat_talk || !run_.chats || plan_.lossy) return;
    const ChatFigures& chats = *run_.chats;
    std::string complaints;
    for (const std::string& complaint : chats.faults) complaints += "\n    " + complaint;
    if (!chats.well)
      fault("chats: {} messages failed, {} refused, {} chats without any message, {} connections lost{}",
            chats.callers.failed + chats.agents.failed, chats.callers.refused + chats.agents.refused,
            chats.callers.silent + chats.agents.silent, chats.callers.lost + chats.agents.lost, complaints);
    if (chats.sent() == 0) fault("nobody said a word in any chat");
  }

  void judge_engine() {
    if (run_.engine_died) return;
    if (!run_.mi_fault.empty()) {
      fault("{}", run_.mi_fault);
      return;
    }
    if (run_.calls_left > 0) fault("the engine still lists {} calls", run_.calls_left);
    for (const MiClient::AgentState& agent : run_.agents) {
      // After his last chat an agent stays inchat until his wrap-up is over.
      const bool done = agent.state == "free" || agent.state == "wrapup" || (agent.state == "inchat" && agent.taken == 0);
      if (agent.logged_in && !done) fault("agent {} is left {}", agent.id, agent.state);
    }
    if (!run_.engine_ended_well) fault("the engine did not end in order");
    CallerTally sum;
    for (const CallerTally& tally : verdict_.callers) {
      sum.handled += tally.handled;
      sum.abandoned += tally.abandoned;
      sum.dissuaded += tally.dissuaded;
      sum.errors += tally.errors;
    }
    judge_statistic("ccg_incalls", sum.handled + sum.abandoned + sum.dissuaded + sum.errors);
    judge_statistic("ccg_answered_incalls", sum.handled, "ccg_answered_inchats");
    judge_statistic("ccg_abandonned_incalls", sum.abandoned);
    judge_statistic("ccg_onhold_calls", 0);
  }

  /// `added`: a second statistic that counts with it.
  void judge_statistic(const std::string& name, long by_cdrs, const std::string& added = {}) {
    const auto found = run_.statistics.find(name);
    const auto more = run_.statistics.find(added);
    if (found == run_.statistics.end()) {
      fault("get_statistics gives no {}", name);
      return;
    }
    const long counted = found->second + (more == run_.statistics.end() ? 0 : more->second);
    if (counted != by_cdrs) fault("{} is {}, the CDRs say {}", name, counted, by_cdrs);
  }

  const Plan& plan_;
  const RunResult& run_;
  std::map<std::string, CallRows> calls_;
  Verdict verdict_;
};

}  // namespace

Verdict judge(const Plan& plan, const RunResult& run) { return Judge{plan, run}.give(); }

}  // namespace ringside::load
