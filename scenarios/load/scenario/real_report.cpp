#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "scenarios/load/scenario/scenario_run.h"

namespace ringside::load {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Percentiles& p) { return {{"p50", p.p50}, {"p95", p.p95}, {"p99", p.p99}, {"max", p.max}}; }

Json audio_of(const RealFigures& real) {
  if (!real.heard) return {};
  const HeardRtp& heard = *real.heard;
  return {{"streams", heard.streams}, {"packets", heard.packets}, {"expected_packets", real.rtp_expected},
          {"lost", heard.lost},       {"foreign", heard.foreign}, {"jitter_p95_ms", heard.jitter_p95}};
}

Json json_of(const RealFigures& real) {
  return {{"time_scale", real.time_scale},
          {"replication", real.replication},
          {"seconds", real.seconds},
          {"persons", real.callers},
          {"attempts", real.attempts},
          {"arrival_error_ms", json_of(real.arrival_error)},
          {"post_dial_delay_ms", json_of(real.post_dial_delay)},
          {"set_up_ms", json_of(real.set_up)},
          {"core_set_up_ms", json_of(real.core_set_up)},
          {"dispatch_ms", json_of(real.dispatch)},
          {"set_up_scenario_s", real.set_up_scenario_s},
          {"sip_errors", real.sip_errors},
          {"retransmissions", real.retransmissions},
          {"engine",
           {{"cpu_s", real.engine_cpu_s},
            {"cpu_ms_per_call", real.engine_cpu_ms_per_call},
            {"memory_before", real.engine_memory_before},
            {"memory_peak", real.engine_memory_peak},
            {"memory_after", real.engine_memory_after}}},
          {"sipp", {{"cpu_s", real.sipp_cpu_s}, {"busiest", real.busiest_sipp}}},
          {"audio", audio_of(real)},
          {"crossed", real.crossed},
          {"disagreements", real.disagreements},
          {"approximations", real.approximations}};
}

std::string ms(const Percentiles& p) {
  return fmt::format("P50 {:.1f}  P95 {:.1f}  P99 {:.1f}  max {:.1f} ms", p.p50, p.p95, p.p99, p.max);
}

std::string mebibytes(std::size_t bytes) { return fmt::format("{:.1f}", static_cast<double>(bytes) / (1024 * 1024)); }

}  // namespace

std::string to_json(const RealRun& run, const report::RunFacts& facts) {
  Json json = Json::parse(report::to_json(run.result, facts));
  json["real"] = json_of(run.real);
  return json.dump(2) + '\n';
}

std::string summary(const RealRun& run) {
  const RealFigures& real = run.real;
  std::string text = report::summary(run.result) + '\n';
  const auto line = [&](const char* name, const std::string& value) { text += fmt::format("{:<22} {}\n", name, value); };
  line("real calls", fmt::format("{} by {} persons in {:.0f} s, {:g} seconds of the scenario in one", real.attempts,
                                 real.callers, real.seconds, real.time_scale));
  line("late against the plan", ms(real.arrival_error));
  line("post-dial delay", ms(real.post_dial_delay));
  if (real.set_up.max > 0)
    line("set-up", fmt::format("{}; the median is {:.2f} s of the scenario", ms(real.set_up), real.set_up_scenario_s));
  if (real.dispatch.max > 0) line("agent free to ringing", ms(real.dispatch));
  if (real.engine_cpu_s > 0) {
    line("engine", fmt::format("{:.2f} s CPU, {:.3f} ms a call; {} MiB before, {} peak, {} after", real.engine_cpu_s,
                               real.engine_cpu_ms_per_call, mebibytes(real.engine_memory_before),
                               mebibytes(real.engine_memory_peak), mebibytes(real.engine_memory_after)));
  }
  line("SIPp", fmt::format("{:.2f} s CPU, the busiest {:.0f} % of a core, {} retransmissions", real.sipp_cpu_s,
                           100 * real.busiest_sipp, real.retransmissions));
  if (real.heard) {
    line("agents heard",
         fmt::format("{} RTP packets in {} streams, {} lost, jitter P95 {:.1f} ms; about {} were to come", real.heard->packets,
                     real.heard->streams, real.heard->lost, real.heard->jitter_p95, real.rtp_expected));
  }
  if (run.run.chats) {
    const ChatFigures& chats = *run.run.chats;
    line("chats",
         fmt::format("{} talked by MSRP: {} messages, {} acknowledged, {} failed; answers after P50 {:.0f}  P95 {:.0f} ms",
                     chats.callers.sessions, chats.sent(), chats.callers.acknowledged + chats.agents.acknowledged,
                     chats.callers.failed + chats.agents.failed, chats.answer.p50_ms, chats.answer.p95_ms));
  }
  if (real.crossed > 0) line("crossed", fmt::format("{} callers hung up while an agent answered", real.crossed));
  for (const auto& [cause, count] : real.sip_errors) line("SIP errors", fmt::format("{} {}", count, cause));
  for (const std::string& what : real.approximations) line("played otherwise", what);
  for (const std::string& what : real.disagreements) text += "DISAGREE " + what + '\n';
  for (const std::string& why : run.result.invalid) text += "INVALID the generator was saturated: " + why + '\n';
  return text;
}

}  // namespace ringside::load
