#include "tests/validation/judge.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <stdexcept>

#include "scenarios/format/load.h"
#include "simulator/experiment.h"
#include "simulator/setup.h"

namespace ringside::validation {
namespace {

namespace math = boost::math;
constexpr double kConfidence = 0.99;

/// The standard normal value that is as unlikely as this t.
double normal_score(double t, double freedom) {
  const double tail = math::cdf(math::complement(math::students_t{freedom}, std::abs(t)));
  const double z = tail <= 0 ? 40 : math::quantile(math::complement(math::normal{}, tail));
  return t < 0 ? -z : z;
}

report::Estimate estimate_of(const Claim& claim, const report::Result& result, const report::Tally& tally) {
  const auto figure = [&](const std::vector<report::Figure>& figures) {
    for (const report::Figure& f : figures) {
      if (f.name == claim.figure) return f.estimate;
    }
    throw std::runtime_error("the result has no figure " + claim.figure);
  };
  switch (claim.where) {
    case Claim::Where::total: return figure(result.total.figures);
    case Claim::Where::group: return figure(result.groups.at(claim.group).figures);
    case Claim::Where::queue_at: return result.total.queue_at.at(0).second;
    case Claim::Where::variance_of_offered_wait: break;
    case Claim::Where::series:
      for (const report::SeriesResult& series : result.series) {
        if (series.flow == claim.flow && series.media == claim.media) return figure(series.figures);
      }
      throw std::runtime_error("the result has no series " + claim.flow);
  }
  // About the mean that came out: the error of the mean itself is of second order.
  const double mean = result.total.find("mean_offered_wait_if_waiting")->estimate.value;
  auto [squares, counts] = tally.terms("mean_square_offered_wait_if_waiting");
  const auto [sums, same] = tally.terms("mean_offered_wait_if_waiting");
  for (std::size_t i = 0; i < squares.size(); ++i) squares[i] += mean * mean * counts[i] - 2 * mean * sums[i];
  return report::ratio(squares, counts, kConfidence);
}

Finding finding_of(const Case& c, const Claim& claim, const report::Estimate& estimate, const Effort& effort) {
  Finding finding{c.id, claim.name, claim.exact, estimate.value, estimate.half_width, 0, false};
  const double error = estimate.half_width / report::student_factor(kConfidence, estimate.samples);
  const double off = estimate.value - claim.exact;
  if (std::abs(off) > 1e-12 * std::max(1.0, std::abs(claim.exact))) {
    finding.z = error > 0 ? normal_score(off / error, static_cast<double>(estimate.samples - 1)) : 40;
  }
  const double enough = std::max(effort.relative * std::abs(claim.exact), claim.probability ? effort.probability : 0.0);
  finding.precise = estimate.half_width <= enough;
  return finding;
}

}  // namespace

CaseFindings play(const Case& c, const Effort& effort) {
  // Callers of their own for each case, or the cases would err together.
  std::uint64_t seed = effort.seed;
  for (const char letter : c.id) seed = (seed ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  auto scenario = scenario::parse_scenario(c.yaml, c.id);
  if (!scenario) throw std::runtime_error(scenario::to_string(scenario.error().front()) + "\n" + c.yaml);
  scenario->experiment.confidence = kConfidence;
  const sim::Plan plan{*scenario};
  report::TallySetup setup = sim::tally_setup(plan);
  setup.waits = false;
  report::Tally tally{setup};
  const std::atomic<bool> stop{false};
  CaseFindings all;
  for (std::uint64_t next = 32;; next = all.replications) {
    const double left = effort.most_calls / c.calls_a_replication - static_cast<double>(all.replications);
    next =
        std::max<std::uint64_t>(std::min(next, static_cast<std::uint64_t>(std::max(left, 0.0))), all.replications == 0 ? 8 : 0);
    if (next == 0) break;
    all.replications += sim::run_replications(
        plan, {.first = all.replications, .replications = next, .seed = seed, .threads = effort.threads, .progress = {}}, tally,
        stop);
    const report::Result result = tally.result();
    all.findings.clear();
    for (const Claim& claim : c.claims) all.findings.push_back(finding_of(c, claim, estimate_of(claim, result, tally), effort));
    if (std::all_of(all.findings.begin(), all.findings.end(), [](const Finding& f) { return f.precise; })) break;
  }
  all.calls = static_cast<double>(all.replications) * c.calls_a_replication;
  return all;
}

Verdict judge(const std::vector<CaseFindings>& all) {
  Verdict verdict;
  std::size_t figures = 0;
  for (const CaseFindings& c : all) figures += c.findings.size();
  if (figures == 0) return verdict;
  const double each = 1 - std::pow(0.99, 1.0 / static_cast<double>(figures));
  verdict.bound = math::quantile(math::complement(math::normal{}, each / 2));
  unsigned above = 0;
  unsigned cases = 0;
  for (const CaseFindings& c : all) {
    for (const Finding& finding : c.findings) {
      verdict.beyond += std::abs(finding.z) > verdict.bound ? 1 : 0;
      verdict.imprecise += finding.precise ? 0 : 1;
    }
    const auto first = std::find_if(c.findings.begin(), c.findings.end(), [](const Finding& f) { return f.z != 0; });
    if (first == c.findings.end()) continue;
    verdict.chi_square += first->z * first->z;
    above += first->z > 0 ? 1 : 0;
    ++cases;
  }
  if (cases == 0) return verdict;
  const math::chi_squared law{static_cast<double>(cases)};
  verdict.chi_square_p = 2 * std::min(math::cdf(law, verdict.chi_square), math::cdf(math::complement(law, verdict.chi_square)));
  const math::binomial coin{static_cast<double>(cases), 0.5};
  const unsigned fewer = std::min(above, cases - above);
  verdict.sign_p = std::min(1.0, 2 * math::cdf(coin, fewer));
  return verdict;
}

bool Coverage::passed() const {
  const auto within = [](double share) { return share >= 0.93 && share <= 0.97; };
  return within(mean) && within(ratio) && within(quantile);
}

/// The figures are those of the case erlangA-n10-l0.053-s180-p120; that P(wait > 20 s) makes 20 s a quantile.
Coverage coverage(unsigned experiments, unsigned threads, std::uint64_t seed) {
  constexpr double kMeanWait = 14.205829927122968;
  constexpr double kAbandoned = 0.11838191605935808;
  constexpr double kLonger = 0.2563835760499299;
  const auto scenario = scenario::parse_scenario(
      "settings: {wrapup_time: 0s}\nflows: {f: {calls: {arrivals: 0.053/s, handle_time: {exponential: 180s}, patience: "
      "{exponential: 120s}}}}\n"
      "agents: {g: {count: 10, skills: [f]}}\nhorizon: 11600s\nexperiment: {warmup: 2000s, confidence: 0.95}\n",
      "coverage");
  const sim::Plan plan{*scenario};
  report::TallySetup setup = sim::tally_setup(plan);
  setup.quantiles = {1 - kLonger};
  const std::atomic<bool> stop{false};
  Coverage coverage{experiments, 0, 0, 0};
  for (unsigned i = 0; i < experiments; ++i) {
    report::Tally tally{setup};
    sim::run_replications(plan, {.first = i * 30ULL, .replications = 30, .seed = seed, .threads = threads, .progress = {}},
                          tally, stop);
    const report::Result result = tally.result();
    const auto covers = [&](const char* figure, double exact) {
      const report::Estimate& e = result.total.find(figure)->estimate;
      return std::abs(e.value - exact) <= e.half_width ? 1.0 / experiments : 0.0;
    };
    coverage.mean += covers("mean_wait", kMeanWait);
    coverage.ratio += covers("abandonment_rate", kAbandoned);
    const report::Quantile& q = result.total.waits.at(0);
    coverage.quantile += q.low <= 20 && 20 <= q.high ? 1.0 / experiments : 0.0;
  }
  return coverage;
}

}  // namespace ringside::validation
