#include "scenarios/load/scenario/told_calls.h"

#include <cmath>
#include <string>
#include <unordered_map>

namespace ringside::load {
namespace {

/// A call as far as it has been told.
class ToldCall {
 public:
  explicit ToldCall(const CallReport& first) : first_{first.at} {
    row_.caller = first.caller;
    row_.flow_id = first.flow;
    row_.to_the_talk = true;
  }

  void take(const CallReport& report, double time_scale, std::vector<CdrRow>& rows) {
    const auto scaled = [&](double from) { return std::llround((report.at - from) * time_scale); };
    const bool ended = report.state == "ended";
    const bool at_agent = report.state == "preagent" || report.state == "toagent";
    row_.wait_ms = scaled(first_);
    const bool left_agent = offered() && !ended && (!at_agent || report.agent != row_.agent_id);
    if (left_agent) {  // a talk that was too short is none (E-LIF-6)
      rows.push_back(closed(core::CdrType::rejected, talk_ > 0 ? picked_up_ : scaled(rings_)));
      rings_ = talk_ = 0;
      row_.agent_id.clear();
    }
    if (at_agent && !offered()) {
      rings_ = report.at;
      row_.agent_id = report.agent;
    }
    if (at_agent && report.talking && talk_ == 0) {
      talk_ = report.at;
      picked_up_ = scaled(rings_);
    }
    if (!ended) return;
    if (talk_ > 0) {
      row_.wait_ms = std::llround((talk_ - first_) * time_scale);
      row_.talk_ms = scaled(talk_);
      rows.push_back(closed(core::CdrType::handled, picked_up_));
    } else {
      if (report.ended_as == "abandoned") row_.fstats |= core::kFstatAbandoned;
      const bool failed = report.ended_as == "failed";
      rows.push_back(closed(failed ? core::CdrType::error : core::CdrType::ended_waiting, offered() ? scaled(rings_) : 0));
    }
  }

 private:
  bool offered() const { return rings_ > 0; }

  CdrRow closed(core::CdrType type, std::int64_t pickup_ms) const {
    CdrRow row = row_;
    row.type = type;
    row.pickup_ms = pickup_ms;
    return row;
  }

  double first_;
  double rings_ = 0;
  double talk_ = 0;
  std::int64_t picked_up_ = 0;
  CdrRow row_;
};

}  // namespace

std::vector<CdrRow> told_cdrs(const std::vector<CallReport>& reports, double time_scale) {
  std::unordered_map<std::string, ToldCall> calls;
  std::vector<CdrRow> rows;
  for (const CallReport& report : reports) {
    // Its caller is told as long as the engine knows the call.
    if (report.caller.empty()) continue;
    const auto found = calls.try_emplace(report.call, report).first;
    found->second.take(report, time_scale, rows);
    if (report.state == "ended") calls.erase(found);
  }
  return rows;
}

}  // namespace ringside::load
