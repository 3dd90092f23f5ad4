#include "scenarios/load/cases/bench_works.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ringside::load {
namespace {

constexpr double kTalkSeconds = 1.5;

Plan work(double rate, long calls, double agents) {
  Plan plan;
  FlowSpec flow;
  flow.id = "bench";
  flow.skill = "bench";
  flow.queue = "sip:queue@{media}";
  plan.flows = {flow};
  const int count = std::max(1, static_cast<int>(std::lround(agents)));
  for (int i = 1; i <= count; ++i)
    plan.agents.push_back({fmt::format("agent{}", i), fmt::format("sip:agent{}@{{agents}}", i), "bench"});
  CallerSpec callers;
  callers.name = "callers";
  callers.flow = "bench";
  callers.calls = static_cast<int>(calls);
  callers.rate = rate;
  callers.talk = milliseconds{static_cast<long>(kTalkSeconds * 1000)};
  callers.patience = milliseconds{30'000};
  plan.callers = {callers};
  plan.settings = {{"wrapup_time", "0"}};
  plan.longest = milliseconds{static_cast<long>(static_cast<double>(calls) / rate * 1500) + 45'000};
  return plan;
}

/// Enough that one is always free: talk, and half a second for everything around it.
double plenty(double rate) { return rate * (kTalkSeconds + 0.5) + 20; }

Plan direct(double rate, long calls) { return work(rate, calls, plenty(rate)); }

Plan welcome(double rate, long calls) {
  Plan plan = work(rate, calls, plenty(rate));
  plan.flows[0].welcome = "sip:welcome@{media};x-play=1000";
  return plan;
}

/// Nine agents where ten are needed, so that all but the first calls come from the queue.
Plan queue(double rate, long calls) {
  Plan plan = work(rate, calls, std::floor(rate * kTalkSeconds * 0.9));
  plan.callers[0].patience = milliseconds{120'000};
  return plan;
}

Plan hundred_agents(double rate, long calls) { return work(rate, calls, 100); }

}  // namespace

const std::vector<BenchWork>& bench_works() {
  static const std::vector<BenchWork> works{
      {"R1", "caller to a free agent, 1.5 s talk, the caller hangs up", 500, 10, 0.45, direct},
      {"R2", "welcome message of 1 s, then an agent, 1.5 s talk", 500, 10, 0.70, welcome},
      {"R3", "queue, then an agent: nine agents where ten are needed, 1.5 s talk", 200, 10, 0, queue},
      {"R5", "20 calls/s for 12 s offered to 100 agents, wrap-up 0: all are to be answered at once", 20, 12, 0,
       hundred_agents}};
  return works;
}

const BenchWork* find_bench_work(const std::string& name) {
  const auto& works = bench_works();
  const auto found = std::find_if(works.begin(), works.end(), [&](const BenchWork& work) { return work.name == name; });
  return found == works.end() ? nullptr : &*found;
}

}  // namespace ringside::load
