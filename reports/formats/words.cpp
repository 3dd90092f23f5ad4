#include "reports/formats/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/charts/positions.h"

namespace ringside::report {
namespace {

const SeriesResult& calls_of(const Result& result, Scope scope) { return scope ? result.series[*scope] : result.total; }

std::string with_interval(const Figure& figure) {
  const std::string interval = interval_text(figure);
  return value_text(figure) + (interval.empty() ? "" : " " + interval);
}

/// Whether the target is met, as far as the interval tells.
Mood mood_of_level(const Estimate& level, double target) {
  if (!level.has_interval()) return Mood::neutral;
  if (level.value - level.half_width >= target) return Mood::good;
  return level.value + level.half_width < target ? Mood::bad : Mood::unsure;
}

std::string target_text(const Result& result, const Figure& level) {
  const std::string target = written(result.target, ChartUnit::share);
  switch (mood_of_level(level.estimate, result.target)) {
    case Mood::good: return fmt::format("The target of {} is met.", target);
    case Mood::bad: return fmt::format("The target of {} is missed.", target);
    case Mood::unsure: return fmt::format("Whether the target of {} is met remains open: the interval holds it.", target);
    case Mood::neutral: break;
  }
  return fmt::format("The target is {}; with one {} there is no interval to judge it by.", target, result.sample_word());
}

std::string level_sentence(const Result& result) {
  const Figure* const level = result.total.find("service_level");
  if (level == nullptr || level->denominator == 0) return "No calls came.";
  std::string text = fmt::format("{} of the calls are answered within {:g} s ({}). {}", with_interval(*level), result.threshold,
                                 result.formula, target_text(result, *level));
  if (level->days && result.samples > 1) {
    text += fmt::format(" {} 8 of 10 it lies between {} and {}, and {} of the {} stay below the target.",
                        result.in_batches() ? "Batches differ: in" : "Days differ: on",
                        written(level->days->p10, ChartUnit::share), written(level->days->p90, ChartUnit::share),
                        written(1 - result.total.days_on_target.value, ChartUnit::share), result.samples_word());
  }
  return text;
}

std::string waiting_sentence(const Result& result) {
  std::string text;
  if (const Figure* const wait = result.total.find("mean_wait_answered"))
    text += fmt::format("Those who are answered have waited {} on average", with_interval(*wait));
  for (const Quantile& q : result.total.waits) {
    if (q.p == 0.9) text += fmt::format("; 9 of 10 wait at most {}", written(q.value, ChartUnit::seconds));
  }
  if (!text.empty()) text += ". ";
  if (const Figure* const gone = result.total.find("abandonment_rate"))
    text += fmt::format("{} of the accepted callers hang up before an agent answers.", with_interval(*gone));
  const Figure* const away = result.total.find("turned_away_rate");
  if (away != nullptr && away->estimate.value > 0)
    text += fmt::format(" {} of those who call are turned away.", with_interval(*away));
  return text;
}

/// The interval that hurts most; nothing if there is only one.
std::string worst_sentence(const Result& result) {
  const ChartSeries levels = figure_over_time(result, {}, "service_level");
  const ChartSeries queues = figure_over_time(result, {}, "mean_queue");
  const auto time = chart_over_time(result, "", "");
  const auto extreme = [&](const ChartSeries& series, bool least) -> std::optional<std::size_t> {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      if (!std::isfinite(series.values[i])) continue;
      if (!found || (least ? series.values[i] < series.values[*found] : series.values[i] > series.values[*found])) found = i;
    }
    return found;
  };
  if (!over_time(result)) return {};
  std::string text;
  if (const auto at = extreme(levels, true))
    text += fmt::format("The weakest interval is {}, with {} answered in time", time.spans[*at],
                        written(levels.values[*at], ChartUnit::share));
  if (const auto at = extreme(queues, false); at && queues.values[*at] > 0)
    text += fmt::format("{} is longest at {}, with {} calls on average", text.empty() ? "The queue" : "; the queue",
                        time.spans[*at], written(queues.values[*at], ChartUnit::calls));
  return text.empty() ? text : text + ".";
}

std::string agents_sentence(const Result& result) {
  std::string text;
  constexpr std::size_t kMostGroups = 6;
  std::size_t told = 0;
  for (const GroupResult& group : result.groups) {
    const Figure* const busy = find_figure(group.figures, "occupancy");
    const Figure* const present = find_figure(group.figures, "present");
    if (busy == nullptr || present == nullptr || ++told > kMostGroups) continue;
    text += fmt::format("{}{} ({} agents on average): {}", text.empty() ? "" : "; ", group.group,
                        written(present->estimate.value, ChartUnit::agents), with_interval(*busy));
  }
  if (text.empty()) return {};
  return fmt::format("Agents are busy for this share of their time: {}{}.", text, told > kMostGroups ? "; …" : "");
}

std::string ewt_sentence(const Result& result) {
  for (const Figure& figure : result.total.figures) {
    if (!figure.name.starts_with("ewt_") || !figure.name.ends_with("_bias") || figure.denominator == 0) continue;
    const std::string name = figure.name.substr(4, figure.name.size() - 9);
    const Figure* const root = result.total.find("ewt_" + name + "_rmse");
    const bool known = figure.estimate.has_interval();
    const bool right = known && std::abs(figure.estimate.value) <= figure.estimate.half_width;
    std::string text = fmt::format("The announced wait (estimator {}) ", in_words(name));
    text += right ? std::string{"is right on average, as far as the interval tells"}
                  : fmt::format("is {} too {} on average", written(std::abs(figure.estimate.value), ChartUnit::seconds),
                                figure.estimate.value > 0 ? "long" : "short");
    if (!known) text += fmt::format(", which one {} does not tell from chance", result.sample_word());
    if (root != nullptr) text += fmt::format("; its typical error is {}", written(root->estimate.value, ChartUnit::seconds));
    return text + ".";
  }
  return {};
}

}  // namespace

