#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tests/validation/case.h"
#include "tests/validation/exact.h"

namespace ringside::validation {
namespace {

Case stationary(const std::string& id, const Stationary& c) {
  const StationaryFigures exact = solve(c);
  const double memory = std::max(c.mean_service, c.mean_patience);
  const double warmup = 20 * memory;
  const double horizon = warmup + std::max(60 * memory, 40000 / c.rate);
  Case made;
  made.id = id;
  made.calls_a_replication = (horizon - warmup) * c.rate;
  const std::string room =
      c.room > 0 ? fmt::format("dissuading_qsize_th: {}, dissuading_hangup: true, message_dissuading: 0s, ", c.room) : "";
  made.yaml = fmt::format(
      "settings: {{wrapup_time: 0s, dissuade_first: true}}\nflows: {{f: {{{}calls: {{arrivals: {:.12f}/s, handle_time: "
      "{{exponential: {}s}}{}{}}}}}}}\n"
      "agents: {{g: {{count: {}, skills: [f]}}}}\nhorizon: {}s\nexperiment: {{warmup: {}s}}\n",
      room, c.rate, c.mean_service, c.mean_patience > 0 ? fmt::format(", patience: {{exponential: {}s}}", c.mean_patience) : "",
      c.room == 0 ? ", balking: {queue_position_at_least: 0}" : "", c.agents, horizon, warmup);
  const auto claim = [&](const char* name, double value, const char* figure, bool probability) {
    if (value > 0) made.claims.push_back({name, value, Claim::Where::total, "", "", figure, 0, probability});
  };
  claim("p_block", exact.turned_away, "turned_away_rate", true);
  claim("p_wait", exact.waits, "no_agent_at_once", true);
  claim("p_abandon", exact.abandoned, "abandonment_rate", true);
  claim("mean_wait", exact.mean_wait, "mean_wait", false);
  claim("mean_queue", exact.mean_queue, "mean_queue", false);
  made.claims.push_back({"utilization", exact.busy, Claim::Where::group, "", "", "occupancy", 0, true});
  return made;
}

std::string joined(const std::vector<int>& values) {
  std::string text;
  for (const int value : values) text += fmt::format("{}{}", text.empty() ? "" : ", ", value);
  return text;
}

Case day(const std::string& id, const Day& d, const std::string& arrivals) {
  const DayFigures exact = solve(d);
  Case made;
  made.id = id;
  made.calls_a_replication = exact.offered;
  made.yaml = fmt::format(
      "settings: {{wrapup_time: 0s}}\n{}flows: {{f: {{calls: {{arrivals: {}, handle_time: {{exponential: {}s}}, patience: "
      "{{mixture: [[{}, 0s], [{}, {{exponential: {}s}}]]}}}}}}}}\n"
      "agents: {{g: {{count: {{interval: {}s, values: [{}]}}, skills: [f]}}}}\nhorizon: {}s\n",
      d.busyness_shape > 0 ? fmt::format("busyness: {}\n", d.busyness_shape) : "", arrivals, d.mean_service, d.impatient,
      1 - d.impatient, d.mean_patience, d.interval, joined(d.agents), d.horizon);
  const auto claim = [&](const char* name, double value, const char* figure, bool probability) {
    made.claims.push_back({name, value, Claim::Where::total, "", "", figure, 0, probability});
  };
  claim("p_wait", exact.waits, "no_agent_at_once", true);
  claim("p_abandon", exact.abandoned, "abandonment_rate", true);
  claim("mean_wait", exact.mean_wait, "mean_wait", false);
  claim("mean_arrivals", exact.offered, "offered", false);
  return made;
}

std::string table(double interval, const std::vector<double>& an_hour, const char* shape) {
  std::string rates;
  for (const double rate : an_hour) rates += fmt::format("{}{}/h", rates.empty() ? "" : ", ", rate);
  return fmt::format("{{table: {{interval: {}s, rates: [{}], shape: {}}}}}", interval, rates, shape);
}

std::function<double(double)> steps(double interval, std::vector<double> an_hour) {
  return [=](double t) { return an_hour[std::min(static_cast<std::size_t>(t / interval), an_hour.size() - 1)] / 3600; };
}

std::function<double(double)> lines(double interval, std::vector<double> an_hour) {
  return [=](double t) {
    const std::size_t i = std::min(static_cast<std::size_t>(t / interval), an_hour.size() - 2);
    const double part = t / interval - static_cast<double>(i);
    return (an_hour[i] * (1 - part) + an_hour[i + 1] * part) / 3600;
  };
}

}  // namespace

std::vector<Case> variations() {
  std::vector<Case> all;
  all.push_back(stationary("own-erlangC-n3", {.rate = 0.02, .agents = 3, .mean_service = 110}));
  all.push_back(stationary("own-erlangA-n7-overload", {.rate = 0.08, .agents = 7, .mean_service = 130, .mean_patience = 45}));
  all.push_back(stationary("own-erlangA-n40", {.rate = 0.31, .agents = 40, .mean_service = 120, .mean_patience = 300}));
  all.push_back(stationary("own-loss-n12", {.rate = 0.1, .agents = 12, .mean_service = 100, .room = 0}));
  all.push_back(stationary("own-room-4", {.rate = 0.05, .agents = 5, .mean_service = 100, .room = 4}));
  all.push_back(
      stationary("own-room-6-impatient", {.rate = 0.07, .agents = 5, .mean_service = 100, .mean_patience = 60, .room = 6}));
  const std::vector<double> ssj{100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60};
  const std::vector<int> staffing{4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4};
  all.push_back(
      day("own-day-S2", {13 * 3600, steps(3600, ssj), 3600, staffing, 100, 0.1, 1000, 400}, table(3600, ssj, "constant")));
  all.push_back(
      day("own-day-S2-calm", {13 * 3600, steps(3600, ssj), 3600, staffing, 100, 0.1, 1000, 0}, table(3600, ssj, "constant")));
  const std::vector<double> busy{20, 240, 60, 200, 10};
  all.push_back(day("own-day-shrinking", {4 * 1800, lines(1800, busy), 1800, {2, 7, 3, 5}, 90, 0.05, 200, 25},
                    table(1800, busy, "linear")));
  all.push_back(day("own-day-sine",
                    {7200,
                     [](double t) { return 0.03 + 0.025 * std::sin(2 * std::numbers::pi * t / 3600); },
                     1200,
                     {2, 4, 3, 2, 5, 1},
                     80,
                     0.2,
                     120,
                     0},
                    "{sine: {mean: 0.03/s, amplitude: 0.025/s, period: 3600s}}"));
  return all;
}

}  // namespace ringside::validation
