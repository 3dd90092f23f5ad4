#include "gui/models/statements.h"

#include <algorithm>
#include <optional>

namespace ringside::gui {
namespace {

double agents_of(const report::Result& result, const std::string& group) {
  for (const report::GroupResult& g : result.groups) {
    if (g.group != group) continue;
    for (const report::Figure& figure : g.figures) {
      if (figure.name == "present") return figure.estimate.value;
    }
  }
  return 0;
}

bool is_sure(sim::Verdict verdict) { return verdict != sim::Verdict::undecided && verdict != sim::Verdict::no_difference; }

/// Of one group's time in chats: as many agents more are free for calls as fewer are in chats.
Statement agents_freed(const sim::Comparison& comparison, const std::string& group, const sim::Difference& difference) {
  const double agents = agents_of(comparison.variants.front().result, group);
  return {.what = Statement::What::agents_freed,
          .of = group,
          .value = -difference.value * agents,
          .half_width = difference.half_width * agents,
          .verdict = difference.verdict};
}

std::optional<Statement> statement_of(const sim::Comparison& comparison, const sim::JudgedMetric& metric,
                                      const sim::Difference& difference) {
  constexpr std::string_view kInChat = ".in_chat";
  Statement statement{.value = difference.value, .half_width = difference.half_width, .verdict = difference.verdict};
  std::string figure = metric.path;
  if (figure.ends_with(kInChat)) return agents_freed(comparison, figure.substr(0, figure.size() - kInChat.size()), difference);
  for (const bool chats : {false, true}) {
    const std::string medium = chats ? ".chats." : ".calls.";
    const std::size_t at = figure.rfind(medium);
    if (at == std::string::npos) continue;
    statement.of = figure.substr(0, at);
    statement.chats = chats;
    figure = figure.substr(at + medium.size());
  }
  using What = Statement::What;
  if (figure == "mean_wait")
    statement.what = What::wait;
  else if (figure == "service_level")
    statement.what = What::service_level;
  else if (figure == "abandonment_rate")
    statement.what = What::abandonment;
  else if (figure == "turned_away_rate")
    statement.what = What::turned_away;
  else
    return {};
  return statement;
}

}  // namespace

std::vector<Statement> statements_of(const sim::Comparison& comparison, std::size_t variant) {
  std::vector<Statement> all;
  const auto& differences = comparison.variants[variant].differences;
  bool by_flow = false;
  for (std::size_t m = 0; m < differences.size(); ++m) {
    if (!is_sure(differences[m].verdict)) continue;
    if (auto statement = statement_of(comparison, comparison.metrics[m], differences[m])) {
      by_flow = by_flow || (statement->what == Statement::What::wait && !statement->of.empty());
      all.push_back(std::move(*statement));
    }
  }
  // Where flows are told apart, the wait of all of them together says nothing new.
  std::erase_if(all, [&](const Statement& s) { return by_flow && s.what == Statement::What::wait && s.of.empty(); });
  std::stable_sort(all.begin(), all.end(), [](const Statement& a, const Statement& b) { return a.what < b.what; });
  return all;
}

bool surely_the_same(const sim::Comparison& comparison, std::size_t variant) {
  const auto& differences = comparison.variants[variant].differences;
  return std::all_of(differences.begin(), differences.end(),
                     [](const sim::Difference& d) { return d.verdict == sim::Verdict::no_difference; });
}

}  // namespace ringside::gui
