#include <nlohmann/json.hpp>

#include "scenarios/load/report.h"

namespace ringside::load {

using nlohmann::json;

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
  const json report{{"command", command},
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
  return report.dump(2);
}

}  // namespace ringside::load
