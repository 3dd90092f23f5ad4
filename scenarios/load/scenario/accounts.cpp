#include "scenarios/load/scenario/accounts.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "reports/results/tally.h"
#include "simulator/ledger.h"
#include "simulator/setup.h"

namespace ringside::load {
namespace {

using report::Count;
using report::Presence;
using sim::Ledger;

std::optional<core::AgentStatus> status_named(const std::string& name) {
  for (const auto status : {core::AgentStatus::offline, core::AgentStatus::free, core::AgentStatus::incall,
                            core::AgentStatus::inchat, core::AgentStatus::wrapup}) {
    if (name == to_string(status)) return status;
  }
  return {};
}

/// Gathers what happened, then tells the ledger in the order of time.
class Accountant {
 public:
  explicit Accountant(const sim::Plan& plan) : plan_{plan}, ledger_{plan} {
    for (std::uint32_t i = 0; i < plan.tables.agents.size(); ++i) agents_[plan.tables.agents[i].agentid] = i;
  }

  void add(const PlayedCall& call) {
    at(call.arrived, [this, &call] { book(call); });
    if (call.closed || call.outcome == Outcome::none) {
      if (call.again_at >= 0) orbit(call, call.arrived);
      return;
    }
    if (call.waited && !call.balked) {
      // Found by an agent, he is out of the queue while the phone rings.
      const double until = std::max(call.queued_at, call.talk_at() - (call.outcome == Outcome::handled ? call.ring : 0));
      at(call.queued_at, [this, &call] { ledger_.queued(call.series, 1, now_); });
      at(until, [this, &call] { ledger_.queued(call.series, -1, now_); });
    }
    if (call.again_at >= 0) orbit(call, call.ended());
  }

  /// What agents did; whom they did it for is known from the calls.
  void add_agents(const std::vector<PlayedCall>& calls, const std::vector<AgentChange>& changes) {
    std::map<std::uint32_t, std::vector<Work>> work;
    for (const PlayedCall& call : calls) {
      for (const VainOffer& offer : call.vain_offers) add_offer(call, offer.agent, offer.from, offer.until, offer.until);
      if (call.outcome != Outcome::handled) continue;
      const auto agent = add_offer(call, call.agent, call.talk_at() - call.ring, call.talk_at(), call.ended());
      if (!agent) continue;
      work[*agent].push_back({call.talk_at() - call.ring, call.ended() + wrapup_of(plan_, *agent, call.series)});
    }
    std::map<std::uint32_t, std::vector<AgentChange>> by_agent;
    for (const AgentChange& change : changes) by_agent[change.agent].push_back(change);
    for (const auto& [agent, his] : by_agent) {
      for (std::size_t i = 0; i < his.size(); ++i) {
        const double until = i + 1 < his.size() ? his[i + 1].at : kLongestDrain;
        const bool was_busy = i > 0 && his[i - 1].status != core::AgentStatus::free;
        add_activity(his[i], until, was_busy ? end_of(work[agent], his[i].at) : 0);
      }
    }
  }

  report::Sample close() {
    std::stable_sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) { return a.when < b.when; });
    for (const Event& event : events_) {
      now_ = event.when;
      ledger_.pass(now_);
      event.act();
    }
    ledger_.pass(std::max(now_, plan_.horizon));
    std::vector<report::Sample> samples = ledger_.samples();
    return std::move(samples.front());
  }

 private:
  struct Event {
    core::Time when;
    std::function<void()> act;
  };
  /// From the ringing to the end of the wrap-up.
  struct Work {
    double from;
    double until;
  };
  static constexpr double kLongestDrain = 60.0 * 86400;

  /// Of what he had begun by then, chats beside each other included; not of what he takes when he is back.
  static double end_of(const std::vector<Work>& work, double at) {
    double end = 0;
    for (const Work& one : work) {
      if (one.from <= at) end = std::max(end, one.until);
    }
    return end;
  }

  void at(double seconds, std::function<void()> act) {
    events_.push_back({core::Time{sim::nanoseconds(std::max(0.0, seconds))}, std::move(act)});
  }

  void orbit(const PlayedCall& call, double from) {
    const auto column = plan_.layout.count(call.series, Count::orbit_time);
    at(from, [this, column] { ledger_.change(column, 1, now_); });
    at(std::max(from, call.again_at), [this, column] { ledger_.change(column, -1, now_); });
  }

  void during(double from, double to, std::size_t column) {
    if (to <= from) return;
    at(from, [this, column] { ledger_.change(column, 1, now_); });
    at(to, [this, column] { ledger_.change(column, -1, now_); });
  }

  /// His agent, if he is one of the scenario's.
  std::optional<std::uint32_t> add_offer(const PlayedCall& call, const std::string& name, double from, double rings_until,
                                         double until) {
    const auto agent = agents_.find(name);
    if (agent == agents_.end()) return {};
    const std::uint32_t group = plan_.group_of[agent->second];
    during(from, until, plan_.layout.busy(group, call.series));
    during(from, rings_until, plan_.layout.presence(group, Presence::ringing));
    return agent->second;
  }

  /// Nobody tells when one who has logged out ends his work; his calls do.
  void add_activity(const AgentChange& change, double until, double at_work_until) {
    const std::uint32_t group = plan_.group_of[change.agent];
    const auto column = [&](Presence what) { return plan_.layout.presence(group, what); };
    if (change.status == core::AgentStatus::offline) {
      during(change.at, std::min(until, at_work_until), column(Presence::busy_logged_out));
      return;
    }
    during(change.at, until, column(Presence::logged_in));
    switch (change.status) {
      case core::AgentStatus::free: during(change.at, until, column(Presence::free)); break;
      case core::AgentStatus::incall: during(change.at, until, column(Presence::in_call)); break;
      case core::AgentStatus::inchat: during(change.at, until, column(Presence::in_chat)); break;
      default: during(change.at, until, column(Presence::wrap_up));
    }
    if (change.chats > 0 && change.chats <= plan_.layout.most_chats)
      during(change.at, until, plan_.layout.chats(group, change.chats));
  }

