#include "reports/compare/gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "reports/compare/difference.h"
#include "reports/compare/quantities.h"

namespace ringside::report {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

constexpr const char* kAllowed =
    "allowed is FIGURE < NUMBER or FIGURE > NUMBER, such as 'service_level < -0.02' or 'cpu_per_call > 10%'";

/// The quantities a rule is about: the one of this name, or, of benchmarks, all whose last part it is.
std::vector<const Quantity*> asked_for(const std::vector<Quantity>& all, const std::string& figure) {
  std::vector<const Quantity*> found;
  for (const Quantity& quantity : all) {
    if (quantity.name == figure) return {&quantity};
    if (quantity.repeated() && quantity.name.ends_with("." + figure)) found.push_back(&quantity);
  }
  return found;
}

/// What the rule is about and the base has measured, but nobody on the new side.
std::vector<std::string> lost(const std::vector<Quantity>& all, const std::vector<Subject>& base,
                              const std::vector<Subject>& other, const std::string& figure) {
  std::vector<std::string> names;
  if (std::any_of(all.begin(), all.end(), [&](const Quantity& quantity) { return quantity.name == figure; })) return names;
  for (const auto& [name, values] : base.front().measured) {
    const bool asked = name == figure || name.ends_with("." + figure);
    const bool there = std::any_of(other.begin(), other.end(), [&](const Subject& run) { return run.measured.contains(name); });
    if (asked && !there) names.push_back(name);
  }
  return names;
}

/// Empty: it did not.
std::string how_it_failed(const std::vector<Subject>& side, const std::string& figure) {
  for (const Subject& run : side) {
    if (const auto found = run.failed.find(figure); found != run.failed.end())
      return "it failed on the new side: " + found->second;
  }
  return {};
}

GateFinding without_other(const GateRule& rule, const std::string& figure, const Subject& base) {
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  return {.rule = rule,
          .figure = figure,
          .unit = "measured",
          .base = median(base.measured.at(figure)),
          .other = kUnknown,
          .difference = {kUnknown, std::numeric_limits<double>::infinity(), 0},
          .reason = "the new side does not have it"};
}

void decide(GateFinding& finding, const Estimate& beyond) {
  // `beyond` is how far the difference lies past the bound, positive on the bad side.
  if (!beyond.has_interval()) {
    finding.verdict = GateVerdict::unknown;
    finding.reason = finding.unit == "measured" ? "no noise band: it takes three runs of each side, turn by turn"
                                                : "no interval: it takes two days at least";
    return;
  }
  if (beyond.value - beyond.half_width > 0) {
    finding.verdict = GateVerdict::regression;
    finding.reason = "the whole interval lies beyond the bound";
  } else if (beyond.value + beyond.half_width <= 0) {
    finding.verdict = GateVerdict::pass;
    finding.reason = "the whole interval lies within the bound";
  } else {
    finding.verdict = GateVerdict::unknown;
    finding.reason = "the interval holds the bound: more replications would tell";
  }
}

GateFinding judged(const GateRule& rule, const Quantity& quantity, double confidence) {
  GateFinding finding{.rule = rule,
                      .figure = quantity.name,
                      .unit = quantity.unit,
                      .base = quantity.base.value,
                      .other = quantity.other.value,
                      .difference = quantity.difference(confidence),
                      .paired = quantity.paired()};
  if (!std::isfinite(finding.base) || !std::isfinite(finding.other)) {
    finding.reason = "one side does not know the figure";
    return finding;
  }
  // A share of a base below 0 is a share of its size.
  const double factor = rule.relative ? 1 + (finding.base < 0 ? -rule.bound : rule.bound) : 1;
  Estimate beyond = quantity.difference(confidence, factor);
  if (!rule.relative) beyond.value -= rule.bound;
  if (rule.less) beyond.value = -beyond.value;
  decide(finding, beyond);
  return finding;
}

}  // namespace

const char* to_string(GateVerdict verdict) {
  switch (verdict) {
    case GateVerdict::pass: return "pass";
    case GateVerdict::regression: return "regression";
    case GateVerdict::unknown: return "unknown";
  }
  return "unknown";
}

