#include "engine/call_log.h"

#include <variant>

namespace ringside {
namespace {

/// Turns an action into its line.
class Writer {
 public:
  Writer(Log& log, const core::Engine& engine) : log_{log}, engine_{engine} {}

  void operator()(const core::PlayMessage& a) const {
    log_.write(kLevel, a.call, "caller hears message",
               {{"message", std::string{to_string(a.message)}}, {"flow", flow_of(a.call)}});
  }
  void operator()(const core::PlayQueue& a) const {
    log_.write(kLevel, a.call, "caller queued", {{"position", std::to_string(a.position)}, {"flow", flow_of(a.call)}});
  }
  void operator()(const core::RingAgent& a) const {
    log_.write(kLevel, a.call, "agent rings", {{"agent", id_of(a.agent)}, {"attempt", std::to_string(a.attempt)}});
  }
  void operator()(const core::PlayFlowId& a) const {
    log_.write(kLevel, a.call, "agent hears flow", {{"agent", id_of(a.agent)}});
  }
  void operator()(const core::Bridge& a) const {
    log_.write(kLevel, a.call, "caller and agent joined", {{"agent", id_of(a.agent)}});
  }
  void operator()(const core::EndAgentLeg& a) const {
    log_.write(kLevel, a.call, "agent leg ended", {{"agent", id_of(a.agent)}});
  }
  void operator()(const core::EndCall& a) const {
    log_.write(kLevel, a.call, "call over", {{"as", std::string{to_string(a.ended_as)}}, {"flow", flow_of(a.call)}});
  }
  void operator()(const core::ReportAgent& a) const {
    log_.write(kLevel, "agent changed", {{"agent", id_of(a.agent)}, {"status", std::string{to_string(a.status)}}});
  }
  void operator()(const core::WriteCdr&) const {}
  void operator()(const core::JournalCall&) const {}
  void operator()(const core::StoreWrapup&) const {}

 private:
  static constexpr LogLevel kLevel = LogLevel::debug;

  std::string id_of(core::AgentIndex agent) const { return engine_.agent(agent).agentid; }
  std::string flow_of(core::CallId id) const {
    const core::Call* const call = engine_.call(id);
    return call == nullptr ? std::string{} : engine_.flow(call->flow).flowid;
  }

  Log& log_;
  const core::Engine& engine_;
};

}  // namespace

void CallLog::action_taken(const core::Action& action, const core::Engine& engine) { std::visit(Writer{log_, engine}, action); }

}  // namespace ringside
