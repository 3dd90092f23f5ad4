#include <fmt/format.h>

#include "reports/charts/run_charts.h"
#include "reports/formats/contents.h"
#include "reports/formats/formats.h"
#include "reports/formats/words.h"

namespace ringside::report {
namespace {

/// XML 1.0 has no control characters, not even as references; what is no UTF-8 is replaced.
std::string escaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::size_t more = c < 0x80                ? 0
                             : c >= 0xc2 && c < 0xe0 ? 1
                             : c >= 0xe0 && c < 0xf0 ? 2
                             : c >= 0xf0 && c < 0xf5 ? 3
                                                     : 9;
    bool whole = more < 9 && i + more < text.size();
    for (std::size_t k = 1; whole && k <= more; ++k) whole = (static_cast<unsigned char>(text[i + k]) & 0xc0) == 0x80;
    const auto second = whole && more > 1 ? static_cast<unsigned char>(text[i + 1]) : 0U;
    const bool excluded = (c == 0xe0 && second < 0xa0) || (c == 0xed && second >= 0xa0) || (c == 0xf0 && second < 0x90) ||
                          (c == 0xf4 && second >= 0x90) ||
                          (c == 0xef && second == 0xbf && static_cast<unsigned char>(text[i + 2]) >= 0xbe);
    if (!whole || (whole && more > 1 && excluded)) {
      out += "\ufffd";
      continue;
    }
    if (more > 0) {
      out += text.substr(i, more + 1);
      i += more;
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\n' || c == '\t') {
      out += ' ';
    } else {
      out += c < 0x20 || c == 0x7f ? std::string{"\ufffd"} : std::string{static_cast<char>(c)};
    }
  }
  return out;
}

struct Case {
  std::string suite;
  std::string name;
  GateVerdict verdict;
  std::string message;
};

/// Unknown is an error, so that no reader of JUnit takes it for passed.
std::string document(const std::string& name, const std::vector<Case>& cases) {
  std::string body;
  std::size_t failures = 0;
  std::size_t errors = 0;
  for (const Case& one : cases) {
    fmt::format_to(std::back_inserter(body), "    <testcase classname=\"{}\" name=\"{}\">", escaped(one.suite),
                   escaped(one.name));
    if (one.verdict == GateVerdict::regression) {
      ++failures;
      fmt::format_to(std::back_inserter(body), "<failure type=\"regression\" message=\"{}\"/>", escaped(one.message));
    } else if (one.verdict == GateVerdict::unknown) {
      ++errors;
      fmt::format_to(std::back_inserter(body), "<error type=\"unknown\" message=\"{}\"/>", escaped(one.message));
    } else {
      fmt::format_to(std::back_inserter(body), "<system-out>{}</system-out>", escaped(one.message));
    }
    body += "</testcase>\n";
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{0}\" failures=\"{1}\" errors=\"{2}\">\n"
      "  <testsuite name=\"{3}\" tests=\"{0}\" failures=\"{1}\" errors=\"{2}\">\n{4}  </testsuite>\n</testsuites>\n",
      cases.size(), failures, errors, escaped(name), body);
}

Case target_case(const Subject& run, Scope scope) {
  const Result& result = run.result->result;
  const SeriesResult& calls = scope ? result.series[*scope] : result.total;
  Case one{run.name,
           fmt::format("{}: {} answered within {:g} s", scope_name(result, scope), written(result.target, ChartUnit::share),
                       result.threshold),
           GateVerdict::unknown, "the service level is not known"};
  const Figure* const level = calls.find("service_level");
  if (level == nullptr || level->denominator == 0) return one;
  one.message = fmt::format("{} {} = {}", value_text(*level), interval_text(*level), result.formula);
  if (result.interrupted || !result.invalid.empty()) {
    one.message += "; the run cannot be judged: " + (result.invalid.empty() ? "it was interrupted" : result.invalid.front());
    return one;
  }
  const Estimate& e = level->estimate;
  if (!e.has_interval()) return one;
  if (e.value - e.half_width >= result.target) one.verdict = GateVerdict::pass;
  if (e.value + e.half_width < result.target) one.verdict = GateVerdict::regression;
  if (one.verdict == GateVerdict::unknown) one.message += "; the interval holds the target";
  return one;
}

}  // namespace

std::string to_junit(const std::vector<Subject>& runs) {
  std::vector<Case> cases;
  for (const Subject& run : runs) {
    cases.push_back(target_case(run, {}));
    const std::size_t flows = run.result->result.series.size();
    for (std::size_t s = 0; flows > 1 && s < flows; ++s) cases.push_back(target_case(run, s));
  }
  return document("ringside service levels", cases);
}

std::string to_junit(const GateReport& gate) {
  std::vector<Case> cases;
  for (const GateFinding& f : gate.findings)
    cases.push_back(
        {gate.other, f.rule.text + (f.figure == f.rule.figure ? "" : " (" + f.figure + ")"), f.verdict, in_a_line(f)});
  if (cases.empty() || !gate.invalid.empty())
    cases.push_back({gate.other, "the runs can be judged", GateVerdict::unknown,
                     gate.invalid.empty() ? "no rule was given" : gate.invalid.front()});
  return document("ringside gate", cases);
}

}  // namespace ringside::report
