#include <cmath>
#include <set>

#include "scenarios/format/parts.h"

namespace ringside::scenario {
namespace {

RedialLaw read_redial_law(const Node& node) {
  RedialLaw law;
  if (!node.map_of({"probability", "delay"})) return law;
  bool there = true;
  const Node probability = node.need("probability", "a number from 0 to 1", there);
  const Node delay = node.need("delay", "a duration or a law", there);
  if (!there) return law;
  law.probability = probability.number(0, 1);
  law.delay = delay.distribution();
  return law;
}

Balking read_balking(const Node& node) {
  Balking balking;
  if (!node.map_of({"queue_position_at_least", "ewt_at_least", "probability"})) return balking;
  if (const auto n = node.get("queue_position_at_least")) {
    balking.queue_position_at_least = static_cast<std::uint32_t>(n->whole(0, 1000000));
  }
  if (const auto n = node.get("ewt_at_least")) balking.ewt_at_least = n->duration();
  if (!balking.queue_position_at_least && !balking.ewt_at_least) {
    node.fault("neither of them", "queue_position_at_least, ewt_at_least or both");
  }
  if (const auto n = node.get("probability")) balking.probability = n->number(0, 1, 1);
  return balking;
}

Redial read_redial(const Node& node) {
  Redial redial;
  if (!node.map_of({"refused", "abandoned", "attempts", "keep_work"})) return redial;
  if (const auto n = node.get("refused")) redial.refused = read_redial_law(*n);
  if (const auto n = node.get("abandoned")) redial.abandoned = read_redial_law(*n);
  if (const auto n = node.get("attempts"))
    redial.attempts = n->scalar() == "unlimited" ? 0 : static_cast<std::uint32_t>(n->whole(1, 1000));
  if (const auto n = node.get("keep_work")) redial.keep_work = n->flag();
  return redial;
}

constexpr double kMostVolume = 1000;

/// More callers than are written down can be made up only where there is a rate.
void judge_volume(const Node& node, const Load& load, double volume) {
  for (const Arrivals& arrivals : load.arrivals) {
    if (volume > 1 && !arrivals.has_rate()) {
      node.fault("a volume above 1 for a process without a rate", "at most 1");
      return;
    }
  }
}

/// {turns: 4, think_time: {exponential: 30s}, patience: 20m}
Conversation read_conversation(const Node& node) {
  Conversation conversation;
  if (!node.map_of({"turns", "think_time", "patience"})) return conversation;
  if (const auto n = node.get("turns")) conversation.turns = static_cast<std::uint32_t>(n->whole(1, 1000, 1));
  if (const auto n = node.get("think_time")) conversation.think_time = n->distribution();
  if (const auto n = node.get("patience")) conversation.patience = n->distribution();
  return conversation;
}

Load read_load(const Node& node, const Scenario& scenario, Media media) {
  Load load;
  if (!node.map_of({"arrivals", "volume", "patience", "patience_from", "patience_includes_ringing", "handle_time", "balking",
                    "redial", "bridge_failure", "conversation"})) {
    return load;
  }
  bool there = true;
  const Node handle_time = node.need("handle_time", "a duration or a law", there);
  if (there) load.handle_time = handle_time.distribution();
  if (const auto n = node.get("arrivals")) read_arrivals(*n, scenario, load.arrivals);
  if (const auto n = node.get("volume")) {
    load.volume = n->number(0, kMostVolume, 1);
  }
  judge_volume(node, load, load.volume * scenario.volume);
  if (const auto n = node.get("patience"); n && n->scalar() != "unlimited") load.patience = n->distribution();
  if (const auto n = node.get("patience_from")) load.patience_from_arrival = n->one_of({"queue", "arrival"}) == 1;
  if (const auto n = node.get("patience_includes_ringing")) load.patience_includes_ringing = n->flag();
  if (const auto n = node.get("balking")) load.balking = read_balking(*n);
  if (const auto n = node.get("redial")) load.redial = read_redial(*n);
  if (const auto n = node.get("bridge_failure")) load.bridge_failure = n->number(0, 1);
  if (const auto n = node.get("conversation")) {
    if (media == Media::rtp) n->fault("a conversation of calls", "one of chats");
    load.conversation = read_conversation(*n);
  }
  return load;
}

MediaServer read_media(const Node& node) {
  MediaServer media;
  if (!node.map_of({"answer_delay", "failure", "timeout"})) return media;
  if (const auto n = node.get("answer_delay")) media.answer_delay = n->distribution();
  if (const auto n = node.get("failure")) media.failure = n->number(0, 1);
  if (const auto n = node.get("timeout")) media.timeout = n->number(0, 1);
  if (media.failure + media.timeout > 1) node.fault("failure + timeout above 1", "at most 1 together");
  return media;
}

/// A message is its length; the engine needs an address too, which the simulator never calls.
void read_message(const Node& flow, std::string_view key, const char* address, Distribution& length, std::string& uri) {
  const auto node = flow.get(key);
  if (!node) return;
  uri = address;
  if (node->is_map() && (node->get("uri") || node->get("length"))) {
    if (!node->map_of({"uri", "length"})) return;
    if (const auto n = node->get("uri")) uri = n->text(255);
    if (const auto n = node->get("length")) length = n->distribution();
    return;
  }
  length = node->distribution();
}

void judge(const core::FlowRow& row, const Node& node) {
  const auto fault = core::check(row);
  if (!fault) return;
  if (const auto n = node.get(fault->column)) {
    n->fault("'" + fault->found + "'", fault->allowed);
  } else {
    node.fault(fault->column + " " + fault->found, fault->allowed);
  }
}

Flow read_flow(const std::string& name, const Node& node, const Scenario& scenario) {
  Flow flow;
  core::FlowRow& row = flow.row;
  row.flowid = name;
  row.skill = name;
  row.message_queue = "sip:queue@media.invalid";
  if (!node.map_of({"priority",
                    "skill",
                    "prependcid",
                    "max_wrapup_time",
                    "dissuading_hangup",
                    "dissuading_onhold_th",
                    "dissuading_ewt_th",
                    "dissuading_qsize_th",
                    "message_welcome",
                    "message_dissuading",
                    "message_flow_id",
                    "message_queue",
                    "agent_strategy",
                    "priority_aging",
                    "max_wait",
                    "queue_limit",
                    "overflow_flow",
                    "wrapup",
                    "media",
                    "opening_hours",
                    "calls",
                    "chats"})) {
    return flow;
  }
  const auto seconds = [&](std::string_view key, std::int64_t& value) {
    if (const auto n = node.get(key)) value = whole_seconds(*n);
  };
  const auto whole = [&](std::string_view key, std::int64_t& value) {
    if (const auto n = node.get(key)) value = static_cast<std::int64_t>(n->whole(0, 1000000));
  };
  const auto text = [&](std::string_view key, std::string& value) {
    if (const auto n = node.get(key)) value = n->text(128);
  };
  whole("priority", row.priority);
  text("skill", row.skill);
  text("prependcid", row.prependcid);
  seconds("max_wrapup_time", row.max_wrapup_time);
  if (const auto n = node.get("dissuading_hangup")) row.dissuading_hangup = n->flag() ? 1 : 0;
  seconds("dissuading_onhold_th", row.dissuading_onhold_th);
  seconds("dissuading_ewt_th", row.dissuading_ewt_th);
  whole("dissuading_qsize_th", row.dissuading_qsize_th);
  read_message(node, "message_welcome", "sip:welcome@media.invalid", flow.welcome, row.message_welcome);
  read_message(node, "message_dissuading", "sip:dissuading@media.invalid", flow.dissuading, row.message_dissuading);
  read_message(node, "message_flow_id", "sip:flow@media.invalid", flow.flow_id, row.message_flow_id);
  if (const auto n = node.get("message_queue")) row.message_queue = n->text(255);
  text("agent_strategy", row.agent_strategy);
  seconds("priority_aging", row.priority_aging);
  seconds("max_wait", row.max_wait);
  whole("queue_limit", row.queue_limit);
  text("overflow_flow", row.overflow_flow);
  if (const auto n = node.get("wrapup")) flow.wrapup = n->distribution();
  if (const auto n = node.get("media")) flow.media = read_media(*n);
  if (const auto n = node.get("opening_hours")) flow.opening = read_shifts(*n, scenario);
  if (const auto n = node.get("calls")) flow.calls = read_load(*n, scenario, Media::rtp);
  if (const auto n = node.get("chats")) flow.chats = read_load(*n, scenario, Media::msrp);
  judge(row, node);
  return flow;
}

}  // namespace

std::int64_t whole_seconds(const Node& node) {
  const double exact = node.duration();
  if (exact != std::floor(exact)) node.fault("whole seconds: the engine's table has no others");
  return static_cast<std::int64_t>(exact);
}

void read_flows(const Node& node, Scenario& scenario) {
  const auto flows = node.entries("a map of flows by their flowid, at least one");
  if (node.is_map() && flows.empty()) node.fault("no flow", "at least one");
  for (const auto& [name, flow] : flows) scenario.flows.push_back(read_flow(name, flow, scenario));
  std::set<std::string> names;
  for (const auto& entry : flows) names.insert(entry.first);
  for (std::size_t i = 0; i < flows.size(); ++i) {
    const std::string& to = scenario.flows[i].row.overflow_flow;
    const auto n = flows[i].second.get("overflow_flow");
    if (n && !to.empty() && !names.contains(to)) n->fault("the flow '" + to + "'", "a flow of this scenario");
  }
}

}  // namespace ringside::scenario