std::string in_words(const std::string& figure) {
  const std::size_t dot = figure.rfind('.');
  std::string words = dot == std::string::npos ? figure : figure.substr(dot + 1);
  std::replace(words.begin(), words.end(), '_', ' ');
  if (dot == std::string::npos) return words;
  std::string of = figure.substr(0, dot);
  if (of.starts_with("group.")) of.erase(0, 6);
  for (const char* const media : {".chats", ".calls"}) {
    if (of.ends_with(media)) of[of.size() - 6] = ' ';
  }
  return of + ": " + words;
}

ChartUnit unit_of(const std::string& figure, const std::string& unit) {
  if (unit == "s") return ChartUnit::seconds;
  if (unit == "calls" || unit == "callers") return ChartUnit::calls;
  if (unit == "agents") return ChartUnit::agents;
  const bool share = unit.empty() && !figure.ends_with("_per_first_attempt") && !figure.ends_with("cost");
  return share ? ChartUnit::share : ChartUnit::plain;
}

ChartUnit unit_of_difference(ChartUnit unit) {
  switch (unit) {
    case ChartUnit::share:
    case ChartUnit::points: return ChartUnit::points;
    case ChartUnit::seconds:
    case ChartUnit::seconds_difference: return ChartUnit::seconds_difference;
    case ChartUnit::calls:
    case ChartUnit::calls_difference: return ChartUnit::calls_difference;
    case ChartUnit::agents:
    case ChartUnit::plain:
    case ChartUnit::plain_difference: break;
  }
  return ChartUnit::plain_difference;
}

std::string value_text(const Figure& figure) {
  if (figure.denominator == 0) return "–";
  return written(figure.estimate.value, unit_of(figure.name, figure.unit));
}

std::string interval_text(const Figure& figure) {
  if (figure.denominator == 0 || !figure.estimate.has_interval()) return {};
  return "± " + written_width(figure.estimate.half_width, unit_of(figure.name, figure.unit));
}

