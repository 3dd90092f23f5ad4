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

  /// Agents by their logins and by the calls that they answered; a wrap-up lasts as the engine is told, or until the next
  /// call, which only comes earlier if he was made ready.
  void add_agents(const std::vector<PlayedCall>& calls, const std::vector<Staffing::Change>& staffing) {
    std::map<std::uint32_t, std::vector<Span>> work;
    for (const PlayedCall& call : calls) {
      const auto agent = agents_.find(call.agent);
      if (call.outcome != Outcome::handled || agent == agents_.end()) continue;
      const bool chat = plan_.series[call.series].media == core::Media::msrp;
      const double from = call.talk_at() - call.ring;
      work[agent->second].push_back(
          {from, call.talk_at(), call.ended(), wrapup_of(plan_, agent->second, call.series), call.series, chat});
    }
    std::map<std::uint32_t, std::vector<LoggedIn>> logins;
    const double end = sim::seconds(plan_.horizon.time_since_epoch()) + kLongestDrain;
    for (const Staffing::Change& change : staffing) {
      std::vector<LoggedIn>& his = logins[change.agent];
      if (change.in) {
        his.push_back({change.at, end});
      } else if (!his.empty()) {
        his.back().to = change.at;
      }
      const auto column = plan_.layout.presence(plan_.group_of[change.agent], Presence::logged_in);
      at(change.at, [this, column, step = change.in ? 1 : -1] { ledger_.change(column, step, now_); });
    }
    for (const auto& [agent, his] : logins) {
      for (const LoggedIn& span : his) during(span.from, span.to, plan_.layout.presence(plan_.group_of[agent], Presence::free));
    }
    for (auto& [agent, spans] : work) add_work(agent, std::move(spans), logins[agent]);
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
  struct LoggedIn {
    double from;
    double to;
  };
  static constexpr double kLongestDrain = 60.0 * 86400;
  struct Span {
    double from;
    double talk;
    double end;
    double wrapup;
    std::uint32_t series;
    bool chat;
  };

  void at(double seconds, std::function<void()> act) {
    events_.push_back({core::Time{sim::nanoseconds(std::max(0.0, seconds))}, std::move(act)});
  }

  void orbit(const PlayedCall& call, double from) {
    const auto column = plan_.layout.count(call.series, Count::orbit_time);
    at(from, [this, column] { ledger_.change(column, 1, now_); });
    at(std::max(from, call.again_at), [this, column] { ledger_.change(column, -1, now_); });
  }

  void during(double from, double to, std::size_t column, double step = 1) {
    if (to <= from) return;
    at(from, [this, column, step] { ledger_.change(column, step, now_); });
    at(to, [this, column, step] { ledger_.change(column, -step, now_); });
  }
  /// While he is logged in; the rest of the time counts as `otherwise`, if that is a column.
  void during_login(double from, double to, const std::vector<LoggedIn>& logins, std::size_t column, double step,
                    std::optional<std::size_t> otherwise = {}) {
    for (const LoggedIn& login : logins) {
      const double begin = std::max(from, login.from);
      const double end = std::min(to, login.to);
      if (end <= begin) continue;
      during(begin, end, column, step);
      if (otherwise) during(from, begin, *otherwise);
      from = std::max(from, end);
    }
    if (otherwise) during(from, to, *otherwise);
  }

  /// One phone has one call at a time, chats may be several: with them he is in chat as long as one of them lasts. Who works
  /// on after his log-out is not there any more.
  void add_work(std::uint32_t agent, std::vector<Span> spans, const std::vector<LoggedIn>& logins) {
    std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.from < b.from; });
    const std::uint32_t group = plan_.group_of[agent];
    const auto column = [&](Presence what) { return plan_.layout.presence(group, what); };
    double busy_until = 0;
    for (std::size_t i = 0; i < spans.size(); ++i) {
      const Span& span = spans[i];
      during(span.from, span.end, plan_.layout.busy(group, span.series));
      during(span.from, span.talk, column(Presence::ringing));
      const double from = std::max(span.from, busy_until);
      const double next = i + 1 < spans.size() ? spans[i + 1].from : span.end + span.wrapup;
      const double wrapped = std::min(span.end + span.wrapup, std::max(next, span.end));
      during_login(from, span.end, logins, column(span.chat ? Presence::in_chat : Presence::in_call), 1);
      during_login(std::max(from, span.end), wrapped, logins, column(Presence::wrap_up), 1);
      if (wrapped > from) during_login(from, wrapped, logins, column(Presence::free), -1, column(Presence::busy_logged_out));
      busy_until = std::max(busy_until, wrapped);
    }
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

report::Result account(const sim::Plan& plan, const std::vector<PlayedCall>& calls,
                       const std::vector<Staffing::Change>& staffing) {
  Accountant accountant{plan};
  for (const PlayedCall& call : calls) accountant.add(call);
  if (!staffing.empty()) accountant.add_agents(calls, staffing);
  report::Tally tally{sim::tally_setup(plan)};
  tally.add(accountant.close());
  report::Result result = tally.result();
  result.scenario = plan.scenario->name;
  result.seed = plan.scenario->experiment.seed;
  result.replications = result.asked = 1;
  if (staffing.empty()) {
    result.groups.clear();
    for (report::IntervalResult& interval : result.intervals) interval.groups.clear();
  }
  return result;
}

}  // namespace ringside::load
