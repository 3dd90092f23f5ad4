#include "simulator/recorded/what_if.h"

#include <fmt/format.h>

#include <ctime>
#include <deque>

#include "simulator/recorded/changes.h"
#include "simulator/setup.h"

namespace ringside::sim {
namespace {

/// What the ledger and the reports must know: flows and media that somebody called, one group of agents.
scenario::Scenario scenario_of(const RecordedDay& day, const RecordedOptions& options) {
  scenario::Scenario scenario;
  scenario.name = options.name;
  scenario.settings = day.settings;
  scenario.horizon = std::max(seconds(day.end - day.start), 1.0);
  scenario.interval = options.interval;
  scenario.service_level.threshold = options.threshold;
  scenario.service_level.target = options.target;
  scenario.wait_limits = {options.threshold};
  scenario.experiment.seed = options.seed;
  const std::time_t begin = core::unix_seconds(day.start);
  std::tm local{};
  localtime_r(&begin, &local);
  scenario.day_starts = local.tm_hour * 3600 + local.tm_min * 60 + local.tm_sec;
  char date[16];
  if (std::strftime(date, sizeof date, "%Y-%m-%d", &local) > 0) scenario.date = date;
  for (std::size_t f = 0; f < day.tables.flows.size(); ++f) {
    scenario::Flow flow;
    flow.row = day.tables.flows[f];
    for (const CallSeen& call : day.calls) {
      if (raw(call.arrival.flow) != f) continue;
      (call.arrival.media == core::OfferedMedia::msrp ? flow.chats : flow.calls).emplace();
    }
    scenario.flows.push_back(std::move(flow));
  }
  scenario::AgentGroup agents;
  agents.name = "agents";
  agents.count = {{0, static_cast<std::uint32_t>(std::max<std::size_t>(day.tables.agents.size(), 1))}};
  scenario.agents.push_back(std::move(agents));
  return scenario;
}

bool same(const core::Cdr& a, const core::Cdr& b) {
  return a.call == b.call && a.flow == b.flow && a.agent == b.agent && a.received == b.received && a.wait == b.wait &&
         a.pickup == b.pickup && a.talk == b.talk && a.rejected == b.rejected && a.type == b.type && a.media == b.media &&
         a.fstats == b.fstats && a.dissuaded == b.dissuaded;
}

std::string in_words(const core::Cdr& cdr) {
  return fmt::format("call {}, type {}, wait {:.6f} s, pickup {:.6f} s, talk {:.6f} s, rejected {}", core::to_string(cdr.call),
                     static_cast<int>(cdr.type), seconds(cdr.wait), seconds(cdr.pickup), seconds(cdr.talk), cdr.rejected);
}

std::string first_difference(const std::vector<core::Cdr>& recorded, const std::vector<core::Cdr>& played) {
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    if (i >= played.size()) return fmt::format("row {}: recorded {}; played nothing", i + 1, in_words(recorded[i]));
    if (!same(recorded[i], played[i]))
      return fmt::format("row {}: recorded {}; played {}", i + 1, in_words(recorded[i]), in_words(played[i]));
  }
  return {};
}

/// The day under changed rules; tables that were loaded anew on that day are changed alike.
struct Rules {
  core::Settings settings;
  core::Tables tables;
  RecordedDay day;
};

tl::expected<Rules, std::string> rules_of(const RecordedDay& day, const std::vector<scenario::Override>& changes) {
  Rules rules{day.settings, day.tables, day};
  if (auto done = change(rules.settings, rules.tables, changes); !done) return tl::unexpected{done.error()};
  for (Command& command : rules.day.commands) {
    auto* const reload = std::get_if<ports::Reload>(&command.input);
    core::Settings unused = day.settings;
    if (reload == nullptr) continue;
    if (auto done = change(unused, reload->tables, changes); !done) return tl::unexpected{done.error()};
  }
  return rules;
}

}  // namespace

tl::expected<RecordedComparison, std::string> compare_recorded(const RecordedDay& day,
                                                               const std::vector<RecordedVariant>& variants,
                                                               const RecordedOptions& options, const std::atomic<bool>& stop) {
  const scenario::Scenario scenario = scenario_of(day, options);
  const Plan plan{scenario};
  if (plan.series.empty()) return tl::unexpected{std::string{"the recording has no calls of a flow that it knows"}};
  const Unseen unseen{day, plan};
  std::deque<Rules> rules;
  rules.push_back({day.settings, day.tables, day});
  for (const RecordedVariant& variant : variants) {
    auto changed = rules_of(day, variant.changes);
    if (!changed) return tl::unexpected{changed.error()};
    rules.push_back(std::move(*changed));
  }
  RecordedComparison compared;
  compared.decided.resize(rules.size());
  std::vector<report::Tally> tallies(rules.size(), report::Tally{tally_setup(plan)});
  std::uint64_t played = 0;
  for (; played < options.replications && !stop; ++played) {
    std::vector<report::Sample> samples;
    for (std::size_t v = 0; v < rules.size(); ++v) {
      Retelling retelling{rules[v].day, unseen, rules[v].settings, rules[v].tables, plan, options.seed, played};
      auto sample = retelling.run(stop);
      if (!sample) break;
      if (v == 0 && played == 0) {
        compared.unlike = first_difference(day.cdrs, retelling.cdrs());
        compared.rows = day.cdrs.size();
      }
      compared.decided[v].seen += retelling.decided().seen;
      compared.decided[v].drawn += retelling.decided().drawn;
      samples.push_back(std::move(*sample));
    }
    if (samples.size() < rules.size()) break;
    for (std::size_t v = 0; v < rules.size(); ++v) tallies[v].add(std::move(samples[v]));
    if (options.progress) options.progress(played + 1);
  }
  if (played == 0) return tl::unexpected{std::string{"interrupted before all variants had played the day"}};
  std::vector<PlayedVariant> done{{"as it was", "", {}, scenario.name, tallies.data()}};
  for (std::size_t v = 0; v < variants.size(); ++v)
    done.push_back({variants[v].name, "", variants[v].changes, scenario.name, &tallies[v + 1]});
  auto comparison = compare_played(
      done, played, {.metrics = options.metrics, .replications = options.replications, .seed = options.seed, .progress = {}});
  if (!comparison) return tl::unexpected{comparison.error()};
  compared.comparison = std::move(*comparison);
  return compared;
}

}  // namespace ringside::sim
