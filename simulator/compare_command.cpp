#include <fmt/format.h>

#include <boost/program_options.hpp>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>
#include <numeric>

#include "scenarios/format/units.h"
#include "simulator/commands.h"
#include "simulator/experiments/best.h"
#include "simulator/experiments/comparison.h"
#include "simulator/setup.h"

namespace ringside::sim {
namespace {

namespace po = boost::program_options;
using Json = nlohmann::ordered_json;

constexpr const char* kUsage = R"(Usage: ringside-sim compare FILE [OPTIONS]

Plays variants of a scenario with the same callers: each caller brings the same patience and the same work to every variant,
so what differs is the variant, not luck. Of each figure it tells the difference, how sure it is, and a verdict:

  better, worse         the whole interval lies on one side of 0
  no real difference    the whole interval lies within ±D: one point of a share, one second, or what --delta says
  undecided             the days played do not tell; play more. Or a figure is unknown: no call to take a mean of

All intervals of one comparison hold together with the stated confidence (Bonferroni): whoever looks at twenty of them is
not fooled by one. The variants are those under `what_if` in the file, or each --set is one, of one or several keys.

With --best, days are played until one variant is the best with the stated certainty, if it is better by --delta.

Examples:
  ringside-sim compare scenarios/dissuading.yaml
  ringside-sim compare scenarios/small.yaml --set agents.team.count=+1 --set "agents.team.count=+1; settings.wrapup_time=30s"
  ringside-sim compare scenarios/small.yaml --set settings.wrapup_time=30s --metric mean_wait --delta mean_wait=5s
  ringside-sim compare scenarios/strategies.yaml --best mean_wait --delta 0.5s --pcs 0.95
)";

/// "5s", "1%" or a plain number, in the metric's unit.
double difference_option(const std::string& text) {
  if (const auto duration = scenario::parse_duration(text)) return *duration;
  if (!text.empty() && text.back() == '%') return number_option("delta", text.substr(0, text.size() - 1), 0, 100) / 100;
  return number_option("delta", text, 0, 1e12);
}

std::vector<JudgedMetric> metrics_of(const po::variables_map& values, const std::string& best) {
  std::vector<std::string> paths;
  if (values.count("metric") > 0) paths = values["metric"].as<std::vector<std::string>>();
  if (paths.empty() && !best.empty()) paths = {best};
  if (paths.empty()) paths = {"service_level", "abandonment_rate", "turned_away_rate", "mean_wait"};
  std::vector<JudgedMetric> metrics;
  for (const std::string& path : paths) metrics.push_back(judged_metric(path));
  if (values.count("delta") == 0) return metrics;
  for (const std::string& text : values["delta"].as<std::vector<std::string>>()) {
    const std::size_t equals = text.find('=');
    const std::string path =
        equals == std::string::npos ? (best.empty() ? metrics.front().path : best) : text.substr(0, equals);
    const double delta = difference_option(equals == std::string::npos ? text : text.substr(equals + 1));
    bool found = false;
    for (JudgedMetric& metric : metrics) {
      if (metric.path == path) metric.delta = delta;
      found = found || metric.path == path;
    }
    if (!found) throw po::error("--delta: found '" + path + "', allowed is one of the figures that are compared (--metric)");
  }
  return metrics;
}

struct Best {
  JudgedMetric metric;
  double certainty = 0.95;
  std::uint64_t days_a_batch = 5;
  std::uint64_t most_days = 10000;
  unsigned threads = 1;
  std::uint64_t seed = 1;
};

/// Days of a variant, in batches: the figure of each batch.
class Batches {
 public:
  Batches(const Best& best, const std::vector<PlannedVariant>& variants, const std::atomic<bool>& stop)
      : best_{best}, variants_{variants}, stop_{stop} {}

  double observe(std::size_t variant, std::uint64_t batch) {
    report::TallySetup setup = tally_setup(*variants_[variant].plan);
    setup.waits = false;
    setup.intervals = false;
    report::Tally tally{std::move(setup)};
    run_replications(*variants_[variant].plan,
                     {.first = batch * best_.days_a_batch,
                      .replications = best_.days_a_batch,
                      .seed = best_.seed,
                      .threads = best_.threads,
                      .progress = {}},
                     tally, stop_);
    const auto [x, y] = tally.terms_at(best_.metric.path);
    const double below = std::accumulate(y.begin(), y.end(), 0.0);
    if (below == 0) {
      if (!stop_) {
        without_value_ = fmt::format("no value of '{}' in the variant '{}', days {} to {}", best_.metric.path,
                                     variants_[variant].name, batch * best_.days_a_batch + 1, (batch + 1) * best_.days_a_batch);
      }
      return 0;
    }
    const double value = std::accumulate(x.begin(), x.end(), 0.0) / below;
    return best_.metric.wish == Wish::less ? -value : value;
  }

