#include "simulator/experiments/judged_metric.h"

#include <algorithm>
#include <string_view>

namespace ringside::sim {
namespace {

struct Known {
  std::string_view prefix;
  Wish wish;
  std::string_view unit;
  std::string_view words;
};

/// By the beginning of the figure's name; the first that fits counts.
constexpr Known kKnown[] = {
    {"service_level", Wish::more, "", "answered in time"},
    {"served_within", Wish::more, "", "served within that time"},
    {"abandonment_rate", Wish::less, "", "abandoned"},
    {"turned_away_rate", Wish::less, "", "turned away"},
    {"no_agent_at_once", Wish::less, "", "had to wait"},
    {"waited_longer_than", Wish::less, "", "waited longer"},
    {"mean_wait_of_all", Wish::less, "s", "mean wait of all"},
    {"mean_wait_answered", Wish::less, "s", "mean wait till answer"},
    {"mean_wait_abandoned", Wish::neither, "s", "mean wait till giving up"},
    {"mean_wait_if_waiting", Wish::less, "s", "mean wait of who waited"},
    {"mean_wait", Wish::less, "s", "mean wait"},
    {"mean_offered_wait", Wish::less, "s", "mean offered wait"},
    {"mean_queue", Wish::less, "calls", "calls in the queue"},
    {"mean_redialling", Wish::less, "callers", "callers who will redial"},
    {"mean_", Wish::neither, "s", ""},
    {"attempts_per_first_attempt", Wish::less, "dials", "dials a caller"},
    {"answered_per_first_attempt", Wish::more, "", "callers answered in the end"},
    {"answered", Wish::more, "calls", "answered"},
    {"abandoned", Wish::less, "calls", "abandoned"},
    {"dissua", Wish::less, "calls", "dissuaded"},
    {"refused", Wish::less, "calls", "refused"},
    {"balked", Wish::less, "calls", "balked"},
    {"redials", Wish::less, "calls", "redials"},
    {"failed", Wish::less, "calls", "failed"},
    {"rejected_attempts", Wish::less, "calls", "rejected by agents"},
    {"cost", Wish::less, "money", "cost a day"},
    {"occupancy", Wish::neither, "", "busy"},
    {"past_shift", Wish::less, "", "past the shift"},
    {"free", Wish::neither, "", "free"},
    {"in_call", Wish::neither, "", "in a call"},
    {"in_chat", Wish::neither, "", "in chats"},
    {"wrap_up", Wish::neither, "", "in wrap-up"},
    {"ringing", Wish::neither, "", "ringing"},
    {"ewt_", Wish::neither, "s", ""},
};

}  // namespace

std::string JudgedMetric::words() const {
  const std::size_t dot = path.rfind('.');
  const std::string name = dot == std::string::npos ? path : path.substr(dot + 1);
  std::string text = name;
  for (const Known& known : kKnown) {
    if (!name.starts_with(known.prefix)) continue;
    if (!known.words.empty() && (name == known.prefix || known.prefix == "dissua")) text = known.words;
    break;
  }
  std::replace(text.begin(), text.end(), '_', ' ');
  return dot == std::string::npos ? text : path.substr(0, dot) + ": " + text;
}

JudgedMetric judged_metric(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  const std::string_view name = std::string_view{path}.substr(dot == std::string::npos ? 0 : dot + 1);
  JudgedMetric metric{path, Wish::neither, "calls", 0};
  for (const Known& known : kKnown) {
    if (!name.starts_with(known.prefix)) continue;
    metric.wish = known.wish;
    metric.unit = known.unit;
    break;
  }
  if (metric.unit.empty()) metric.delta = 0.01;
  if (metric.unit == "s") metric.delta = 1;
  return metric;
}

}  // namespace ringside::sim
