#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenarios/format/parts.h"
#include "scenarios/format/units.h"
#include "scenarios/format/volumes.h"

namespace ringside::scenario {
namespace {

/// Between two callers, on average, as with the highest rate that there is: nobody could play more.
constexpr double kShortest = 1e-6;
/// Of a process whose rate changes again and again: with more a run would do nothing but count them.
constexpr double kMostPieces = 1e6;

double stretch(const Node& node) {
  const double length = node.duration(1);
  if (length < kShortest) node.fault("a duration above 0, at least 0.001ms");
  return std::max(length, kShortest);
}

/// One of those that follow each other up to the horizon.
double piece(const Node& node, double horizon) {
  const double length = node.duration(1);
  if (length < kShortest || horizon / length > kMostPieces)
    node.fault(fmt::format("a duration above 0 that cuts the horizon into at most {:.0f} pieces", kMostPieces));
  return length;
}

std::vector<double> rates_of(const Node& node) {
  std::vector<double> rates;
  for (const Node& rate : node.items("a list of rates such as [60/h, 120/h]")) rates.push_back(rate.rate());
  return rates;
}

void read_table(const Node& node, const Scenario& scenario, Arrivals& arrivals) {
  if (!node.map_of({"start", "interval", "rates", "shape", "repeat"})) return;
  bool there = true;
  const Node interval = node.need("interval", "the length of each piece, such as 1h", there);
  const Node rates = node.need("rates", "a list of rates", there);
  if (!there) return;
  if (const auto n = node.get("repeat")) arrivals.repeat = n->flag();
  arrivals.interval = arrivals.repeat ? piece(interval, scenario.horizon) : stretch(interval);
  arrivals.rates = rates_of(rates);
  if (const auto n = node.get("start")) arrivals.start = n->point_in_time();
  if (const auto n = node.get("shape")) arrivals.linear = n->one_of({"constant", "linear"}) == 1;
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

void read_markov(const Node& node, const Scenario& scenario, Arrivals& arrivals) {
  if (!node.map_of({"rates", "means"})) return;
  bool there = true;
  const Node rates = node.need("rates", "a list of rates, one a state", there);
  const Node means = node.need("means", "a list of durations: the mean stay in each state", there);
  if (!there) return;
  arrivals.rates = rates_of(rates);
  for (const Node& mean : means.items("a list of durations")) arrivals.means.push_back(piece(mean, scenario.horizon));
  if (arrivals.rates.empty() || arrivals.rates.size() != arrivals.means.size())
    means.fault("as many means as rates, at least one");
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
  arrivals.interval = stretch(within);
  arrivals.rates = {calls.number(0, 1e7) / arrivals.interval};
}

void read_trace(const Node& node, Arrivals& arrivals) {
  for (const Node& time : node.items("a list of times")) arrivals.times.push_back(time.point_in_time());
  std::sort(arrivals.times.begin(), arrivals.times.end());
}

/// {file: volumes.csv, queue: sales, shape: constant}: calls of each interval become its rate.
void read_csv(const Node& node, const Scenario& scenario, Arrivals& arrivals) {
  if (!node.map_of({"file", "queue", "shape"})) return;
  bool there = true;
  const Node file = node.need("file", "the name of a CSV file beside the scenario", there);
  if (!there) return;
  std::string queue;
  if (const auto n = node.get("queue")) queue = n->text(128);
  const Volumes volumes = read_volumes(file, file.text(1000), queue, scenario);
  arrivals.start = volumes.start;
  arrivals.interval = std::max(volumes.interval, 1.0);
  for (const double calls : volumes.calls) arrivals.rates.push_back(calls / arrivals.interval);
  if (const auto n = node.get("shape"); n && n->one_of({"constant", "linear"}) == 1) {
    // Rates stand in the middle of their intervals; the first and the last one hold up to the borders.
    arrivals.linear = true;
    arrivals.start -= arrivals.interval / 2;
    arrivals.rates.insert(arrivals.rates.begin(), arrivals.rates.empty() ? 0 : arrivals.rates.front());
    arrivals.rates.push_back(arrivals.rates.back());
  }
}

/// 5, or [[0.8, 1], [0.2, 4]]: how many call at once.
void read_batch(const Node& node, Arrivals& arrivals) {
  constexpr std::uint64_t kMost = 1000;
  if (node.is_scalar()) {
    arrivals.batch = {{1.0, static_cast<std::uint32_t>(node.whole(1, kMost, 1))}};
    return;
  }
  constexpr const char* kAllowed = "a number, or a list of [probability, number] with probabilities that sum to 1";
  double sum = 0;
  for (const Node& pair : node.items(kAllowed)) {
    const auto both = pair.items(kAllowed);
    if (both.size() != 2) {
      pair.fault(kAllowed);
      return;
    }
    arrivals.batch.emplace_back(both[0].number(0, 1), static_cast<std::uint32_t>(both[1].whole(1, kMost, 1)));
    sum += arrivals.batch.back().first;
  }
  if (std::abs(sum - 1) > 1e-6) node.fault("probabilities that sum to " + std::to_string(sum), kAllowed);
}

/// "120/h", or a map of one process, with `busyness` and `batch` beside it.
Arrivals read_process(const Node& node, const Scenario& scenario) {
  Arrivals arrivals;
  if (node.is_scalar()) {
    arrivals.rate = node.rate();
    return arrivals;
  }
  if (!node.map_of({"poisson", "table", "csv", "sine", "markov", "spike", "renewal", "deterministic", "trace", "days",
                    "busyness", "batch"})) {
    return arrivals;
  }
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
  if (const auto n = process("table", Kind::table)) read_table(*n, scenario, arrivals);
  if (const auto n = process("csv", Kind::table)) read_csv(*n, scenario, arrivals);
  if (const auto n = process("sine", Kind::sine)) read_sine(*n, arrivals);
  if (const auto n = process("markov", Kind::markov)) read_markov(*n, scenario, arrivals);
  if (const auto n = process("spike", Kind::table)) read_spike(*n, arrivals);
  if (const auto n = process("renewal", Kind::renewal)) {
    arrivals.between = n->distribution();
    if (arrivals.between.mean() < kShortest) n->fault("a mean of about 0", "a law whose mean is above 0, at least 0.001ms");
  }
  if (const auto n = process("deterministic", Kind::renewal)) {
    arrivals.between = Distribution::fixed(stretch(*n));
  }
  if (const auto n = process("trace", Kind::trace)) read_trace(*n, arrivals);
  if (processes != 1) {
    node.fault(std::to_string(processes) + " processes",
               "one of poisson, table, csv, sine, markov, spike, renewal, deterministic, trace; a list of maps for several");
  }
  if (const auto n = node.get("busyness")) {
    arrivals.busyness = read_busyness(*n, scenario);
    if (!arrivals.has_rate())
      n->fault("busyness of a process without a rate", "busyness with poisson, table, csv, sine, markov or spike");
  }
  if (const auto n = node.get("batch")) read_batch(*n, arrivals);
  return arrivals;
}

}  // namespace

/// 100, or {shape: 100, interval: 1h, correlation: 0.8}.
Busyness read_busyness(const Node& node, const Scenario& scenario) {
  Busyness busyness;
  constexpr double kLeast = 1e-3;
  constexpr double kMost = 1e9;
  if (node.is_scalar()) {
    busyness.shape = node.number(kLeast, kMost, 1);
    return busyness;
  }
  if (!node.map_of({"shape", "interval", "correlation"})) return busyness;
  bool there = true;
  const Node shape = node.need("shape", "a number: of a gamma law with mean 1", there);
  if (!there) return busyness;
  busyness.shape = shape.number(kLeast, kMost, 1);
  if (const auto n = node.get("correlation")) busyness.correlation = n->number(0, 1);
  if (const auto n = node.get("interval")) {
    constexpr double kMostIntervals = 100000;
    busyness.interval = n->duration(1);
    if (busyness.interval <= 0 || scenario.horizon / busyness.interval > kMostIntervals) {
      n->fault("a duration above 0 that cuts the horizon into at most 100000 pieces");
      busyness.interval = 0;
    }
  }
  return busyness;
}

/// A process, a list of them, or {days: {weekday: …, saturday: …}}: each day of the calendar has its own.
void read_arrivals(const Node& node, const Scenario& scenario, std::vector<Arrivals>& all) {
  constexpr double kDay = 86400;
  constexpr std::size_t kDeepest = 400;
  if (node.path().size() > kDeepest) {  // an anchor may contain itself
    node.fault("days within days without end", "a process");
    return;
  }
  if (node.is_list()) {
    for (const Node& item : node.items("a list of processes")) {
      if (item.is_list()) {
        item.fault("a process");
      } else {
        read_arrivals(item, scenario, all);
      }
    }
    return;
  }
  const auto days = node.is_map() ? node.get("days") : std::optional<Node>{};
  if (!days) {
    all.push_back(read_process(node, scenario));
    return;
  }
  if (!node.map_of({"days"})) return;
  for (const auto& [type, of_day] : read_days(*days, scenario)) {
    std::vector<Arrivals> day;
    read_arrivals(of_day, scenario, day);
    for (std::size_t k = 0; k < scenario.calendar.size(); ++k) {
      if (scenario.calendar[k] != type) continue;
      for (Arrivals arrivals : day) {
        if (arrivals.length > 0) of_day.fault("days within days", "a process");
        arrivals.shift = static_cast<double>(k) * kDay;
        arrivals.length = kDay;
        all.push_back(std::move(arrivals));
      }
    }
  }
  constexpr std::size_t kMostProcesses = 20000;
  if (all.size() > kMostProcesses) {
    node.fault(std::to_string(all.size()) + " processes", "fewer days, or fewer processes a day");
    all.clear();
  }
}

/// A map by type of day.
std::vector<std::pair<std::string, Node>> read_days(const Node& node, const Scenario& scenario) {
  auto days = node.entries("a map by type of day, as the calendar names them");
  std::erase_if(days, [&](const auto& day) {
    if (std::find(scenario.calendar.begin(), scenario.calendar.end(), day.first) != scenario.calendar.end()) return false;
    day.second.fault("the type of day '" + day.first.substr(0, 60) + "'",
                     scenario.calendar.empty() ? "days only with a `calendar`" : "a day of the calendar");
    return true;
  });
  return days;
}

}  // namespace ringside::scenario
