#include <boost/program_options.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "scenarios/format/units.h"
#include "simulator/commands.h"
#include "simulator/fit/cdr_database.h"
#include "simulator/fit/centre_fit.h"
#include "simulator/fit/files.h"

namespace ringside::sim {
namespace {

namespace po = boost::program_options;
using Texts = std::vector<std::string>;

constexpr const char* kUsage = R"(Usage: ringside-sim fit SOURCE [OPTIONS]

Makes a scenario of one's own records, and says what it could not know and what it assumed. Callers' numbers are not read.

SOURCE is one of
  sqlite://FILE, postgres://USER:PASSWORD@HOST/DATABASE, mysql://...   the table cc_cdrs, of ringside or of OpenSIPS
  a file of Asterisk's queue_log                                       recognised by its bars
  a CSV of calls        --format calls     columns arrived, wait and talk or outcome; flow, agent, pickup, media if there are
  a CSV of volumes      --format volumes   columns queue, date, time, volume, aht

Examples:
  ringside-sim fit sqlite:///var/lib/ringside/ringside.db --output mine.yaml
  ringside-sim fit /var/log/asterisk/queue_log --welcome 8s --output mine.yaml
  ringside-sim fit calls.csv --column arrived=Start --column wait=Queue_Seconds --column outcome=Result --output mine.yaml
  ringside-sim compare mine.yaml          # the weekdays stand in it as variants
)";

constexpr const char* kMeanings[] = {"arrived", "wait",  "talk", "flow", "outcome", "agent", "pickup",
                                     "media",   "queue", "date", "time", "volume",  "aht"};

std::map<std::string, std::string> columns_of(const po::variables_map& values) {
  std::map<std::string, std::string> columns;
  if (values.count("column") == 0) return columns;
  for (const std::string& text : values["column"].as<Texts>()) {
    const scenario::Override column = set_option("column", text);
    if (std::find(std::begin(kMeanings), std::end(kMeanings), column.key) == std::end(kMeanings)) {
      throw po::error(
          "--column: found '" + column.key +
          "', allowed are arrived, wait, talk, flow, outcome, agent, pickup, media; queue, date, time, volume, aht");
    }
    columns[column.key] = column.value;
  }
  return columns;
}

tl::expected<fit::Observed, std::string> read_source(const std::string& source, std::string format,
                                                     const std::map<std::string, std::string>& columns) {
  if (fit::is_database(source)) return fit::read_cdrs(source);
  std::error_code ignored;
  std::ifstream in{source, std::ios::binary};
  if (!in || std::filesystem::is_directory(source, ignored))
    return tl::unexpected{source + ": neither a file that can be read nor the URL of a database"};
  if (format.empty()) {
    std::string line;
    std::getline(in, line);
    in.clear();
    in.seekg(0);
    const bool log = std::count(line.begin(), line.end(), '|') >= 4;
    format = log ? "queue_log" : columns.contains("volume") || line.find("olume") != std::string::npos ? "volumes" : "calls";
  }
  if (format == "queue_log") return fit::read_queue_log(in);
  auto observed = format == "calls" ? fit::read_calls_csv(in, columns) : fit::read_volumes_csv(in, columns);
  if (!observed) return tl::unexpected{source + ": " + observed.error()};
  return observed;
}

double duration_option(const std::string& option, const std::string& text) {
  const auto duration = scenario::parse_duration(text);
  if (!duration) throw po::error("--" + option + ": found '" + text + "', allowed is a duration such as 8s");
  return *duration;
}

}  // namespace

int fit_command(int argc, char** argv) {
  CommandLine line{"fit", kUsage};
  std::string format;
  std::string output;
  std::string name = "Fitted";
  auto add = line.add();
  add("output,o", po::value(&output)->value_name("PATH"), "write the scenario there; - for standard output");
  add("name", po::value(&name)->value_name("TEXT"), "of the scenario");
  add("format", po::value(&format)->value_name("WHAT"), "of a file: queue_log, calls, volumes (default: by its first line)");
  add("column", po::value<Texts>()->value_name("MEANING=NAME"), "which column of a CSV it is; repeat for more");
  add("interval", po::value<std::string>()->value_name("TIME"), "of arrivals (default 30m)");
  add("welcome", po::value<std::string>()->value_name("TIME"), "length of the welcome message, which is no waiting");
  add("wrapup", po::value<std::string>()->value_name("TIME"), "of agents, in place of a guess");
  add("ring-timeout", po::value<std::string>()->value_name("TIME"),
      "a phone that rang so long was not answered, rather than rejected (default 30s)");
  add("json", po::value<std::string>()->value_name("PATH"), "write everything that was found there; - for standard output");
  const auto options = line.parse(argc, argv);
  if (!options) return kDone;
  if (options->files.size() != 1)
    throw po::error("fit: " + std::to_string(options->files.size()) + " sources given, one is allowed");
  if (!format.empty() && format != "queue_log" && format != "calls" && format != "volumes") {
    throw po::error("--format: found '" + format + "', allowed are queue_log, calls, volumes");
  }
  const po::variables_map& values = line.values();
  const auto duration = [&](const char* option, double otherwise) {
    return values.count(option) > 0 ? duration_option(option, values[option].as<std::string>()) : otherwise;
  };
  fit::FitOptions wanted;
  wanted.interval = duration("interval", wanted.interval);
  if (wanted.interval < 60 || wanted.interval > 86400) throw po::error("--interval: allowed is from 1m to 24h");
  wanted.welcome = duration("welcome", wanted.welcome);
  wanted.wrapup = duration("wrapup", wanted.wrapup);
  wanted.ring_timeout = duration("ring-timeout", wanted.ring_timeout);
  const auto observed = read_source(options->files[0], format, columns_of(values));
  if (!observed) {
    complain(observed.error());
    return kFailed;
  }
  if (observed->calls.empty() && observed->volumes.empty()) {
    for (const auto& [what, rows] : observed->bad)
      complain(options->files[0] + ": " + std::to_string(rows.count) + " rows: " + what + " (" + rows.places.front() + ")");
    complain(options->files[0] + ": found no calls in " + std::to_string(observed->rows) + " rows");
    return kFailed;
  }
  const fit::CentreFit fitted = fit::fit_centre(*observed, wanted);
  const std::string text = fit::scenario_text(fitted, name);
  const auto judged = scenario::parse_scenario(text, "the fitted scenario");
  if (!judged) tell(judged.error());
  if (!output.empty() && !write_file(output, text)) return kFailed;
  if (!options->json.empty() && !write_file(options->json, fit::to_json(fitted, *observed))) return kFailed;
  if (output != "-" && options->json != "-") std::cout << fit::summary(fitted, *observed);
  if (output.empty() && options->json.empty()) std::cout << "\nThe scenario (--output PATH writes it):\n\n" << text;
  return judged ? kDone : kFailed;
}

}  // namespace ringside::sim
