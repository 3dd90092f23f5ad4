#include <algorithm>
#include <array>
#include <boost/program_options/errors.hpp>
#include <iostream>
#include <string>

#include "reports/commands.h"
#include "reports/output.h"

namespace {

namespace report = ringside::report;

constexpr const char* kHelp = R"(ringside-report COMMAND ...

Makes reports of runs, and judges what has changed between them.

  html RUN... -o FILE     one self-contained page: summary in words, charts, tables
  pdf | md | csv | json | junit RUN... -o FILE
                          the same for other readers
  compare BASE NEW --fail-on 'service_level < -0.02'
                          a gate for builds: pass, regression or unknown
  COMMAND --help          more about one of them

A day in two lines:
  ringside-sim run scenarios/tech_support_day.yaml --json day.json
  ringside-report html day.json -o day.html

Exit codes: 0 done (compare: pass), 1 failed (compare: regression), 2 wrong use, 3 compare: unknown
)";

constexpr std::array<const char*, 6> kFormats{"html", "pdf", "md", "csv", "json", "junit"};

int perform(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "--help";
  if (command == "--help" || command == "-h" || command == "help") {
    std::cout << kHelp;
    return argc > 1 ? report::kDone : report::kWrongUse;
  }
  if (command == "--version") {
    std::cout << "ringside-report " RINGSIDE_VERSION "\n";
    return report::kDone;
  }
  if (command == "compare") return report::compare_command(argc - 1, argv + 1);
  if (std::any_of(kFormats.begin(), kFormats.end(), [&](const char* format) { return command == format; }))
    return report::format_command(argc - 1, argv + 1);
  report::complain("found the command '" + command.substr(0, 60) +
                   "', allowed are html, pdf, md, csv, json, junit and compare");
  return report::kWrongUse;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return perform(argc, argv);
  } catch (const boost::program_options::error& e) {
    report::complain(e.what());
    return report::kWrongUse;
  } catch (const std::exception& e) {
    report::complain(e.what());
    return report::kFailed;
  }
}