  /// Which batch had nothing to divide by; empty: none. Such a batch says nothing, and must not count as 0.
  const std::string& without_value() const { return without_value_; }

 private:
  const Best& best_;
  const std::vector<PlannedVariant>& variants_;
  const std::atomic<bool>& stop_;
  std::string without_value_;
};

bool has_figure(const PlannedVariant& variant, const std::string& path) {
  report::Tally tally{tally_setup(*variant.plan)};
  const std::atomic<bool> stop{false};
  run_replications(*variant.plan, {.replications = 1, .seed = 1, .threads = 1, .progress = {}}, tally, stop);
  return !tally.terms_at(path).first.empty();
}

int choose(const CommonOptions& options, const Best& best, const std::vector<PlannedVariant>& variants) {
  for (const PlannedVariant& variant : variants) {
    if (has_figure(variant, best.metric.path)) continue;
    complain("'" + best.metric.path + "' is no figure of the variant '" + variant.name + "'");
    return kWrongUse;
  }
  const std::atomic<bool>& stop = watch_interrupts();
  const Stopwatch watch;
  BestChoice choice;
  Batches batches{best, variants, stop};
  {
    ProgressLine line{0, "", options.quiet};
    std::uint64_t played = 0;
    choice = choose_best(
        {variants.size(), best.metric.delta, best.certainty, 10,
         std::max<std::uint64_t>(11, best.most_days / best.days_a_batch)},
        [&](std::size_t v, std::uint64_t batch) {
          line.say(fmt::format("{} days played", played += best.days_a_batch));
          return batches.observe(v, batch);
        },
        [&] { return !stop.load() && batches.without_value().empty(); });
  }
  if (!batches.without_value().empty()) {
    complain(batches.without_value());
    return kWrongUse;
  }
  const double sign = best.metric.wish == Wish::less ? -1 : 1;
  if (!options.json.empty()) {
    Json json{{"format", "ringside-best"},
              {"version", 1},
              {"scenario", variants[0].scenario->name},
              {"seed", best.seed},
              {"metric", best.metric.path},
              {"delta", best.metric.delta},
              {"certainty", best.certainty},
              {"decided", choice.decided}};
    json["left"] = Json::array();
    for (const std::size_t v : choice.left) json["left"].push_back(variants[v].name);
    json["variants"] = Json::array();
    for (std::size_t v = 0; v < variants.size(); ++v) {
      json["variants"].push_back(
          Json{{"name", variants[v].name}, {"mean", sign * choice.means[v]}, {"days", choice.batches[v] * best.days_a_batch}});
    }
    if (!options.deterministic) json["run"] = json_of(watch.facts(options.threads));
    if (!write_file(options.json, json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n")) return kFailed;
  }
  if (options.json != "-") {
    const double factor = best.metric.unit.empty() ? 100 : 1;
    const std::string unit = best.metric.unit.empty() ? " %" : best.metric.unit == "s" ? " s" : "";
    fmt::print("{}: which is best for '{}'?\n", variants[0].scenario->name, best.metric.words());
    for (std::size_t v = 0; v < variants.size(); ++v) {
      const bool left = std::find(choice.left.begin(), choice.left.end(), v) != choice.left.end();
      fmt::print("  {:<32} {:>9.2f}{:<3} after {:>5} days{}\n", variants[v].name, sign * factor * choice.means[v], unit,
                 choice.batches[v] * best.days_a_batch, left ? choice.decided ? "   <- best" : "   still in" : "   ruled out");
    }
    if (choice.decided) {
      fmt::print("'{}' is chosen: right with {:g} % certainty if it is better than every other by {:g}{}.\n",
                 variants[choice.left[0]].name, 100 * best.certainty, factor * best.metric.delta, unit);
    } else {
      fmt::print("Undecided {}.\n", stop ? "when interrupted" : "after the days allowed (--most-days)");
    }
  }
  return stop ? kFailed : kDone;
}

int compare(const CommonOptions& options, const std::vector<JudgedMetric>& metrics,
            const std::vector<PlannedVariant>& variants) {
  const scenario::Experiment& experiment = variants.front().scenario->experiment;
  const std::atomic<bool>& stop = watch_interrupts();
  const Stopwatch watch;
  const std::uint64_t days = options.replications.value_or(experiment.replications);
  tl::expected<Comparison, std::string> comparison;
  {
    ProgressLine line{days * variants.size(), "days", options.quiet};
    comparison = compare_variants(variants,
                                  {.metrics = metrics,
                                   .replications = days,
                                   .seed = options.seed.value_or(experiment.seed),
                                   .confidence = experiment.confidence,
                                   .threads = options.threads,
                                   .progress = [&](std::uint64_t n) { line.done(n); }},
                                  stop);
  }
  if (!comparison) {
    complain(comparison.error());
    return kWrongUse;
  }
  if (comparison->replications == 0) {
    complain("interrupted before all variants had played a day");
    return kFailed;
  }
  std::optional<report::RunFacts> facts;
  if (!options.deterministic) facts = watch.facts(options.threads);
  const std::string json = to_json(*comparison, facts);
  if (!options.json.empty() && !write_file(options.json, json)) return kFailed;
  if (options.json != "-") std::cout << summary(*comparison);
  if (options.store) {
    report::StoredRun kept;
    kept.kind = "compare";
    kept.name = comparison->scenario;
    kept.started = watch.started();
    kept.seed = comparison->seed;
    kept.scenario = read_text(options.files[0]).value_or("");
    for (const ComparedVariant& variant : comparison->variants) kept.changes += lines_of(variant.changes);
    kept.result = json;
    if (!keep(options.runs, std::move(kept))) return kFailed;
  }
  return stop ? kFailed : kDone;
}

}  // namespace

int compare_command(int argc, char** argv) {
  CommandLine line{"compare", kUsage};
  using Texts = std::vector<std::string>;
  std::string best_metric;
  auto add = line.add();
  add("base", po::value<Texts>()->value_name("KEY=VALUE"), "change the scenario, for all variants alike");
  add("only", po::value<Texts>()->value_name("NAME"), "of the file's what_if, this one; repeat for more");
  add("metric", po::value<Texts>()->value_name("FIGURE"),
      "compare this figure: mean_wait, cost, FLOW.calls.mean_wait, GROUP.occupancy, ...; repeat for more");
  add("delta", po::value<Texts>()->value_name("[FIGURE=]D"),
      "a difference that does not matter: 2s, 1%, 0.5 (default: 1 s, 1 %)");
  add("best", po::value(&best_metric)->value_name("FIGURE"),
      "play until it is known which variant is best by this figure; without --metric, --replications, --store");
  add("pcs", po::value<std::string>()->value_name("P"), "the certainty asked of --best (default 0.95)");
  add("most-days", po::value<std::string>()->value_name("N"), "of each variant, for --best (default 10000)");
  line.with_scenario("a variant: KEY=VALUE, or \"KEY=VALUE; KEY=VALUE\"; repeat for more; in place of the file's what_if");
  line.with_store();
  const auto options = line.parse(argc, argv);
  if (!options) return kDone;
  if (options->files.size() != 1)
    throw po::error("compare: " + std::to_string(options->files.size()) + " files given, one is allowed");
  const po::variables_map& values = line.values();
  if (!best_metric.empty()) {
    if (options->store) throw po::error("--best with --store: a choice is not kept in the file of runs; --json writes it");
    if (options->replications)
      throw po::error("--best with --replications: it plays as many days as it needs; --most-days bounds them");
    if (values.count("metric") > 0)
      throw po::error("--best with --metric: the figure that --best names is the only one judged");
  }
  VariantChoice choice{options->files[0], {}, {}, {}};
  if (values.count("base") > 0) {
    for (const std::string& text : values["base"].as<Texts>()) choice.base.push_back(set_option("base", text));
  }
  if (values.count("only") > 0) choice.only = values["only"].as<Texts>();
  for (const std::string& text : options->sets) {
    const auto variant = variant_of(text);
    if (!variant) throw po::error("--set: found '" + text + "', allowed is KEY=VALUE, or several with ; between them");
    choice.variants.push_back(*variant);
  }
  const std::vector<JudgedMetric> metrics = metrics_of(values, best_metric);
  auto variants = plan_variants(choice);
  if (!variants) {
    tell(variants.error());
    return kWrongUse;
  }
  if (variants->size() < 2) {
    complain(choice.file + ": found no what_if, allowed are variants there, or as --set KEY=VALUE");
    return kWrongUse;
  }
  if (!settle_warmups(*variants, options->threads, watch_interrupts())) complain(kNoSteadyState);
  if (best_metric.empty()) return compare(*options, metrics, *variants);
  Best best;
  for (const JudgedMetric& metric : metrics) {
    if (metric.path == best_metric) best.metric = metric;
  }
  if (best.metric.wish == Wish::neither) throw po::error("--best: of '" + best_metric + "' neither more nor less is better");
  if (best.metric.delta <= 0) throw po::error("--best needs a --delta above 0: the smallest difference worth detecting");
  if (values.count("pcs") > 0) best.certainty = number_option("pcs", values["pcs"].as<std::string>(), 0.5, 0.9999);
  if (values.count("most-days") > 0)
    best.most_days = whole_option("most-days", values["most-days"].as<std::string>(), 100, 100000000);
  best.threads = options->threads;
  best.seed = options->seed.value_or(variants->front().scenario->experiment.seed);
  return choose(*options, best, *variants);
}

}  // namespace ringside::sim