std::string axis_title(const std::string& figure, ChartUnit unit) {
  return in_words(figure) + (unit == ChartUnit::seconds ? ", s" : "");
}

std::vector<std::string> summary_in_words(const Result& result) {
  std::vector<std::string> words;
  const auto add = [&](std::string sentence) {
    if (!sentence.empty()) words.push_back(std::move(sentence));
  };
  std::string first;
  if (const Figure* const offered = result.total.find("offered"))
    first = fmt::format("{} {} calls are offered. ", result.in_batches() ? "In a batch" : "On a day", with_interval(*offered));
  add(first + level_sentence(result));
  add(waiting_sentence(result));
  add(worst_sentence(result));
  add(agents_sentence(result));
  add(ewt_sentence(result));
  return words;
}

std::vector<KeyFigure> key_figures(const Result& result, Scope scope) {
  std::vector<KeyFigure> all;
  const SeriesResult& calls = calls_of(result, scope);
  const auto add = [&](const char* figure, std::string name, std::string remark, Mood mood = Mood::neutral) {
    const Figure* const found = calls.find(figure);
    if (found != nullptr) all.push_back({std::move(name), value_text(*found), interval_text(*found), std::move(remark), mood});
  };
  const Figure* const level = calls.find("service_level");
  add("service_level", fmt::format("answered within {:g} s", result.threshold),
      fmt::format("target {}", written(result.target, ChartUnit::share)),
      level == nullptr || level->denominator == 0 ? Mood::neutral : mood_of_level(level->estimate, result.target));
  add("offered", fmt::format("offered a {}", result.sample_word()), "calls");
  add("abandonment_rate", "abandoned", "of accepted calls");
  const Figure* const away = calls.find("turned_away_rate");
  if (away != nullptr && away->estimate.value > 0) add("turned_away_rate", "turned away", "of offered calls");
  add("mean_wait_answered", "mean wait till answer", "of answered calls");
  for (const Quantile& q : calls.waits) {
    if (q.p != 0.9) continue;
    const bool sure = std::isfinite(q.high) && std::isfinite(q.low);
    all.push_back(
        {"9 of 10 wait at most", written(q.value, ChartUnit::seconds),
         sure ? fmt::format("{} … {}", written_width(q.low, ChartUnit::seconds), written_width(q.high, ChartUnit::seconds))
              : "",
         "accepted calls", Mood::neutral});
  }
  add("mean_queue", "calls in the queue", "average over time");
  if (!scope && result.groups.size() == 1) {
    if (const Figure* const busy = find_figure(result.groups[0].figures, "occupancy"))
      all.push_back({"agents are busy", value_text(*busy), interval_text(*busy), "of their time", Mood::neutral});
  }
  return all;
}

std::string run_in_a_line(const Result& result) {
  std::string text = fmt::format("{} of {} replications · seed {}", result.replications, result.asked, result.seed);
  if (result.horizon > 0 && std::isfinite(result.horizon))
    text += fmt::format(" · {:g} h from {}", std::round(result.horizon / 36) / 100, clock_text(result, 0));
  if (result.warmup > 0) text += fmt::format(" · warm-up {:g} s", result.warmup);
  if (result.samples > 1) text += fmt::format(" · ± is half of a {:g} % interval", 100 * result.confidence);
  return text;
}

std::vector<std::string> warnings_of(const Result& result) {
  std::vector<std::string> warnings;
  for (const std::string& reason : result.invalid) warnings.push_back("Not valid: " + reason);
  if (result.interrupted)
    warnings.push_back(fmt::format("Interrupted after {} of {} replications: what was complete until then.",
                                   result.replications, result.asked));
  if (result.samples < 2)
    warnings.push_back(
        fmt::format("A single {}: there are no intervals, and chance may have set every figure.", result.sample_word()));
  return warnings;
}

}  // namespace ringside::report
