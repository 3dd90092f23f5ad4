#include "reports/results/read_json.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace ringside::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLargest = 64 * 1024 * 1024;
constexpr int kDeepest = 32;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kNoBound = std::numeric_limits<double>::infinity();

/// A value with its path. The first thing that does not fit is thrown, and caught by from_json.
class Place {
 public:
  Place(const Json& json, std::string path) : json_{json}, path_{std::move(path)} {}

  Place at(const char* key) const {
    const std::string path = path_.empty() ? key : path_ + "." + key;
    if (!json_.is_object()) throw ReadFault{path_, json_.type_name(), "an object"};
    const auto found = json_.find(key);
    if (found == json_.end()) throw ReadFault{path, "nothing", "a value"};
    return {*found, path};
  }
  bool is_object() const { return json_.is_object(); }
  bool is_number() const { return json_.is_number(); }
  bool has(const char* key) const { return json_.is_object() && json_.contains(key); }

  /// Null stands for what is not finite.
  double number(double if_null = kUnknown) const {
    if (json_.is_null()) return if_null;
    if (!json_.is_number()) throw ReadFault{path_, json_.type_name(), "a number or null"};
    return json_.get<double>();
  }
  std::uint64_t whole() const {
    if (!json_.is_number_unsigned()) throw ReadFault{path_, json_.type_name(), "a whole number from 0 on"};
    return json_.get<std::uint64_t>();
  }
  bool flag() const {
    if (!json_.is_boolean()) throw ReadFault{path_, json_.type_name(), "true or false"};
    return json_.get<bool>();
  }
  std::string text() const {
    if (!json_.is_string()) throw ReadFault{path_, json_.type_name(), "a text"};
    return json_.get<std::string>();
  }
  template <class Visit>
  void each_item(Visit visit) const {
    if (!json_.is_array()) throw ReadFault{path_, json_.type_name(), "a list"};
    for (std::size_t i = 0; i < json_.size(); ++i) visit(Place{json_[i], path_ + "[" + std::to_string(i) + "]"});
  }
  template <class Visit>
  void each_entry(Visit visit) const {
    if (!json_.is_object()) throw ReadFault{path_, json_.type_name(), "an object"};
    for (const auto& [key, value] : json_.items()) visit(key, Place{value, path_ + "." + key});
  }

 private:
  const Json& json_;
  std::string path_;
};

Estimate estimate(const Place& place) { return {place.at("value").number(), place.at("half_width").number(kNoBound), 0}; }

Figure figure(const std::string& name, const Place& place, bool whole) {
  Figure figure;
  figure.name = name;
  figure.estimate = estimate(place);
  if (place.has("unit")) figure.unit = place.at("unit").text();
  figure.numerator = place.at("numerator").number();
  figure.denominator = place.at("denominator").number();
  if (whole || place.has("numerator_is")) figure.numerator_name = place.at("numerator_is").text();
  if (whole || place.has("denominator_is")) figure.denominator_name = place.at("denominator_is").text();
  if (place.has("days")) {
    const Place days = place.at("days");
    figure.days = Spread{days.at("mean").number(), days.at("p10").number(), days.at("p50").number(), days.at("p90").number()};
  }
  return figure;
}

std::vector<Figure> figures(const Place& place, bool whole) {
  std::vector<Figure> all;
  place.each_entry([&](const std::string& name, const Place& one) { all.push_back(figure(name, one, whole)); });
  return all;
}

/// What later versions have added: from files without it nothing is read.
std::vector<Quantile> quantiles(const Place& place, const char* key) {
  std::vector<Quantile> all;
  if (!place.has(key)) return all;
  place.at(key).each_item([&](const Place& one) {
    all.push_back({one.at("p").number(), one.at("value").number(), one.at("low").number(), one.at("high").number(kNoBound)});
  });
  return all;
}

std::string text(const Place& place, const char* key) { return place.has(key) ? place.at(key).text() : std::string{}; }

std::vector<double> numbers(const Place& place) {
  std::vector<double> all;
  place.each_item([&](const Place& one) { all.push_back(one.number()); });
  return all;
}

