#include "scenarios/load/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ringside::load {
namespace {

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789.,-%") == std::string::npos;
}

std::string number(long value) { return value == 0 ? "-" : std::to_string(value); }

std::string seconds(milliseconds t) { return fmt::format("{:.2f}", static_cast<double>(t.count()) / 1000); }

std::string mebibytes(std::size_t bytes) { return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1024 * 1024)); }

/// What was said in chats; empty if nobody could.
std::string chats(const RunResult& run) {
  if (!run.chats) return {};
  const ChatFigures& all = *run.chats;
  std::vector<std::vector<std::string>> rows{
      {"chats", "sessions", "sent", "acknowledged", "failed", "cut", "received", "without any message"}};
  const auto add = [&](const char* who, const ChatTally& t) {
    rows.push_back({who, number(t.sessions), number(t.sent), number(t.acknowledged), number(t.failed), number(t.cut),
                    number(t.received), number(t.silent)});
  };
  add("callers with an agent", all.callers);
  add("callers who wait", all.waiting);
  add("agents", all.agents);
  add("announcements", all.media);
  return table(rows) + fmt::format("answers of agents after {:.0f} ms (median), {:.0f} (95 %); round trips {:.2f} ms, {:.2f}\n",
                                   all.answer.p50_ms, all.answer.p95_ms, all.round_trip.p50_ms, all.round_trip.p95_ms);
}

}  // namespace

std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += is_number(row[i]) ? fmt::format("{:>{}}  ", row[i], widths[i]) : fmt::format("{:<{}}  ", row[i], widths[i]);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  return text;
}

std::string summary(const Verdict& verdict) {
  std::vector<std::vector<std::string>> rows{{"callers", "flow", "calls", "as told", "handled", "abandoned", "dissuaded",
                                              "failed", "refused", "rejections", "what they do"}};
  CallerTally sum{"all", "", ""};
  for (const CallerTally& t : verdict.callers) {
    rows.push_back({t.name, t.flow, number(t.sent), number(t.as_expected), number(t.handled), number(t.abandoned),
                    number(t.dissuaded), number(t.errors), number(t.refused), number(t.rejections), t.story});
    sum.sent += t.sent;
    sum.as_expected += t.as_expected;
    sum.handled += t.handled;
    sum.abandoned += t.abandoned;
    sum.dissuaded += t.dissuaded;
    sum.errors += t.errors;
    sum.refused += t.refused;
    sum.rejections += t.rejections;
  }
  rows.push_back({sum.name, "", number(sum.sent), number(sum.as_expected), number(sum.handled), number(sum.abandoned),
                  number(sum.dissuaded), number(sum.errors), number(sum.refused), number(sum.rejections), ""});
  return table(rows);
}

std::string faults(const Verdict& verdict) {
  std::string text;
  for (const std::string& fault : verdict.faults) text += "FAULT " + fault + '\n';
  return text;
}

std::string resources(const RunResult& run) {
  std::vector<std::vector<std::string>> rows{{"process", "CPU s", "of a core %", "legs", "SIP retransmissions"}};
  const double load_seconds = std::max(1.0, static_cast<double>(run.load_time.count())) / 1000;
  const auto share = [&](milliseconds cpu) {
    return fmt::format("{:.0f}", static_cast<double>(cpu.count()) / 10 / load_seconds);
  };
  rows.push_back({"ringside-engine", seconds(run.engine_cpu), share(run.engine_cpu), "", ""});
  for (const PartyResult& party : run.parties)
    rows.push_back({"sipp " + party.name, seconds(party.cpu), share(party.cpu), std::to_string(party.stats.created),
                    std::to_string(party.stats.retransmissions)});
  return table(rows) +
         fmt::format("engine memory: {} before, {} peak, {} after\n", mebibytes(run.rss_before), mebibytes(run.rss_peak),
                     mebibytes(run.rss_after)) +
         chats(run);
}

Percentiles percentiles(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto at = [&](double p) {
    const double rank = std::ceil(p * static_cast<double>(values.size()));
    return values[static_cast<std::size_t>(std::max(1.0, rank)) - 1];
  };
  return {at(0.50), at(0.95), at(0.99), values.back()};
}

}  // namespace ringside::load
