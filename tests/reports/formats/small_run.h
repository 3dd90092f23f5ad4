#pragma once

#include <string>
#include <utility>
#include <vector>

#include "reports/compare/subject.h"

/// Runs made by hand, so that every figure a report must show is known.
namespace ringside::report {

inline Figure figure(const std::string& name, const std::string& unit, double value, double half_width, double of = 100) {
  Figure made;
  made.name = name;
  made.unit = unit;
  made.estimate = {value, half_width, 20};
  made.numerator = value * of;
  made.denominator = of;
  made.numerator_name = "counted";
  made.denominator_name = "offered";
  return made;
}

inline SeriesResult calls(const std::string& flow, double level) {
  SeriesResult made;
  made.flow = flow;
  made.media = flow.empty() ? "" : "calls";
  made.figures = {figure("offered", "calls", 120, 4),           figure("answered", "calls", 110, 3),
                  figure("service_level", "", level, 0.015),    figure("abandonment_rate", "", 0.05, 0.01),
                  figure("mean_wait", "s", 12.5, 1.2),          figure("mean_wait_answered", "s", 11.5, 1.1),
                  figure("mean_queue", "calls", 0.4, 0.1, 3600)};
  made.waits = {{0.5, 4, 3, 5}, {0.9, 31, 28, 35}};
  made.histogram = {{0, 0, 0.4, 0.02}, {0, 20, 0.5, 0.02}, {20, 60, 0.1, 0.01}};
  return made;
}

/// Two flows, one group, two intervals, 20 days.
inline Subject small_run(const std::string& scenario = "Small", const std::string& flow = "sales",
                         const std::string& group = "team", double level = 0.85) {
  Subject subject{.name = scenario, .result = ReadResult{}};
  Result& result = subject.result->result;
  result.scenario = scenario;
  result.seed = 7;
  result.replications = result.asked = result.samples = 20;
  result.horizon = 7200;
  result.day_starts = 8 * 3600;
  result.formula = "answered in time / offered";
  result.total = calls("", level);
  result.total.figures[2].days = Spread{level, level - 0.05, level, level + 0.05};
  result.total.days_on_target = {0.75, 0.2, 20};
  result.series = {calls(flow, level), calls("support", 0.7)};
  GroupResult agents{group, {figure("present", "agents", 5, 0), figure("occupancy", "", 0.8, 0.02)}};
  result.groups = {agents};
  for (int i = 0; i < 2; ++i) {
    IntervalResult interval{
        3600.0 * i, 3600.0 * (i + 1), {calls(flow, level), calls("support", 0.7), calls("", level - 0.1 * i)}, {agents}};
    result.intervals.push_back(interval);
  }
  for (const char* name : {"service_level", "abandonment_rate", "mean_wait", "mean_wait_answered", "mean_queue", "answered"}) {
    DayTerms terms{name, {}, {}};
    for (int day = 0; day < 20; ++day) {
      terms.x.push_back(100 * level + day % 3);
      terms.y.push_back(100);
    }
    result.days.push_back(terms);
  }
  subject.scenario = "name: " + scenario + "\n";
  return subject;
}

/// Points over two keys, the values of the first in no order.
inline std::vector<Subject> sweep(int of_second_key) {
  std::vector<Subject> points;
  for (const int agents : {10, 8, 9}) {
    for (int second = 0; second < of_second_key; ++second) {
      Subject point = small_run("Centre", "sales", "team", 0.05 * agents - 0.01 * second);
      point.of_sweep = true;
      point.on_front = agents == 10 && second == 0;
      point.changes =
          "agents.team.count=" + std::to_string(agents) + "\nsettings.wrapup_time=" + std::to_string(second) + "s\n";
      points.push_back(std::move(point));
    }
  }
  return points;
}

/// The same with a third key whose value no two points share.
inline std::vector<Subject> scattered_sweep() {
  std::vector<Subject> points = sweep(12);
  for (std::size_t i = 0; i < points.size(); ++i) points[i].changes += "volume=" + std::to_string(i) + "\n";
  return points;
}

/// What `ringside-load twin --json` writes of one real day with two intervals; its service levels are `first` and 0.75.
inline std::string twin_text(const std::string& scenario, double first, bool one_of_these) {
  const std::string level = std::to_string(first);
  const std::string band =
      R"("low":[0.8,0.7],"median":[0.85,0.75],"high":[0.9,0.8],"envelope_low":[0.7,0.6],"envelope_high":[1,0.9])";
  return R"({"format":"ringside-twin","version":1,"scenario":")" + scenario +
         R"(","simulated_days":200,"confidence":0.95,"time_scale":60,"believable":)" + (one_of_these ? "true" : "false") +
         R"(,"share_inside":0.5,"borders":[0,3600,7200],"bands":[{"figure":"service_level","unit":"",)" + band +
         R"(,"total":{"low":[0.78],"median":[0.8],"high":[0.84],"envelope_low":[0.7],"envelope_high":[0.9]}}],)" +
         R"("days":[{"replication":3,"one_of_these":)" + (one_of_these ? "true" : "false") +
         R"(,"p_curves":0.004,"p_totals":0.4,"points":2,"inside":1,"set_up_s":1.4,"figures":[{"name":"service_level","real":[)" +
         level + R"(,0.75],"same_callers":[0.86,null],"real_total":0.81,"same_callers_total":0.82,"rank":0.6}],"result":)" +
         to_json(small_run().result->result, {}) + "}]}";
}

}  // namespace ringside::report
