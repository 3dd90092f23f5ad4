#include <fmt/format.h>

#include <cmath>

#include "reports/formats/contents.h"
#include "reports/formats/words.h"

namespace ringside::report {
namespace {

struct Units {
  ChartUnit value;
  ChartUnit difference;
};

Units units(const GateFinding& finding) {
  if (finding.unit == "measured") return {ChartUnit::plain, ChartUnit::plain_difference};
  const ChartUnit unit = unit_of(finding.figure, finding.unit);
  return {unit, unit_of_difference(unit)};
}

/// Measured quantities have any size: from microseconds to bytes.
std::string value(const GateFinding& finding, double number) {
  if (!std::isfinite(number)) return "–";
  return finding.unit == "measured" ? fmt::format("{:.4g}", number) : written(number, units(finding).value);
}

std::string difference(const GateFinding& finding) {
  const Estimate& d = finding.difference;
  if (!std::isfinite(d.value)) return "–";
  std::string text;
  if (finding.unit == "measured" && finding.base != 0) {
    text = fmt::format("{:+.1f} %", 100 * d.value / std::abs(finding.base));
    if (d.has_interval()) text += fmt::format(" ± {:.1f}", 100 * d.half_width / std::abs(finding.base));
    return text;
  }
  text = finding.unit == "measured" ? fmt::format("{:+.4g}", d.value) : written(d.value, units(finding).difference);
  if (d.has_interval())
    text += " ± " + (finding.unit == "measured" ? fmt::format("{:.2g}", d.half_width)
                                                : written_width(d.half_width, units(finding).difference));
  return text;
}

Mood mood_of(GateVerdict verdict) {
  return verdict == GateVerdict::pass ? Mood::good : verdict == GateVerdict::regression ? Mood::bad : Mood::unsure;
}

}  // namespace

std::string in_a_line(const GateFinding& finding) {
  return fmt::format("{}: {} {} ({} → {}): {}, {}", finding.rule.text, in_words(finding.figure), difference(finding),
                     value(finding, finding.base), value(finding, finding.other), to_string(finding.verdict), finding.reason);
}

Document report_of(const GateReport& gate) {
  Document document{.title = fmt::format("Gate: {}", to_string(gate.verdict())),
                    .subtitle = fmt::format("{} against {}; the {} intervals hold together with {:g} %", gate.other, gate.base,
                                            gate.findings.size(), 100 * gate.confidence)};
  for (const std::string& reason : gate.invalid) document.warnings.push_back("Unknown: " + reason);
  if (gate.findings.empty()) document.warnings.push_back("Unknown: no rule was given.");
  Table table{.title = "Rules", .head = {"fails if", "figure", "base", "new", "difference", "verdict", "because"}};
  for (const GateFinding& f : gate.findings) {
    table.rows.push_back({Cell::words(f.rule.text), Cell::words(in_words(f.figure)), Cell::number(value(f, f.base), f.base),
                          Cell::number(value(f, f.other), f.other), Cell::number(difference(f), f.difference.value),
                          Cell::words(to_string(f.verdict), mood_of(f.verdict)), Cell::words(f.reason)});
  }
  Section section{.id = "rules", .title = "Findings"};
  section.tables.push_back(std::move(table));
  document.sections.push_back(std::move(section));
  return document;
}

}  // namespace ringside::report
