#include <nlohmann/json.hpp>

#include "scenarios/load/report.h"

namespace ringside::load {

using nlohmann::json;

namespace {

json to_value(const ChatTally& t) {
  return {{"sessions", t.sessions}, {"silent", t.silent},   {"lost", t.lost},
          {"sent", t.sent},         {"chunks", t.chunks},   {"acknowledged", t.acknowledged},
          {"failed", t.failed},     {"cut", t.cut},         {"success_reports", t.reports},
          {"received", t.received}, {"refused", t.refused}, {"connections", t.connections}};
}

json to_value(const ChatTimes& t) {
  return {{"count", t.count}, {"p50_ms", t.p50_ms}, {"p95_ms", t.p95_ms}, {"p99_ms", t.p99_ms}, {"max_ms", t.max_ms}};
}

json to_value(const ChatFigures& chats) {
  return {{"callers", to_value(chats.callers)},
          {"waiting", to_value(chats.waiting)},
          {"agents", to_value(chats.agents)},
          {"media", to_value(chats.media)},
          {"answer", to_value(chats.answer)},
          {"round_trip", to_value(chats.round_trip)},
          {"faults", chats.faults}};
}

}  // namespace

std::string to_json(const std::string& command, const Verdict& verdict, const RunResult& run) {
  json callers = json::array();
  for (const CallerTally& t : verdict.callers) {
    callers.push_back({{"name", t.name},
                       {"flow", t.flow},
                       {"calls", t.sent},
                       {"as_told", t.as_expected},
                       {"failed_by_sipp", t.failed},
                       {"handled", t.handled},
                       {"abandoned", t.abandoned},
                       {"dissuaded", t.dissuaded},
                       {"failed", t.errors},
                       {"refused", t.refused},
                       {"rejections", t.rejections}});
  }
  json parties = json::array();
  for (const PartyResult& p : run.parties) {
    parties.push_back({{"name", p.name},
                       {"caller", p.calls_out},
                       {"cpu_ms", p.cpu.count()},
                       {"legs", p.stats.created},
                       {"failed", p.stats.failed},
                       {"retransmissions", p.stats.retransmissions}});
  }
  json report{{"command", command},
              {"passed", verdict.passed()},
              {"faults", verdict.faults},
              {"directory", run.directory.string()},
              {"database", database_file(run.directory).string()},
              {"load_ms", run.load_time.count()},
              {"engine",
               {{"cpu_ms", run.engine_cpu.count()},
                {"rss_before", run.rss_before},
                {"rss_held", run.rss_held},
                {"rss_peak", run.rss_peak},
                {"rss_after", run.rss_after}}},
              {"callers", callers},
              {"parties", parties},
              {"statistics", run.statistics}};
  if (run.chats) report["chats"] = to_value(*run.chats);
  return report.dump(2);
}

}  // namespace ringside::load
