#include "scenarios/load/sipp_stats.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <vector>

namespace ringside::load {
namespace {

constexpr std::string_view kCumulative = "(C)";

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream in{line};
  for (std::string field; std::getline(in, field, ';');) fields.push_back(field);
  return fields;
}

long number(const std::string& text) { return std::strtol(text.c_str(), nullptr, 10); }

/// SIPp's times end in a tab and the seconds since the epoch.
double epoch_seconds(const std::string& text) {
  const auto tab = text.rfind('\t');
  return tab == std::string::npos ? 0 : std::strtod(text.c_str() + tab + 1, nullptr);
}

void take(SippStats& stats, const std::string& name, const std::string& value) {
  if (name == "TotalCallCreated") stats.created = number(value);
  if (name == "CurrentCall") stats.current = number(value);
  if (!name.ends_with(kCumulative)) return;
  const std::string bare = name.substr(0, name.size() - kCumulative.size());
  if (bare == "SuccessfulCall") stats.successful = number(value);
  if (bare == "FailedCall") stats.failed = number(value);
  if (bare == "Retransmissions") stats.retransmissions = number(value);
  if (bare == "DeadCallMsgs") stats.dead_call_messages = number(value);
  stats.counters[bare] = number(value);
}

}  // namespace

SippStats parse_sipp_stats(std::string_view text) {
  std::istringstream in{std::string{text}};
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> names = split(line);
  SippStats stats;
  double begun = 0;
  long created_before = -1;
  while (std::getline(in, line)) {
    const std::vector<std::string> values = split(line);
    if (values.size() < names.size()) break;  // being written
    double at = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] == "StartTime") begun = epoch_seconds(values[i]);
      if (names[i] == "CurrentTime") at = epoch_seconds(values[i]);
      take(stats, names[i], values[i]);
    }
    if (stats.created != created_before) stats.seconds_sending = at - begun;
    created_before = stats.created;
  }
  return stats;
}

SippStats read_sipp_stats(const std::filesystem::path& file) {
  std::ifstream in{file};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  return parse_sipp_stats(text);
}

}  // namespace ringside::load