SeriesResult series(const Place& place, bool whole) {
  SeriesResult series;
  if (place.has("flow")) {
    series.flow = place.at("flow").text();
    series.media = place.at("media").text();
  }
  series.figures = figures(place.at("figures"), whole);
  if (whole || place.has("deepest_queue")) series.deepest_queue = estimate(place.at("deepest_queue"));
  if (!whole) return series;
  series.days_on_target = estimate(place.at("days_on_target"));
  place.at("queue_at").each_item([&](const Place& one) { series.queue_at.emplace_back(one.at("at").number(), estimate(one)); });
  series.waits = quantiles(place, "wait_quantiles");
  series.waits_all = quantiles(place, "wait_quantiles_all");
  series.waits_answered = quantiles(place, "wait_quantiles_answered");
  series.waits_abandoned = quantiles(place, "wait_quantiles_abandoned");
  place.at("wait_histogram").each_item([&](const Place& one) {
    series.histogram.push_back({one.at("from").number(), one.at("to").number(kNoBound), one.at("share").number(),
                                one.has("half_width") ? one.at("half_width").number(kNoBound) : kNoBound});
  });
  return series;
}

std::vector<GroupResult> groups(const Place& place, bool whole) {
  std::vector<GroupResult> all;
  place.each_item([&](const Place& one) { all.push_back({one.at("group").text(), figures(one.at("figures"), whole)}); });
  return all;
}

IntervalResult interval(const Place& place) {
  IntervalResult interval{place.at("from").number(), place.at("to").number(), {}, {}, {}};
  place.at("series").each_item([&](const Place& one) { interval.series.push_back(series(one, false)); });
  if (place.has("total")) interval.series.push_back(series(place.at("total"), false));
  if (place.has("groups")) interval.groups = groups(place.at("groups"), false);
  if (place.has("agents")) interval.all_agents.figures = figures(place.at("agents").at("figures"), false);
  return interval;
}

/// What figures of intervals are made of the whole run's say.
void name_terms(Result& result) {
  const auto name = [](std::vector<Figure>& figures, const auto& whole) {
    for (Figure& figure : figures) {
      const Figure* const same = figure.numerator_name.empty() ? whole.find(figure.name) : nullptr;
      if (same == nullptr) continue;
      figure.numerator_name = same->numerator_name;
      figure.denominator_name = same->denominator_name;
    }
  };
  for (IntervalResult& interval : result.intervals) {
    for (SeriesResult& series : interval.series) name(series.figures, result.total);
    for (GroupResult& group : interval.groups) {
      for (const GroupResult& whole : result.groups) {
        if (whole.group == group.group) name(group.figures, whole);
      }
    }
    name(interval.all_agents.figures, result.all_agents);
  }
}

/// Figures share the number of samples, which stands at the top only.
void tell_samples(Result& result) {
  const auto tell = [&](SeriesResult& series) {
    for (Figure& figure : series.figures) figure.estimate.samples = result.samples;
    series.days_on_target.samples = result.samples;
    series.deepest_queue.samples = result.samples;
    for (auto& [at, depth] : series.queue_at) depth.samples = result.samples;
  };
  tell(result.total);
  for (SeriesResult& series : result.series) tell(series);
  const auto tell_group = [&](GroupResult& group) {
    for (Figure& figure : group.figures) figure.estimate.samples = result.samples;
  };
  for (GroupResult& group : result.groups) tell_group(group);
  tell_group(result.all_agents);
  for (IntervalResult& interval : result.intervals) {
    for (SeriesResult& series : interval.series) tell(series);
    for (GroupResult& group : interval.groups) tell_group(group);
    tell_group(interval.all_agents);
  }
}

