#include "scenarios/load/cases/kills.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <thread>

namespace ringside::load {
namespace {

constexpr double kTalkSeconds = 2;
constexpr double kWrapupSeconds = 0.5;
/// A call that began so shortly before a kill may have left no trace: the group-commit window, the time its rows are gathered
/// in, and the commit itself.
constexpr double kMayVanish = 200;
/// From listing the calls to the kill: longer than setting up what was listed takes, and than a commit window.
constexpr int kShortestWait = 150, kLongestWait = 400;
constexpr int kShortestGap = 1000, kLongestGap = 2500;
constexpr std::size_t kNamed = 5;

double unix_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void kill_once(RunningPlan& run, milliseconds wait, KillsWitness& witness) {
  const auto before = run.engine().mi().call_states();
  if (!before) {
    witness.faults.push_back(before.error().message);
    return;
  }
  std::this_thread::sleep_for(wait);
  const double killed_at = unix_ms();
  if (const auto killed = run.kill_engine(); !killed) {
    witness.faults.push_back("the engine does not start again: " + killed.error().message);
    return;
  }
  witness.kills.push_back(killed_at);
  witness.outages.push_back(unix_ms() - killed_at);
  const auto after = run.engine().mi().call_states();
  if (!after) {
    witness.faults.push_back(after.error().message);
    return;
  }
  witness.listed += static_cast<long>(before->size());
  for (const auto& [id, state] : *before) {
    if (!after->contains(id)) witness.missing.push_back({std::strtoull(id.c_str(), nullptr, 10), killed_at});
  }
}

void add_flow(Plan& plan, const std::string& id, double rate, double agents, long calls) {
  FlowSpec flow;
  flow.id = id;
  flow.skill = id;
  flow.queue = "sip:queue@{media}";
  plan.flows.push_back(flow);
  for (int i = 1; i <= static_cast<int>(std::lround(agents)); ++i)
    plan.agents.push_back({fmt::format("{}{}", id, i), fmt::format("sip:{}{}@{{agents}}", id, i), id});
  CallerSpec callers;
  callers.name = id;
  callers.flow = id;
  callers.calls = static_cast<int>(calls);
  callers.rate = rate;
  callers.fate = "any";
  callers.outcome = Outcome::none;
  callers.patience = milliseconds{15'000};
  callers.talk = milliseconds{static_cast<long>(kTalkSeconds * 1000)};
  plan.callers.push_back(callers);
}

/// What a caller logged of his call (caller.xml, fate "any").
struct CallerLog {
  std::string fate;
  double begun = 0;
  double ended = 0;
  bool answered() const { return fate == "talked" || fate == "ended" || fate == "left" || fate == "dropped"; }
};

std::map<std::string, CallerLog> read_logs(const RunResult& run) {
  std::map<std::string, CallerLog> logs;
  for (const PartyResult& party : run.parties) {
    if (!party.calls_out) continue;
    std::ifstream file{run.directory / (party.name + ".log")};
    for (std::string line; std::getline(file, line);) {
      char name[64], fate[32];
      CallerLog log;
      if (std::sscanf(line.c_str(), "%63s %31s from %lf to %lf", name, fate, &log.begun, &log.ended) != 4) continue;
      log.fate = fate;
      logs[name] = log;
    }
  }
  return logs;
}

class Judge {
 public:
  Judge(const RunResult& run, const KillsWitness& witness) : run_{run}, witness_{witness}, logs_{read_logs(run)} {
    for (const CdrRow& cdr : run.cdrs) {
      if (!cdr.final()) continue;
      by_caller_[cdr.caller].push_back(&cdr);
      by_cid_[cdr.cid].push_back(&cdr);
    }
  }

  KillsVerdict give() {
    verdict_.faults = witness_.faults;
    if (run_.engine_died) fault("the engine died of itself, or did not start again");
    if (run_.broken_off) fault("the run took longer than planned and was broken off");
    judge_callers();
    judge_missing();
    for (const auto& [cid, rows] : by_cid_) {
      if (rows.size() > 1) fault(fmt::format("call {} has {} final CDRs", cid, rows.size()));
    }
    if (run_.calls_left > 0) fault(fmt::format("the engine still lists {} calls", run_.calls_left));
    for (const MiClient::AgentState& agent : run_.agents) {
      if (agent.state != "free" && agent.state != "wrapup") fault(fmt::format("agent {} is left {}", agent.id, agent.state));
    }
    if (!run_.mi_fault.empty()) fault(run_.mi_fault);
    if (!run_.engine_ended_well) fault("the engine did not end in order");
    if (faults_ > kNamed) verdict_.faults.push_back(fmt::format("and {} more", faults_ - kNamed));
    return std::move(verdict_);
  }

 private:
  void fault(std::string text) {
    if (++faults_ <= kNamed) verdict_.faults.push_back(std::move(text));
  }

  void judge_callers() {
    for (const PartyResult& party : run_.parties) verdict_.calls += party.calls_out ? party.stats.created : 0;
    verdict_.unlogged = verdict_.calls - static_cast<long>(logs_.size());
    for (const auto& [name, log] : logs_) {
      const auto rows = by_caller_.find(name);
      const std::size_t finals = rows == by_caller_.end() ? 0 : rows->second.size();
      if (finals > 1) fault(fmt::format("{}: {} final CDRs", name, finals));
      if (!log.answered()) continue;
      ++verdict_.answered;
      if (finals > 0) continue;
      const bool just_before = std::any_of(witness_.kills.begin(), witness_.kills.end(), [&log = log](double kill) {
        return log.begun <= kill && kill - log.begun <= kMayVanish;
      });
      if (just_before) {
        ++verdict_.vanished;
      } else {
        fault(fmt::format("{} ({}, from {:.0f} to {:.0f}): its CDR is lost", name, log.fate, log.begun, log.ended));
      }
    }
  }

  void judge_missing() {
    verdict_.back = witness_.listed - static_cast<long>(witness_.missing.size());
    for (const MissingCall& missing : witness_.missing) {
      const auto rows = by_cid_.find(missing.cid);
      if (rows == by_cid_.end()) {
        fault(fmt::format("call {} was listed before the kill at {:.0f}, did not come back, and has no CDR", missing.cid,
                          missing.killed_at));
        continue;
      }
      const CdrRow& cdr = *rows->second.front();
      const auto log = logs_.find(cdr.caller);
      const bool was_over = log != logs_.end() && log->second.ended < missing.killed_at;
      if (cdr.type == core::CdrType::error && !was_over)
        fault(fmt::format("call {} of {} did not survive the kill at {:.0f}", missing.cid, cdr.caller, missing.killed_at));
    }
  }

  const RunResult& run_;
  const KillsWitness& witness_;
  std::map<std::string, CallerLog> logs_;
  std::map<std::string, std::vector<const CdrRow*>> by_caller_;
  std::map<std::uint64_t, std::vector<const CdrRow*>> by_cid_;
  KillsVerdict verdict_;
  std::size_t faults_ = 0;
};

}  // namespace

Plan kills_plan(const KillsSpec& spec, const std::filesystem::path& scenarios, KillsWitness& witness) {
  std::mt19937_64 random{spec.seed};
  const auto between = [&random](int least, int most) {
    return milliseconds{least + static_cast<int>(random() % static_cast<std::uint64_t>(most - least))};
  };
  Plan plan;
  milliseconds at{2000};
  for (int i = 1; i <= spec.count; ++i) {
    at += between(kShortestGap, kLongestGap);
    const milliseconds wait = between(kShortestWait, kLongestWait);
    plan.incidents.push_back({at, fmt::format("SIGKILL {} of {}", i, spec.count),
                              [wait, &witness](RunningPlan& run) { kill_once(run, wait, witness); }});
    at += wait + milliseconds{700};
  }
  const double seconds = static_cast<double>(at.count()) / 1000 + 1;
  const double half = spec.rate / 2;
  const auto calls = static_cast<long>(std::lround(half * seconds));
  // The first have agents to spare, also for calls that have to be found dead; the second a few less than they need.
  add_flow(plan, "direct", half, half * (kTalkSeconds + kWrapupSeconds) * 1.5 + 10, calls);
  add_flow(plan, "queued", half, half * (kTalkSeconds + kWrapupSeconds), calls);
  // Requests of a dialog that is over get 481 at once, as from a phone; SIPp by itself says nothing to them for half a minute.
  plan.parties = {{"agents", "agent.xml", {"-deadcall_wait", "0"}}, {"media", "media.xml", {"-deadcall_wait", "0"}}};
  for (CallerSpec& callers : plan.callers)
    callers.sipp_options = {"-deadcall_wait", "0", "-oocsf", (scenarios / "unknown_call.xml").string()};
  plan.settings = {{"wrapup_time", fmt::format("{}", kWrapupSeconds)}, {"dialog_probe_interval", "60"}};
  plan.longest = milliseconds{static_cast<long>(seconds * 2000) + 60'000};
  plan.settle = milliseconds{60'000};
  return plan;
}

KillsVerdict judge_kills(const RunResult& run, const KillsWitness& witness) { return Judge{run, witness}.give(); }

}  // namespace ringside::load
