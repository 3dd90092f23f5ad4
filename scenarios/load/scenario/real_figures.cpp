#include "scenarios/load/scenario/real_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "scenarios/load/scenario/accounts.h"

namespace ringside::load {
namespace {

constexpr double kFullCore = 0.92;
constexpr double kLateP99 = 100;  ///< ms
constexpr double kStorm = 0.05;   ///< retransmissions a call

/// What a call that found an agent at once took beside what was to play and to ring, as its SIPp saw it (`seen_wait`) or as
/// its CDR says (`wait`); of agents who all ring for the same time, since only then is it known.
std::vector<double> set_ups(const scenario::Scenario& scenario, const CrossCheck& check, double time_scale,
                            double PlayedCall::*wait) {
  std::map<std::string, double> rings;
  for (const scenario::AgentGroup& group : scenario.agents) {
    if (group.pickup.kind != scenario::Distribution::Kind::deterministic) continue;
    for (std::uint32_t i = 0; i < group.most(); ++i)
      rings[group.most() == 1 ? group.name : fmt::format("{}-{}", group.name, i + 1)] = group.pickup.a;
  }
  std::vector<double> set_ups;
  for (const PlayedCall& call : check.calls) {
    const auto ring = rings.find(call.agent);
    const bool known = call.greeting >= 0 && call.announced >= 0 && ring != rings.end();
    if (call.outcome != Outcome::handled || call.waited || call.rejections > 0 || !known) continue;
    set_ups.push_back(std::max(0.0, call.*wait - ring->second - call.greeting - call.announced) / time_scale * 1000);
  }
  return set_ups;
}

/// From the end of an agent's work to the ringing of a caller who was waiting by then; by CDRs, whose milliseconds are the
/// scenario's, laid out from the instants of SIPp's INVITEs: exact to about a real millisecond.
std::vector<double> dispatches(const sim::Plan& plan, const CrossCheck& check, double time_scale) {
  std::map<std::string, std::uint32_t> agents;
  for (std::uint32_t i = 0; i < plan.tables.agents.size(); ++i) agents[plan.tables.agents[i].agentid] = i;
  std::map<std::string, std::vector<const PlayedCall*>> by_agent;
  for (const PlayedCall& call : check.calls) {
    const bool calls = plan.series[call.series].media == core::Media::rtp;
    if (calls && call.outcome == Outcome::handled && agents.contains(call.agent)) by_agent[call.agent].push_back(&call);
  }
  std::vector<double> latencies;
  for (auto& [agent, calls] : by_agent) {
    std::sort(calls.begin(), calls.end(), [](const auto* a, const auto* b) { return a->talk_at() < b->talk_at(); });
    for (std::size_t i = 1; i < calls.size(); ++i) {
      const PlayedCall& call = *calls[i];
      const double free = calls[i - 1]->ended() + wrapup_of(plan, agents[agent], calls[i - 1]->series);
      // A second more: who came to the queue at that very instant may have come after the agent.
      const bool waiting = call.waited && call.rejections == 0 && call.queued_at + 1 < free;
      // Of a message whose length is drawn nobody knows when the phone began to ring.
      if (waiting && call.announced >= 0)
        latencies.push_back(std::max(0.0, call.talk_at() - call.ring - free) / time_scale * 1000);
    }
  }
  return latencies;
}

void count_errors(const RunResult& run, const std::vector<SippAttempt>& attempts, RealFigures& real) {
  for (const SippAttempt& attempt : attempts) {
    if (attempt.outcome() == Outcome::none) ++real.sip_errors["final " + attempt.fate];
    if (attempt.outcome() == Outcome::failed) ++real.sip_errors["call " + attempt.fate];
  }
  for (const PartyResult& party : run.parties) {
    for (const auto& [name, count] : party.stats.counters) {
      if (name.starts_with("Failed") && count > 0) real.sip_errors[fmt::format("SIPp {} {}", party.name, name)] += count;
    }
  }
}

/// Whoever talked was heard: a packet each 20 ms. Agents of another call centre are heard elsewhere.
void judge_audio(const sim::Plan& plan, const CrossCheck& check, const ScenarioPlay& play, RealFigures& real) {
  constexpr double kPacket = 0.02;  // s, of G.711 as SIPp sends it
  constexpr double kFewest = 0.8;   // of the packets: a talk of a second loses one at either end
  constexpr double kFewestCalls = 0.95;
  long talks = 0;
  for (const PlayedCall& call : check.calls) {
    const double talk = call.talk / play.time_scale;
    const bool audio = plan.series[call.series].media == core::Media::rtp;
    if (!audio || call.outcome != Outcome::handled || talk < 2 * kPacket) continue;
    ++talks;
    real.rtp_expected += std::lround(talk / kPacket);
  }
  if (!play.target.empty()) return;
  const HeardRtp& agents = *real.heard;
  if (static_cast<double>(agents.packets) < kFewest * static_cast<double>(real.rtp_expected))
    real.disagreements.push_back(
        fmt::format("audio: agents heard {} packets of RTP; by the time that was talked {} were to come", agents.packets,
                    real.rtp_expected));
  if (static_cast<double>(agents.streams) < kFewestCalls * static_cast<double>(talks))
    real.disagreements.push_back(fmt::format("audio: agents heard {} callers; {} talked with one", agents.streams, talks));
}

}  // namespace

RealFigures real_figures(const sim::Plan& plan, const std::vector<SippAttempt>& attempts, const CrossCheck& check,
                         const RunResult& run, const ScenarioPlay& play) {
  RealFigures real;
  real.time_scale = play.time_scale;
  real.replication = play.replication;
  real.seconds = static_cast<double>(run.load_time.count()) / 1000;
  real.attempts = static_cast<long>(attempts.size());
  std::vector<double> errors;
  std::vector<double> delays;
  for (const SippAttempt& attempt : attempts) {
    errors.push_back(std::max(0.0, attempt.sent - attempt.planned));
    const double first = attempt.rang > 0 ? attempt.rang : attempt.answered;
    if (first > 0) delays.push_back(first - attempt.sent);
  }
  real.arrival_error = percentiles(std::move(errors));
  real.post_dial_delay = percentiles(std::move(delays));
  real.set_up = percentiles(set_ups(*plan.scenario, check, play.time_scale, &PlayedCall::seen_wait));
  real.core_set_up = percentiles(set_ups(*plan.scenario, check, play.time_scale, &PlayedCall::wait));
  real.dispatch = percentiles(dispatches(plan, check, play.time_scale));
  real.set_up_scenario_s = real.set_up.p50 / 1000 * play.time_scale;
  count_errors(run, attempts, real);
  for (const PartyResult& party : run.parties) {
    real.retransmissions += party.stats.retransmissions;
    const double cpu = static_cast<double>(party.cpu.count()) / 1000;
    real.sipp_cpu_s += cpu;
    real.busiest_sipp = std::max(real.busiest_sipp, cpu / std::max(real.seconds, 0.001));
  }
  real.engine_cpu_s = static_cast<double>(run.engine_cpu.count()) / 1000;
  real.engine_cpu_ms_per_call = 1000 * real.engine_cpu_s / std::max(1.0, static_cast<double>(attempts.size()));
  real.engine_memory_before = run.rss_before;
  real.engine_memory_peak = run.rss_peak;
  real.engine_memory_after = run.rss_after;
  real.crossed = check.crossed;
  real.disagreements = check.disagreements;
  real.heard = run.heard;
  if (real.heard) judge_audio(plan, check, play, real);
  if (run.broken_off) real.disagreements.emplace_back("the run took too long and was broken off");
  if (run.chats && !run.chats->well && !run.interrupted_at) {
    const ChatFigures& chats = *run.chats;
    const long failed = chats.callers.failed + chats.agents.failed;
    const long refused = chats.callers.refused + chats.agents.refused;
    const long lost = chats.callers.lost + chats.agents.lost;
    if (failed + refused + lost > 0)
      real.disagreements.push_back(
          fmt::format("chats: {} messages failed, {} refused, {} connections lost", failed, refused, lost));
    // Scaled down to some milliseconds, a chat may be over before its first word.
    if (100 * chats.callers.silent > chats.callers.sessions)
      real.disagreements.push_back(
          fmt::format("chats: {} of {} without any message", chats.callers.silent, chats.callers.sessions));
  }
  if (run.engine_died) real.disagreements.emplace_back("the engine died while calls were on");
  return real;
}

std::vector<std::string> saturated(const RealFigures& real) {
  std::vector<std::string> reasons;
  if (real.busiest_sipp > kFullCore) reasons.push_back(fmt::format("a SIPp took {:.0f} % of a core", real.busiest_sipp * 100));
  if (real.arrival_error.p99 > kLateP99)
    reasons.push_back(fmt::format("one call in a hundred was made {:.0f} ms or more after its time ({:.1f} s of the scenario)",
                                  real.arrival_error.p99, real.arrival_error.p99 / 1000 * real.time_scale));
  if (static_cast<double>(real.retransmissions) > kStorm * static_cast<double>(std::max(real.attempts, 20L)))
    reasons.push_back(
        fmt::format("SIPps retransmitted {} times: messages got lost or answers came late", real.retransmissions));
  return reasons;
}

}  // namespace ringside::load