  /// As World::dial() and World::settle_account() have it, at the instant of his arrival.
  void book(const PlayedCall& call) {
    const Ledger::Row row = ledger_.row();
    const auto add = [&](Count what, double amount = 1) { ledger_.count(row, call.series, what, amount); };
    add(Count::offered);
    add(call.attempt == 1 ? Count::first_attempts : Count::redials);
    add(Count::rejected_attempts, call.rejections);
    if (!call.dissuaded.empty()) dissuasion(call, row);
    if (call.balked) {
      add(Count::balked);
      ledger_.waited(row, call.series, 0, Ledger::Ended::turned_away);
      return;
    }
    const bool in_time = call.wait <= plan_.scenario->service_level.threshold;
    auto ended = Ledger::Ended::failed;
    switch (call.outcome) {
      case Outcome::none:
        add(Count::refused);
        if (call.closed) add(Count::refused_closed);
        ledger_.waited(row, call.series, 0, Ledger::Ended::turned_away);
        return;
      case Outcome::dissuaded:
        add(Count::dissuaded);
        add(Count::wait_dissuaded, call.wait);
        ledger_.waited(row, call.series, call.wait, Ledger::Ended::turned_away);
        return;
      case Outcome::handled:
        ended = Ledger::Ended::answered;
        add(Count::answered);
        add(Count::wait_answered, call.wait);
        if (in_time) add(Count::in_time);
        add(Count::ring, call.ring);
        add(Count::talk, call.talk);
        add(Count::handle, call.ring + call.talk + handled_wrapup(call));
        break;
      case Outcome::abandoned:
        ended = Ledger::Ended::abandoned;
        add(Count::abandoned);
        add(Count::wait_abandoned, call.wait);
        if (in_time) add(Count::abandoned_in_time);
        break;
      default: add(Count::failed); add(Count::wait_failed, call.wait);
    }
    if (call.waited) add(Count::no_agent_at_once);
    ledger_.waited(row, call.series, call.wait, ended);
  }

  double handled_wrapup(const PlayedCall& call) const {
    const auto agent = agents_.find(call.agent);
    return agent == agents_.end() ? 0 : wrapup_of(plan_, agent->second, call.series);
  }

  void dissuasion(const PlayedCall& call, Ledger::Row row) {
    const std::pair<std::string_view, Count> reasons[] = {{"ewt", Count::dissuaded_by_ewt},
                                                          {"qsize", Count::dissuaded_by_qsize},
                                                          {"onhold", Count::dissuaded_by_onhold},
                                                          {"max_wait", Count::dissuaded_by_max_wait},
                                                          {"queue_limit", Count::dissuaded_by_queue_limit}};
    for (const auto& [name, count] : reasons) {
      if (call.dissuaded == name) ledger_.count(row, call.series, count);
    }
  }

  const sim::Plan& plan_;
  Ledger ledger_;
  std::map<std::string, std::uint32_t> agents_;
  std::vector<Event> events_;
  core::Time now_{};
};

}  // namespace

double wrapup_of(const sim::Plan& plan, std::uint32_t agent, std::uint32_t series) {
  const core::AgentRow& row = plan.tables.agents[agent];
  const double own = row.wrapup_time > 0 ? static_cast<double>(row.wrapup_time) : sim::seconds(plan.settings.wrapup_time);
  const auto most = plan.tables.flows[raw(plan.series[series].flow)].max_wrapup_time;
  return most > 0 ? std::min(own, static_cast<double>(most)) : own;
}

std::vector<AgentChange> agent_changes(const sim::Plan& plan, const Staffing& there_at_first, const EventLog& events,
                                       double t0_ms, double time_scale) {
  std::map<std::string, std::uint32_t> agents;
  std::vector<AgentChange> changes;
  for (std::uint32_t i = 0; i < plan.tables.agents.size(); ++i) {
    agents[plan.tables.agents[i].agentid] = i;
    if (there_at_first.there_at_first(i)) changes.push_back({0, i, core::AgentStatus::free});
  }
  for (const AgentReport& report : events.agents) {
    const auto agent = agents.find(report.agent);
    const auto status = status_named(report.status);
    if (agent == agents.end() || !status || report.at < t0_ms) continue;
    changes.push_back({(report.at - t0_ms) / 1000 * time_scale, agent->second, *status,
                       static_cast<std::uint32_t>(std::max(0L, report.chats))});
  }
  return changes;
}

report::Result account(const sim::Plan& plan, const std::vector<PlayedCall>& calls, const std::vector<AgentChange>& agents) {
  Accountant accountant{plan};
  for (const PlayedCall& call : calls) accountant.add(call);
  if (!agents.empty()) accountant.add_agents(calls, agents);
  report::Tally tally{sim::tally_setup(plan)};
  tally.add(accountant.close());
  report::Result result = tally.result();
  result.scenario = plan.scenario->name;
  result.seed = plan.scenario->experiment.seed;
  result.replications = result.asked = 1;
  if (agents.empty()) {
    result.groups.clear();
    for (report::IntervalResult& interval : result.intervals) interval.groups.clear();
  }
  return result;
}

}  // namespace ringside::load
