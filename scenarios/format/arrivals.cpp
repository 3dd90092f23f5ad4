#include <algorithm>

#include "scenarios/format/parts.h"
#include "scenarios/format/units.h"

namespace ringside::scenario {
namespace {

std::vector<double> rates_of(const Node& node) {
  std::vector<double> rates;
  for (const Node& rate : node.items("a list of rates such as [60/h, 120/h]")) rates.push_back(rate.rate());
  return rates;
}

void read_table(const Node& node, Arrivals& arrivals) {
  if (!node.map_of({"start", "interval", "rates", "shape", "repeat"})) return;
  bool there = true;
  const Node interval = node.need("interval", "the length of each piece, such as 1h", there);
  const Node rates = node.need("rates", "a list of rates", there);
  if (!there) return;
  arrivals.interval = interval.duration(1);
  if (arrivals.interval <= 0) interval.fault("a duration above 0");
  arrivals.rates = rates_of(rates);
  if (const auto n = node.get("start")) arrivals.start = n->point_in_time();
  if (const auto n = node.get("shape")) arrivals.linear = n->one_of({"constant", "linear"}) == 1;
  if (const auto n = node.get("repeat")) arrivals.repeat = n->flag();
  if (arrivals.rates.size() < (arrivals.linear ? 2U : 1U)) rates.fault("at least one rate, two with shape: linear");
}

void read_sine(const Node& node, Arrivals& arrivals) {
  if (!node.map_of({"mean", "amplitude", "period"})) return;
  bool there = true;
  const Node mean = node.need("mean", "a rate", there);
  const Node amplitude = node.need("amplitude", "a rate", there);
  const Node period = node.need("period", "a duration", there);
  if (!there) return;
  arrivals.rate = mean.rate();
  arrivals.amplitude = amplitude.rate();
  arrivals.period = period.duration(1);
  if (arrivals.period <= 0) period.fault("a duration above 0");
  if (arrivals.amplitude > arrivals.rate) amplitude.fault("a rate of at most the mean");
}

void read_markov(const Node& node, Arrivals& arrivals) {
  if (!node.map_of({"rates", "means"})) return;
  bool there = true;
  const Node rates = node.need("rates", "a list of rates, one a state", there);
  const Node means = node.need("means", "a list of durations: the mean stay in each state", there);
  if (!there) return;
  arrivals.rates = rates_of(rates);
  for (const Node& mean : means.items("a list of durations")) {
    arrivals.means.push_back(mean.duration(1));
    if (arrivals.means.back() <= 0) mean.fault("a duration above 0");
  }
  if (arrivals.rates.empty() || arrivals.rates.size() != arrivals.means.size()) means.fault("as many means as rates, at least one");
}

/// `calls` more than usual, evenly thrown over `within` from `at` on.
void read_spike(const Node& node, Arrivals& arrivals) {
  if (!node.map_of({"at", "within", "calls"})) return;
  bool there = true;
  const Node at = node.need("at", "a time", there);
  const Node within = node.need("within", "a duration", there);
  const Node calls = node.need("calls", "a number: how many on average", there);
  if (!there) return;
  arrivals.start = at.point_in_time();
  arrivals.interval = within.duration(1);
  if (arrivals.interval <= 0) within.fault("a duration above 0");
  arrivals.rates = {calls.number(0, 1e7) / std::max(arrivals.interval, 1e-9)};
}

void read_trace(const Node& node, Arrivals& arrivals) {
  for (const Node& time : node.items("a list of times")) arrivals.times.push_back(time.point_in_time());
  std::sort(arrivals.times.begin(), arrivals.times.end());
}

}  // namespace

/// "120/h", or a map of one process, with `busyness` beside it.
Arrivals read_arrivals(const Node& node) {
  Arrivals arrivals;
  if (node.is_scalar()) {
    arrivals.rate = node.rate();
    return arrivals;
  }
  if (!node.map_of({"poisson", "table", "sine", "markov", "spike", "renewal", "deterministic", "trace", "busyness"})) return arrivals;
  int processes = 0;
  const auto process = [&](std::string_view key, Arrivals::Kind kind) {
    const auto found = node.get(key);
    if (found) {
      arrivals.kind = kind;
      ++processes;
    }
    return found;
  };
  using Kind = Arrivals::Kind;
  if (const auto n = process("poisson", Kind::poisson)) arrivals.rate = n->rate();
  if (const auto n = process("table", Kind::table)) read_table(*n, arrivals);
  if (const auto n = process("sine", Kind::sine)) read_sine(*n, arrivals);
  if (const auto n = process("markov", Kind::markov)) read_markov(*n, arrivals);
  if (const auto n = process("spike", Kind::table)) read_spike(*n, arrivals);
  if (const auto n = process("renewal", Kind::renewal)) {
    arrivals.between = n->distribution();
    if (arrivals.between.always_zero()) n->fault("a law whose mean is above 0");
  }
  if (const auto n = process("deterministic", Kind::renewal)) {
    arrivals.between = Distribution::fixed(n->duration(1));
    if (arrivals.between.a <= 0) n->fault("a duration above 0");
  }
  if (const auto n = process("trace", Kind::trace)) read_trace(*n, arrivals);
  if (processes != 1) node.fault(std::to_string(processes) + " processes", "one of poisson, table, sine, markov, spike, renewal, deterministic, trace; a list of maps for several");
  if (const auto n = node.get("busyness")) arrivals.busyness_shape = n->number(1e-3, 1e9, 1);
  return arrivals;
}

}  // namespace ringside::scenario
