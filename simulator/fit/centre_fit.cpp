#include "simulator/fit/centre_fit.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <chrono>
#include <cmath>
#include <set>

#include "simulator/fit/arrivals_fit.h"
#include "simulator/fit/whole_agents.h"

namespace ringside::fit {
namespace {

constexpr double kDay = 86400;

std::int64_t day_of(std::int64_t wall) { return wall >= 0 ? wall / 86400 : (wall - 86399) / 86400; }
double time_of_day(std::int64_t wall) { return static_cast<double>(wall - day_of(wall) * 86400); }

std::string date_text(std::int64_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

/// What a caller waited in the queue, welcome and ringing left out.
Span queued(const ObservedCall& call, double welcome) {
  const double low = std::max(0.0, call.wait.low - call.pickup.high - welcome);
  // Of the same second nobody knows which came first; a phone that rang 0 whole seconds hardly rang.
  const double rang = call.pickup.low == 0 && call.pickup.high <= 1 ? 0 : call.pickup.low;
  const double exact_low = call.pickup.low == 0 && call.pickup.high <= 1 ? std::max(0.0, call.wait.low - welcome) : low;
  return {exact_low, std::max(exact_low, call.wait.high - rang - welcome)};
}

class Centre {
 public:
  Centre(const Observed& observed, const FitOptions& options) : observed_{observed}, options_{options} {}

  CentreFit fit() {
    frame();
    const std::set<std::pair<std::string, bool>> series = names();
    for (const auto& [flow, chat] : series) fit_.series.push_back(fit_series(flow, chat));
    fit_offers();
    fit_wrapup();
    fit_groups();
    tell();
    return std::move(fit_);
  }

 private:
  std::set<std::pair<std::string, bool>> names() const {
    std::set<std::pair<std::string, bool>> names;
    for (const ObservedCall& call : observed_.calls) names.emplace(call.flow, call.chat);
    for (const ObservedVolume& volume : observed_.volumes) names.emplace(volume.flow, false);
    return names;
  }

  /// Opening hours and days: from the first interval in which anybody ever called to the last.
  void frame() {
    fit_.interval = observed_.volumes.empty() ? options_.interval : observed_.volume_interval;
    double first = kDay;
    double last = 0;
    const auto see = [&](std::int64_t at) {
      days_.insert(day_of(at));
      const double interval = std::floor(time_of_day(at) / fit_.interval);
      first = std::min(first, interval * fit_.interval);
      last = std::max(last, (interval + 1) * fit_.interval);
    };
    for (const ObservedCall& call : observed_.calls) see(call.arrived);
    for (const ObservedVolume& volume : observed_.volumes) {
      if (volume.calls > 0) see(volume.start);
    }
    if (days_.empty()) return;
    fit_.opens = first;
    fit_.closes = std::min(last, kDay);
    intervals_ = static_cast<std::size_t>(std::ceil((fit_.closes - fit_.opens) / fit_.interval - 1e-9));
    fit_.open_days = static_cast<std::uint32_t>(days_.size());
    fit_.first_day = date_text(*days_.begin());
    fit_.last_day = date_text(*days_.rbegin());
  }

  std::size_t interval_of(std::int64_t at) const {
    return std::min(intervals_ - 1, static_cast<std::size_t>((time_of_day(at) - fit_.opens) / fit_.interval));
  }

  SeriesFit fit_series(const std::string& flow, bool chat) {
    SeriesFit series;
    series.flow = flow;
    series.chat = chat;
    std::map<std::int64_t, std::vector<double>> days;
    for (const std::int64_t day : days_) days[day].resize(intervals_);
    std::vector<Span> talks;
    std::vector<Span> patience;
    for (const ObservedCall& call : observed_.calls) {
      if (call.flow != flow || call.chat != chat) continue;
      ++series.calls;
      // He never came to the queue, where arrivals and patience of the scenario begin.
      if (call.fate == Fate::abandoned && options_.welcome > 0 && call.wait.high <= options_.welcome) {
        ++series.abandoned;
        ++series.left_in_welcome;
        continue;
      }
      ++days[day_of(call.arrived)][interval_of(call.arrived)];
      const Span wait = queued(call, options_.welcome);
      if (call.fate == Fate::answered) {
        ++series.answered;
        talks.push_back(call.talk);
        // Who was answered within the second most likely did not wait at all, and tells nothing.
        if (wait.low > 0) patience.push_back(Span::at_least(wait.middle()));
      } else if (call.fate == Fate::abandoned) {
        ++series.abandoned;
        patience.push_back(wait);
      } else {
        ++series.other;
        if (wait.low > 0) patience.push_back(Span::at_least(wait.middle()));
      }
    }
    double calls = 0;
    double handled = 0;
    for (const ObservedVolume& volume : observed_.volumes) {
      if (volume.flow != flow || !days_.contains(day_of(volume.start))) continue;
      const double at = time_of_day(volume.start);
      if (at >= fit_.opens && at < fit_.closes) days[day_of(volume.start)][interval_of(volume.start)] += volume.calls;
      if (volume.handle_time > 0) {
        calls += volume.calls;
        handled += volume.calls * volume.handle_time;
      }
      series.calls += static_cast<std::uint64_t>(volume.calls);
    }
    series.arrivals = fit_arrivals(days, intervals_, fit_.interval, options_.confidence);
    series.handle_time = fit_laws(talks, options_.handle_time);
    if (calls > 0) {
      LawFit law;
      law.mean = {handled / calls, handled / calls, handled / calls};
      series.handle_time = {law};
    }
    if (series.abandoned - series.left_in_welcome > 1) series.patience = fit_laws(patience, options_.patience);
    series.patience_curve = kaplan_meier(patience, options_.confidence);
    return series;
  }

  void fit_offers() {
    std::uint64_t rejected = 0;
    std::uint64_t unanswered = 0;
    std::vector<Span> rings;
    bool anything_rang = false;
    for (const ObservedOffer& offer : observed_.offers) {
      if (offer.answered) {
        rings.push_back(offer.ring);
        anything_rang = anything_rang || offer.ring.low > 0;
      } else if (offer.ring.middle() >= options_.ring_timeout - 1) {
        ++unanswered;
      } else {
        ++rejected;
      }
    }
    fit_.offers = observed_.knows_offers ? observed_.offers.size() : 0;
    fit_.rejection = share(rejected, fit_.offers, options_.confidence);
    fit_.no_answer = share(unanswered, fit_.offers, options_.confidence);
    if (anything_rang && observed_.knows_pickup) fit_.pickup = fit_laws(rings, {.confidence = options_.confidence});
  }

  /// Nobody takes a call in his wrap-up: the shortest of many pauses between two calls of one agent is a bound of it.
  void fit_wrapup() {
    constexpr std::size_t kEnough = 50;
    if (options_.wrapup >= 0) {
      fit_.wrapup = options_.wrapup;
      return;
    }
    std::map<std::string, std::vector<std::pair<double, double>>> talks;  // by agent: from, to
    for (const ObservedCall& call : observed_.calls) {
      if (call.fate != Fate::answered || call.agent.empty() || call.chat) continue;
      const double start = static_cast<double>(call.arrived) + call.wait.middle();
      talks[call.agent].emplace_back(start - call.pickup.middle(), start + call.talk.middle());
    }
    std::vector<double> pauses;
    for (auto& [agent, times] : talks) {
      std::sort(times.begin(), times.end());
      for (std::size_t i = 1; i < times.size(); ++i) pauses.push_back(times[i].first - times[i - 1].second);
    }
    if (pauses.size() < kEnough) return;
    std::sort(pauses.begin(), pauses.end());
    const double shortest = pauses[pauses.size() / 100];
    fit_.wrapup = std::max(0.0, std::floor(shortest + 0.5));
  }

  /// Agents who serve the same flows are one group; how many of them are at work in an interval, on the average day.
  void fit_groups() {
    std::map<std::string, std::set<std::string>> flows;
    std::map<std::string, std::set<std::pair<std::int64_t, std::size_t>>> at_work;
    for (const ObservedCall& call : observed_.calls) {
      if (call.agent.empty()) continue;
      flows[call.agent].insert(call.flow);
      const auto start = call.arrived + static_cast<std::int64_t>(call.wait.low);
      const auto end = start + static_cast<std::int64_t>(call.talk.low);
      if (day_of(start) != day_of(call.arrived)) continue;
      for (std::size_t i = interval_of(start); i <= (day_of(end) == day_of(start) ? interval_of(end) : intervals_ - 1); ++i) {
        at_work[call.agent].emplace(day_of(call.arrived), i);
      }
    }
    std::map<std::set<std::string>, AgentDays> by_skills;
    for (const auto& [agent, skills] : flows) {
      AgentDays& group = by_skills[skills];
      group.flows.assign(skills.begin(), skills.end());
      ++group.agents;
      group.days.resize(intervals_);
      for (const auto& [day, interval] : at_work[agent]) ++group.days[interval];
    }
    std::vector<AgentDays> groups;
    for (auto& [skills, group] : by_skills) groups.push_back(std::move(group));
    const auto counts = whole_agents(groups, fit_.open_days);
    for (std::size_t g = 0; g < groups.size(); ++g) fit_.groups.push_back({groups[g].flows, groups[g].agents, counts[g]});
    if (fit_.groups.empty()) guess_groups();
  }

  /// Without records of agents: as many as the load asks for, and some.
  void guess_groups() {
    GroupFit group;
    group.counts.assign(std::max<std::size_t>(intervals_, 1), 1);
    std::set<std::string> flows;
    std::vector<double> load(group.counts.size());
    for (const SeriesFit& series : fit_.series) {
      flows.insert(series.flow);
      const double handle = (series.handle_time.empty() ? 180 : series.handle_time[0].mean.value) + fit_.wrapup;
      for (std::size_t i = 0; i < series.arrivals.mean_rates.size(); ++i) load[i] += series.arrivals.mean_rates[i] * handle;
    }
    for (std::size_t i = 0; i < load.size(); ++i)
      group.counts[i] = static_cast<std::uint32_t>(std::ceil(load[i] + std::sqrt(load[i]) + 1));
    group.flows.assign(flows.begin(), flows.end());
    if (!flows.empty()) fit_.groups.push_back(std::move(group));
  }

  void tell() {
    auto& unknown = fit_.unknown;
    auto& assumed = fit_.assumed;
    if (!observed_.knows_agents) {
      unknown.emplace_back("who was at work when");
      assumed.emplace_back("as many agents as the load asks for, by the square-root rule: replace `agents` by yours");
    } else {
      unknown.emplace_back("agents who were logged in and got no call");
      assumed.emplace_back("at work is who had a call or a ringing phone in the interval: the average over the days");
      assumed.emplace_back(
          "agents are whole: all groups together are rounded, not each, and a flow that was served has at least one agent");
    }
    if (fit_.pickup.empty()) {
      unknown.emplace_back("how long phones ring till agents pick up");
      assumed.emplace_back("agents pick up at once");
    }
    if (fit_.offers == 0) {
      unknown.emplace_back("which calls agents rejected or did not answer");
      assumed.emplace_back("agents take every call that rings");
    }
    if (options_.wrapup < 0) {
      unknown.emplace_back("how long agents wrap up");
      assumed.push_back(fmt::format(
          "wrap-up of {:g} s, since pauses between two calls of one agent are hardly ever shorter (--wrapup says it)",
          fit_.wrapup));
    }
    unknown.emplace_back("who called again: callers' numbers are not read");
    assumed.emplace_back("every call is a caller of his own: redials are part of the arrivals");
    double shortest = std::numeric_limits<double>::infinity();
    for (const ObservedCall& call : observed_.calls) {
      if (call.fate == Fate::answered) shortest = std::min(shortest, call.wait.low - call.pickup.low);
    }
    if (options_.welcome <= 0 && !observed_.calls.empty()) {
      assumed.emplace_back("no welcome message: waiting begins with the call (--welcome TIME says otherwise)");
      if (std::isfinite(shortest) && shortest >= 2)
        assumed.push_back(
            fmt::format("although nobody was answered within {:g} s, which looks like a message of that length", shortest));
    }
    for (const SeriesFit& series : fit_.series) {
      if (series.left_in_welcome > 0) {
        assumed.push_back(
            fmt::format("{} callers of {} who hung up during the welcome message never came to the queue: they are left out of "
                        "its arrivals and patience",
                        series.left_in_welcome, series.flow));
      }
      if (series.patience.empty()) {
        unknown.push_back("patience of " + series.flow + ": fewer than two callers abandoned the queue");
        assumed.push_back("callers of " + series.flow + " wait for ever");
      }
      if (series.handle_time.empty()) {
        unknown.push_back("handle time of " + series.flow);
        assumed.push_back("180 s on average, exponential, for " + series.flow);
      } else if (series.handle_time[0].known == 0) {
        assumed.push_back("handle time of " + series.flow + " exponential: the records have its mean alone, wrap-up included");
      } else if (series.handle_time[0].p_value >= 0 && series.handle_time[0].p_value < 0.01) {
        assumed.push_back(fmt::format("handle time of {} {}, though no law fits well (p = {:.4f})", series.flow,
                                      to_string(series.handle_time[0].family), series.handle_time[0].p_value));
      }
      if (series.chat) assumed.push_back("chats of " + series.flow + " go as fast beside others as alone");
    }
    assumed.push_back(fmt::format(
        "the centre opens {:02}:{:02} and closes {:02}:{:02}, by its first and last calls; days without any call were closed",
        static_cast<int>(fit_.opens) / 3600, static_cast<int>(fit_.opens) / 60 % 60, static_cast<int>(fit_.closes) / 3600,
        static_cast<int>(fit_.closes) / 60 % 60));
    for (const std::string& note : observed_.notes) assumed.push_back(note);
  }

  const Observed& observed_;
  const FitOptions& options_;
  CentreFit fit_;
  std::set<std::int64_t> days_;
  std::size_t intervals_ = 1;
};

}  // namespace

Fitted share(std::uint64_t hits, std::uint64_t all, double confidence) {
  if (all == 0) return {0, 0, 1};
  const double z = boost::math::quantile(boost::math::normal{}, (1 + confidence) / 2);
  const auto n = static_cast<double>(all);
  const double p = static_cast<double>(hits) / n;
  const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double width = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
  return {p, hits == 0 ? 0 : std::max(0.0, middle - width), hits == all ? 1 : std::min(1.0, middle + width)};
}

CentreFit fit_centre(const Observed& observed, const FitOptions& options) { return Centre{observed, options}.fit(); }

}  // namespace ringside::fit
