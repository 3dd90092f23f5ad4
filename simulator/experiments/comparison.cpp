#include "simulator/experiments/comparison.h"

#include <cmath>
#include <limits>

#include "simulator/setup.h"

namespace ringside::sim {
namespace {

struct Jackknife {
  bool known = false;  ///< there is something to divide by
  double value = 0;
  std::vector<double> without;  ///< the ratio with one day left out
};

Jackknife jackknife(const std::vector<double>& x, const std::vector<double>& y) {
  double sum_x = 0;
  double sum_y = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum_x += x[i];
    sum_y += y[i];
  }
  Jackknife jack{sum_y != 0, sum_y == 0 ? 0 : sum_x / sum_y, std::vector<double>(x.size())};
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double left = sum_y - y[i];
    jack.without[i] = left == 0 ? jack.value : (sum_x - x[i]) / left;
  }
  return jack;
}

double squares(const std::vector<double>& values) {
  double mean = 0;
  for (const double v : values) mean += v / static_cast<double>(values.size());
  double sum = 0;
  for (const double v : values) sum += (v - mean) * (v - mean);
  return sum;
}

}  // namespace

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::better: return "better";
    case Verdict::worse: return "worse";
    case Verdict::more: return "more";
    case Verdict::less: return "less";
    case Verdict::no_difference: return "no real difference";
    case Verdict::undecided: return "undecided";
  }
  return "";
}

Verdict judge(const JudgedMetric& metric, double difference, double half_width) {
  const double low = difference - half_width;
  const double high = difference + half_width;
  if (!std::isfinite(half_width)) return Verdict::undecided;
  if (low >= -metric.delta && high <= metric.delta) return Verdict::no_difference;
  if (low > 0) return metric.wish == Wish::more ? Verdict::better : metric.wish == Wish::less ? Verdict::worse : Verdict::more;
  if (high < 0) return metric.wish == Wish::more ? Verdict::worse : metric.wish == Wish::less ? Verdict::better : Verdict::less;
  return Verdict::undecided;
}

Difference paired_difference(const PairedTerms& terms, double confidence) {
  Difference difference;
  difference.base = report::ratio(terms.x0, terms.y0, confidence);
  difference.variant = report::ratio(terms.x1, terms.y1, confidence);
  const Jackknife base = jackknife(terms.x0, terms.y0);
  const Jackknife variant = jackknife(terms.x1, terms.y1);
  difference.base_known = base.known;
  difference.variant_known = variant.known;
  difference.half_width = std::numeric_limits<double>::infinity();
  if (!difference.known()) return difference;
  difference.value = variant.value - base.value;
  const std::size_t n = base.without.size();
  if (n < 2) return difference;
  std::vector<double> without(n);
  for (std::size_t i = 0; i < n; ++i) without[i] = variant.without[i] - base.without[i];
  const double paired = squares(without);
  const double independent = squares(base.without) + squares(variant.without);
  const double error = std::sqrt(paired * static_cast<double>(n - 1) / static_cast<double>(n));
  difference.half_width = report::student_factor(confidence, n) * error;
  difference.as_many_days = paired > 0 ? independent / paired : std::numeric_limits<double>::infinity();
  return difference;
}

tl::expected<Comparison, std::string> compare_played(const std::vector<PlayedVariant>& variants, std::uint64_t played,
                                                     const ComparisonOptions& options) {
  Comparison comparison;
  comparison.scenario = variants.front().scenario;
  comparison.seed = options.seed;
  comparison.replications = played;
  comparison.asked = options.replications;
  comparison.confidence = options.confidence;
  comparison.metrics = options.metrics;
  const auto family = static_cast<double>(std::max<std::size_t>(1, options.metrics.size() * (variants.size() - 1)));
  comparison.one_confidence = 1 - (1 - options.confidence) / family;
  for (std::size_t v = 0; v < variants.size(); ++v) {
    ComparedVariant one{variants[v].name, variants[v].description, variants[v].changes, variants[v].tally->result(), {}};
    one.result.scenario = variants[v].scenario;
    one.result.seed = options.seed;
    one.result.replications = played;
    one.result.asked = options.replications;
    one.result.interrupted = played < options.replications;
    for (const JudgedMetric& metric : options.metrics) {
      const auto base = variants.front().tally->terms_at(metric.path);
      const auto own = variants[v].tally->terms_at(metric.path);
      if (own.first.empty() && played > 0)
        return tl::unexpected{"'" + metric.path + "' is no figure of the variant '" + one.name + "'"};
      if (v == 0) continue;
      Difference difference = paired_difference({base.first, base.second, own.first, own.second}, comparison.one_confidence);
      difference.verdict = judge(metric, difference.value, difference.half_width);
      one.differences.push_back(difference);
    }
    comparison.variants.push_back(std::move(one));
  }
  return comparison;
}

tl::expected<Comparison, std::string> compare_variants(const std::vector<PlannedVariant>& variants,
                                                       const ComparisonOptions& options, const std::atomic<bool>& stop) {
  // A few days of each in turn, so that an interruption leaves days that all of them have.
  constexpr std::uint64_t kTurn = 16;
  std::vector<report::Tally> tallies;
  for (const PlannedVariant& variant : variants) tallies.emplace_back(tally_setup(*variant.plan));
  std::uint64_t played = 0;
  while (played < options.replications && !stop) {
    const std::uint64_t now = std::min(kTurn, options.replications - played);
    std::vector<std::vector<report::Sample>> samples(variants.size());
    for (std::size_t v = 0; v < variants.size() && !stop; ++v) {
      const SampleSink sink = [&](std::vector<report::Sample>&& day) {
        for (report::Sample& sample : day) samples[v].push_back(std::move(sample));
      };
      run_replications(*variants[v].plan,
                       {.first = played, .replications = now, .seed = options.seed, .threads = options.threads, .progress = {}},
                       sink, stop);
      if (options.progress) options.progress(played * variants.size() + now * (v + 1));
    }
    if (stop) break;
    for (std::size_t v = 0; v < variants.size(); ++v) {
      for (report::Sample& sample : samples[v]) tallies[v].add(std::move(sample));
    }
    played += now;
  }
  std::vector<PlayedVariant> done;
  for (std::size_t v = 0; v < variants.size(); ++v) {
    done.push_back({variants[v].name, variants[v].description, variants[v].changes, variants[v].scenario->name, &tallies[v]});
  }
  return compare_played(done, played, options);
}

}  // namespace ringside::sim