Result result(const Place& place) {
  Result result;
  result.scenario = place.at("scenario").text();
  result.seed = place.at("seed").whole();
  result.replications = place.at("replications").whole();
  result.asked = place.at("replications_asked").whole();
  result.samples = place.at("samples").whole();
  result.interrupted = place.at("interrupted").flag();
  result.confidence = place.at("confidence").number();
  result.horizon = place.at("horizon").number();
  result.warmup = place.at("warmup").number();
  result.warmup_by = text(place, "warmup_by");
  result.day_starts = place.has("day_starts") ? place.at("day_starts").number() : 0;
  result.date = text(place, "date");
  const Place level = place.at("service_level");
  result.threshold = level.at("threshold").number();
  result.target = level.at("target").number();
  result.formula = level.at("formula").text();
  result.total = series(place.at("total"), true);
  place.at("series").each_item([&](const Place& one) { result.series.push_back(series(one, true)); });
  result.groups = groups(place.at("groups"), true);
  if (place.has("agents")) result.all_agents.figures = figures(place.at("agents").at("figures"), true);
  if (place.has("samples_are")) result.samples_are = place.at("samples_are").text();
  if (place.has("precision")) {
    const Place precision = place.at("precision");
    result.precision = ReachedPrecision{precision.at("figure").text(), precision.at("asked").number(),
                                        precision.at("half_width").number(kNoBound), precision.at("reached").flag()};
  }
  place.at("intervals").each_item([&](const Place& one) { result.intervals.push_back(interval(one)); });
  if (place.has("invalid")) {
    place.at("invalid").each_item([&](const Place& one) { result.invalid.push_back(one.text()); });
  }
  if (place.has("day_terms")) {
    place.at("day_terms").each_entry([&](const std::string& figure, const Place& one) {
      result.days.push_back({figure, numbers(one.at("x")), numbers(one.at("y"))});
    });
  }
  name_terms(result);
  tell_samples(result);
  return result;
}

RunFacts facts(const Place& place) {
  RunFacts facts;
  facts.version = place.at("program").text();
  facts.started = place.at("started").text();
  facts.host = place.at("host").text();
  facts.threads = static_cast<unsigned>(std::min<std::uint64_t>(place.at("threads").whole(), 1U << 20));
  facts.seconds = place.at("seconds").number();
  facts.cpu_seconds = place.at("cpu_seconds").number();
  return facts;
}

std::vector<std::string> texts(const Place& place, const char* key) {
  std::vector<std::string> all;
  if (place.has(key)) place.at(key).each_item([&](const Place& one) { all.push_back(one.text()); });
  return all;
}

/// Percentiles and numbers of any name, so that later versions may have more.
RealCalls real_calls(const Place& place) {
  RealCalls real;
  place.each_entry([&](const std::string& name, const Place& one) {
    if (one.is_number()) real.numbers.emplace_back(name, one.number());
    if (!one.is_object()) return;
    if (name == "sip_errors") {
      one.each_entry([&](const std::string& cause, const Place& count) {
        real.sip_errors.emplace_back(cause, static_cast<std::int64_t>(std::min<std::uint64_t>(count.whole(), 1ULL << 62U)));
      });
    } else if (one.has("p50")) {
      const auto part = [&](const char* percentile) { return one.has(percentile) ? one.at(percentile).number() : kUnknown; };
      real.percentiles.push_back({name, part("p50"), part("p95"), part("p99"), part("max")});
    } else {
      one.each_entry([&](const std::string& part, const Place& number) {
        if (number.is_number()) real.numbers.emplace_back(name + "." + part, number.number());
      });
    }
  });
  real.disagreements = texts(place, "disagreements");
  real.approximations = texts(place, "approximations");
  return real;
}

}  // namespace

std::string to_string(const ReadFault& fault) {
  return (fault.key.empty() ? "the text" : fault.key) + ": found " + fault.found + ", allowed is " + fault.allowed;
}

tl::expected<ReadResult, ReadFault> from_json(std::string_view text) {
  if (text.size() > kLargest) return tl::unexpected{ReadFault{"", std::to_string(text.size()) + " bytes", "at most 64 MiB"}};
  bool too_deep = false;
  const auto watch_depth = [&](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > kDeepest;
    return depth <= kDeepest;
  };
  const Json json = Json::parse(text, watch_depth, false);
  if (too_deep) return tl::unexpected{ReadFault{"", "values in values without end", "the JSON of a result"}};
  if (json.is_discarded()) return tl::unexpected{ReadFault{"", "no JSON", "the JSON of a result"}};
  try {
    const Place place{json, ""};
    const std::string format = place.at("format").text();
    if (format != "ringside-result") throw ReadFault{"format", "'" + format.substr(0, 60) + "'", "ringside-result"};
    const std::uint64_t version = place.at("version").whole();
    if (version != 1) throw ReadFault{"version", std::to_string(version), "1"};
    ReadResult read{result(place), {}, {}};
    if (place.has("run")) read.facts = facts(place.at("run"));
    if (place.has("real") && place.at("real").is_object()) read.real = real_calls(place.at("real"));
    return read;
  } catch (const ReadFault& fault) {
    return tl::unexpected{fault};
  }
}

}  // namespace ringside::report
