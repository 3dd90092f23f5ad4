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
  plan.settings = {{"wrapup_time", "0"}, {"max_lag", "500"}};
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
  plan.short_traces = {"agents"};
  return plan;
}

/// Those who wait come first, at a rate of their own, and leave after the others have been measured.
Plan held(double rate, long calls) {
  constexpr int kHeld = 5'000;
  constexpr double kHeldRate = 250;
  constexpr milliseconds kSettled{static_cast<long>(kHeld / kHeldRate * 1000) + 5'000};
  Plan plan = direct(rate, calls);
  const milliseconds measured{static_cast<long>(static_cast<double>(calls) / rate * 1000) + 5'000};
  FlowSpec flow = plan.flows[0];
  flow.id = "held";
  flow.skill = "held";
  plan.flows.push_back(flow);
  // He takes chats only: the calls are admitted, and nobody answers them.
  plan.agents.push_back({"held-chat", "", "held", "sip:held-chat@{agents}"});
  CallerSpec waiting;
  waiting.name = "held";
  waiting.flow = "held";
  waiting.calls = kHeld;
  waiting.rate = kHeldRate;
  waiting.fate = "left";
  waiting.outcome = Outcome::abandoned;
  waiting.patience = kSettled + measured;
  plan.callers[0].start_after = kSettled;
  plan.callers.insert(plan.callers.begin(), waiting);
  plan.measured = "callers";
  plan.longest = 2 * kSettled + measured + milliseconds{60'000};
  plan.settle = milliseconds{20'000};
  plan.rest = milliseconds{64'000};
  return plan;
}

/// Twice what the engine is told to admit: the half of the calls is to be handled as ever, the other half gets 503.
Plan overload(double rate, long calls) {
  Plan plan = work(rate, calls, plenty(rate / 2));
  plan.callers[0].or_fate = "503";
  plan.settings["max_cps"] = std::to_string(std::lround(rate / 2));
  return plan;
}

Plan hundred_agents(double rate, long calls) { return work(rate, calls, 100); }

}  // namespace

const std::vector<BenchWork>& bench_works() {
  static const std::vector<BenchWork> works{
      {"R1", "caller to a free agent, 1.5 s talk, the caller hangs up", 500, 10, 0.45, direct},
      {"R2", "welcome message of 1 s, then an agent, 1.5 s talk", 500, 10, 0.70, welcome},
      {"R3", "queue, then an agent: nine agents where ten are needed, 1.5 s talk", 200, 10, 0, queue},
      {"R4", "5,000 callers held in a queue, and beside them a caller to a free agent, 1.5 s talk", 100, 20, 0, held},
      {"R5", "20 calls/s for 12 s offered to 100 agents, wrap-up 0: all are to be answered at once", 20, 12, 0, hundred_agents},
      {"overload", "twice max_cps offered: all admitted calls talk 1.5 s with an agent, the others get 503", 1000, 10, 0,
       overload}};
  return works;
}

const BenchWork* find_bench_work(const std::string& name) {
  const auto& works = bench_works();
  const auto found = std::find_if(works.begin(), works.end(), [&](const BenchWork& work) { return work.name == name; });
  return found == works.end() ? nullptr : &*found;
}

}  // namespace ringside::load
