#include <boost/program_options.hpp>
#include <iostream>

#include "reports/commands.h"
#include "reports/compare/subject.h"
#include "reports/formats/contents.h"
#include "reports/formats/formats.h"
#include "reports/output.h"
#include "reports/pdf_text.h"
#include "reports/store/run_store.h"

namespace ringside::report {
namespace {

namespace po = boost::program_options;

constexpr const char* kUsage = R"(ringside-report %s RUN... [-o FILE]

A RUN is a result JSON file, of `ringside-sim run|compare|sweep|tune|replay --json` or `ringside-load run|twin --json`, the id
of a run in the store (`ringside-sim runs`), or - for standard input. Several runs are compared with the first; a sweep shows
how its keys matter.

  html   one file with charts, for people: needs no other file and no network
  pdf    the same on A4
  md     Markdown
  csv    every figure a row, for spreadsheets
  json   figures, charts and words, for programs
  junit  each flow's service level as a test: passed, failed, or an error where the interval holds the target
)";

std::string text_of(const std::string& format, const std::vector<Subject>& runs, bool everything) {
  if (format == "html") return to_html(report_of(runs));
  if (format == "md") return to_markdown(report_of(runs), everything);
  if (format == "csv") return to_figures_csv(runs);
  if (format == "json") return to_report_json(runs);
  return to_junit(runs);
}

}  // namespace

int format_command(int argc, char** argv) {
  const std::string format = argv[0];
  std::string out = "-";
  std::string store = default_runs_file().string();
  std::vector<std::string> references;
  po::options_description options{"Options"};
  options.add_options()("help,h", "this text")("out,o", po::value(&out),
                                               "where to write it; - is standard output, the default")(
      "runs", po::value(&store), "the file of the run store")("everything", "md: folded sections and tables too");
  po::options_description all;
  all.add(options).add_options()("run", po::value(&references));
  po::positional_options_description positions;
  positions.add("run", -1);
  po::variables_map map;
  po::store(po::command_line_parser(argc, argv).options(all).positional(positions).run(), map);
  po::notify(map);
  if (map.count("help") != 0) {
    std::string usage = kUsage;
    usage.replace(usage.find("%s"), 2, format);
    std::cout << usage << '\n' << options;
    return kDone;
  }
  if (references.empty()) throw po::error(format + ": no run is named; --help tells more");
  std::vector<Subject> runs;
  for (const std::string& reference : references) {
    auto found = find_subjects(reference, store, references);
    if (!found) {
      complain(found.error().message);
      return kWrongUse;
    }
    for (Subject& subject : *found) {
      if (!subject.result) {
        complain(reference + ": found measurements without figures of calls; `ringside-report compare` takes them");
        return kWrongUse;
      }
      runs.push_back(std::move(subject));
    }
  }
  if (format == "pdf") {
    const auto bytes = pdf_text(report_of(runs));
    if (!bytes) complain("pdf: this program was built without Qt; html prints as well");
    return bytes && write_output(out, *bytes) ? kDone : kFailed;
  }
  return write_output(out, text_of(format, runs, map.count("everything") != 0)) ? kDone : kFailed;
}

}  // namespace ringside::report