tl::expected<GateRule, std::string> parse_rule(const std::string& text) {
  const auto wrong = [&](const std::string& found) {
    return tl::unexpected{fmt::format("'{}': found {}, {}", text.substr(0, 200), found, kAllowed)};
  };
  const std::size_t sign = text.find_first_of("<>");
  if (sign == std::string::npos) return wrong("neither < nor >");
  GateRule rule{.text = trimmed(text), .figure = trimmed(text.substr(0, sign)), .less = text[sign] == '<'};
  if (rule.figure.empty()) return wrong("no figure");
  std::string number = trimmed(text.substr(sign + 1));
  if (number.ends_with('%')) {
    rule.relative = true;
    number = trimmed(number.substr(0, number.size() - 1));
  }
  char* end = nullptr;
  rule.bound = std::strtod(number.c_str(), &end);
  const bool plain = !number.empty() && number.find_first_not_of("+-.0123456789eE") == std::string::npos;
  if (!plain || *end != '\0' || !std::isfinite(rule.bound)) return wrong("'" + number.substr(0, 60) + "' as the number");
  if (rule.relative) rule.bound /= 100;
  // A change for the better may not be asked for by mistake: "service_level < 0.02" would fail where nothing has changed.
  if (rule.less ? rule.bound > 0 : rule.bound < 0)
    return wrong(rule.less ? "a bound above 0 behind <, which fails where nothing has changed"
                           : "a bound below 0 behind >, which fails where nothing has changed");
  return rule;
}

GateVerdict GateReport::verdict() const {
  if (!invalid.empty() || findings.empty()) return GateVerdict::unknown;
  const auto any = [&](GateVerdict verdict) {
    return std::any_of(findings.begin(), findings.end(), [&](const GateFinding& f) { return f.verdict == verdict; });
  };
  return any(GateVerdict::regression) ? GateVerdict::regression
         : any(GateVerdict::unknown)  ? GateVerdict::unknown
                                      : GateVerdict::pass;
}

tl::expected<GateReport, std::string> judge(const std::vector<Subject>& base, const std::vector<Subject>& other,
                                            const std::vector<GateRule>& rules, double confidence) {
  GateReport report{.base = base.front().name, .other = other.front().name, .confidence = confidence};
  const std::vector<Quantity> all = quantities(base, other);
  std::vector<std::pair<const GateRule*, const Quantity*>> asked;
  for (const GateRule& rule : rules) {
    const std::vector<const Quantity*> found = asked_for(all, rule.figure);
    const std::vector<std::string> gone = lost(all, base, other, rule.figure);
    for (const std::string& name : gone) report.findings.push_back(without_other(rule, name, base.front()));
    if (found.empty() && gone.empty()) {
      std::string known;
      for (const Quantity& quantity : all) {
        if (known.size() < 400) known += (known.empty() ? "" : ", ") + quantity.name;
      }
      return tl::unexpected{fmt::format("'{}': found {}, allowed is a figure of both runs: {}{}", rule.text, rule.figure,
                                        known.empty() ? "none, they have nothing in common" : known,
                                        known.size() < 400 ? "" : ", …")};
    }
    for (const Quantity* const quantity : found) asked.emplace_back(&rule, quantity);
  }
  const double each = 1 - (1 - confidence) / static_cast<double>(std::max<std::size_t>(1, asked.size()));
  for (const auto& [rule, quantity] : asked) report.findings.push_back(judged(*rule, *quantity, each));
  for (GateFinding& finding : report.findings) {
    const std::string failure = how_it_failed(other, finding.figure);
    if (failure.empty()) continue;
    finding.verdict = GateVerdict::unknown;
    finding.reason = failure;
  }
  const auto blame = [&](const std::vector<Subject>& side) {
    for (const Subject& subject : side) {
      for (const std::string& reason : subject.invalid) report.invalid.push_back(subject.name + ": " + reason);
      if (subject.result && subject.result->result.interrupted)
        report.invalid.push_back(subject.name + ": the run was interrupted");
      if (subject.measured.contains("not_passed")) report.invalid.push_back(subject.name + ": calls did not end as expected");
    }
  };
  blame(base);
  blame(other);
  if (!report.invalid.empty()) {
    for (GateFinding& finding : report.findings) {
      finding.verdict = GateVerdict::unknown;
      finding.reason = "the runs cannot be judged";
    }
  }
  return report;
}

}  // namespace ringside::report
