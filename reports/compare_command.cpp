#include <fmt/format.h>

#include <boost/program_options.hpp>
#include <iostream>

#include "reports/commands.h"
#include "reports/compare/gate.h"
#include "reports/formats/contents.h"
#include "reports/formats/formats.h"
#include "reports/output.h"
#include "reports/store/run_store.h"

namespace ringside::report {
namespace {

namespace po = boost::program_options;

constexpr const char* kUsage = R"(ringside-report compare BASE NEW --fail-on RULE...

Says whether NEW may go in, as far as the two runs tell: a gate for builds. Each side is a result JSON file of ringside-sim, a report
of `ringside-load ... --json`, a Google Benchmark file, or the id of a run in the store.

A RULE says when to fail, of the difference NEW - BASE:
  'service_level < -0.02'         the service level has fallen by more than 2 points
  'tech_support.mean_wait > 5'    callers of this flow wait more than 5 s longer
  'group.early.occupancy > 0.05'  agents of this group are busier by more than 5 points
  'cost > 10%'                    all agents together cost more than a tenth more
  'cpu_per_call > 10%'            a call costs more than a tenth more CPU time

Verdicts: pass, if the whole interval of the difference is on the good side of the bound; regression, if all of it is on the bad
side; else unknown, which never passes. Runs with the same seed are paired, which makes intervals short. What the machine
disturbs (CPU time) needs three runs of each side at least, taken turn by turn: --base and --new name the further ones.
A measurement that NEW has lost or that failed there is unknown; a saturated load generator or an interrupted run makes
everything unknown.

Exit codes: 0 pass, 1 regression, 2 wrong use, 3 unknown
)";

struct Asked {
  std::vector<std::string> positional, base, other, rules;
  std::string store = default_runs_file().string();
  std::string md, junit, json, html;
  double confidence = 0.95;
};

std::optional<std::vector<Subject>> side(const std::vector<std::string>& references, const Asked& asked) {
  std::vector<std::string> both = asked.base;
  both.insert(both.end(), asked.other.begin(), asked.other.end());
  std::vector<Subject> all;
  for (const std::string& reference : references) {
    auto found = find_subjects(reference, asked.store, both);
    if (!found) {
      complain(found.error().message);
      return {};
    }
    if (found->size() != 1) {
      complain(reference + ": found a comparison of several variants, allowed is one run");
      return {};
    }
    all.push_back(std::move(found->front()));
  }
  return all;
}

/// The findings, and behind them how the runs differ, where both have figures of calls.
Document contents(const GateReport& gate, const std::vector<Subject>& base, const std::vector<Subject>& other) {
  Document document = report_of(gate);
  if (!base.front().result || !other.front().result) return document;
  Document runs = report_of({base.front(), other.front()});
  for (Section& section : runs.sections) document.sections.push_back(std::move(section));
  document.footer = runs.footer;
  return document;
}

std::string plain_text(const GateReport& gate) {
  std::string text = fmt::format("{}: {} against {}\n", to_string(gate.verdict()), gate.other, gate.base);
  for (const std::string& reason : gate.invalid) text += "  " + reason + '\n';
  for (const GateFinding& finding : gate.findings) text += "  " + in_a_line(finding) + '\n';
  return text;
}

int finish(const Asked& asked, const GateReport& gate, const std::vector<Subject>& base, const std::vector<Subject>& other) {
  bool good = true;
  if (!asked.md.empty()) good = write_output(asked.md, to_markdown(contents(gate, base, other), false)) && good;
  if (!asked.html.empty()) good = write_output(asked.html, to_html(contents(gate, base, other))) && good;
  if (!asked.junit.empty()) good = write_output(asked.junit, to_junit(gate)) && good;
  if (!asked.json.empty()) good = write_output(asked.json, to_json(gate)) && good;
  const bool taken = asked.md == "-" || asked.html == "-" || asked.junit == "-" || asked.json == "-";
  if (!taken) std::cout << plain_text(gate) << std::flush;
  if (!good) return kWrongUse;  // a gate whose report is lost has not judged
  switch (gate.verdict()) {
    case GateVerdict::pass: return kDone;
    case GateVerdict::regression: return kRegression;
    case GateVerdict::unknown: break;
  }
  return kUnknown;
}

}  // namespace

int compare_command(int argc, char** argv) {
  Asked asked;
  po::options_description options{"Options"};
  options.add_options()("help,h", "this text")("fail-on", po::value(&asked.rules)->multitoken()->composing(),
                                               "rules; several times")("base", po::value(&asked.base)->composing(),
                                                                       "a further run of the base; several times")(
      "new", po::value(&asked.other)->composing(), "a further run of the new side; several times")(
      "confidence", po::value(&asked.confidence), "of all intervals together, 0.5 to 0.9999; default 0.95")(
      "md", po::value(&asked.md), "write Markdown for a pull request to this file; - is standard output")(
      "junit", po::value(&asked.junit), "write JUnit XML; unknown is an error there")(
      "json", po::value(&asked.json), "write JSON")("html", po::value(&asked.html), "write a page with charts")(
      "runs", po::value(&asked.store), "the file of the run store");
  po::options_description all;
  all.add(options).add_options()("run", po::value(&asked.positional));
  po::positional_options_description positions;
  positions.add("run", -1);
  po::variables_map map;
  po::store(po::command_line_parser(argc, argv).options(all).positional(positions).run(), map);
  po::notify(map);
  if (map.count("help") != 0) {
    std::cout << kUsage << '\n' << options;
    return kDone;
  }
  if (asked.positional.size() > 2)
    throw po::error("compare: found " + std::to_string(asked.positional.size()) + " runs, allowed are BASE and NEW");
  if (!asked.positional.empty()) asked.base.insert(asked.base.begin(), asked.positional.front());
  if (asked.positional.size() == 2) asked.other.insert(asked.other.begin(), asked.positional.back());
  if (asked.base.empty() || asked.other.empty()) throw po::error("compare: BASE and NEW are needed; --help tells more");
  if (!(asked.confidence >= 0.5 && asked.confidence <= 0.9999))
    throw po::error("--confidence: allowed is a number from 0.5 to 0.9999");
  std::vector<GateRule> rules;
  for (const std::string& text : asked.rules) {
    const auto rule = parse_rule(text);
    if (!rule) throw po::error("--fail-on " + rule.error());
    rules.push_back(*rule);
  }
  const auto base = side(asked.base, asked);
  if (!base) return kWrongUse;
  const auto other = side(asked.other, asked);
  if (!other) return kWrongUse;
  const auto gate = judge(*base, *other, rules, asked.confidence);
  if (!gate) {
    complain("--fail-on " + gate.error());
    return kWrongUse;
  }
  return finish(asked, *gate, *base, *other);
}

}  // namespace ringside::report
