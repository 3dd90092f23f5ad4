#include "scenarios/format/parts.h"

#include <cmath>

namespace ringside::scenario {
namespace {

using core::Duration;

Duration exact(double seconds) { return Duration{std::llround(seconds * 1e9)}; }

core::EwtEstimator estimator(const Node& node) {
  return static_cast<core::EwtEstimator>(
      node.one_of({"average", "queue_length", "queue_length_patience", "last_served", "head_of_line"}));
}

}  // namespace

void read_settings(const Node& node, Scenario& scenario) {
  core::Settings& s = scenario.settings;
  if (!node.map_of({"wrapup_time",
                    "reject_on_no_agents",
                    "reject_on_no_agents_media",
                    "chat_dispatch_policy",
                    "dissuade_first",
                    "dissuading_keep_place",
                    "dissuading_qsize_scope",
                    "queue_pos_scope",
                    "ewt_estimator",
                    "ewt_shadow",
                    "dispatch_interval",
                    "compat_wrapup_scan",
                    "message_timeout",
                    "agent_ring_timeout",
                    "bridge_timeout",
                    "cancel_grace",
                    "reject_retry_delay",
                    "min_talk_time",
                    "max_rejections",
                    "max_bridge_failures",
                    "random_seed"})) {
    return;
  }
  const auto flag = [&](std::string_view key, bool& value) {
    if (const auto n = node.get(key)) value = n->flag(value);
  };
  const auto duration = [&](std::string_view key, Duration& value) {
    if (const auto n = node.get(key)) value = exact(n->duration());
  };
  const auto scope = [&](std::string_view key, core::Scope& value) {
    if (const auto n = node.get(key)) value = n->one_of({"flow", "global"}) == 0 ? core::Scope::flow : core::Scope::global;
  };
  const auto count = [&](std::string_view key, std::uint32_t& value) {
    if (const auto n = node.get(key)) value = static_cast<std::uint32_t>(n->whole(0, 1000000));
  };
  duration("wrapup_time", s.wrapup_time);
  flag("reject_on_no_agents", s.reject_on_no_agents);
  flag("reject_on_no_agents_media", s.reject_on_no_agents_media);
  if (const auto n = node.get("chat_dispatch_policy")) {
    s.chat_dispatch_policy =
        n->one_of({"balancing", "full-load"}) == 0 ? core::ChatDispatchPolicy::balancing : core::ChatDispatchPolicy::full_load;
  }
  flag("dissuade_first", s.dissuade_first);
  flag("dissuading_keep_place", s.dissuading_keep_place);
  scope("dissuading_qsize_scope", s.dissuading_qsize_scope);
  scope("queue_pos_scope", s.queue_pos_scope);
  if (const auto n = node.get("ewt_estimator")) s.ewt_estimator = estimator(*n);
  if (const auto n = node.get("ewt_shadow")) {
    for (const Node& item : n->items("a list of estimators")) scenario.shadows.push_back(estimator(item));
  }
  duration("dispatch_interval", s.dispatch_interval);
  flag("compat_wrapup_scan", s.compat_wrapup_scan);
  duration("message_timeout", s.message_timeout);
  duration("agent_ring_timeout", s.agent_ring_timeout);
  duration("bridge_timeout", s.bridge_timeout);
  duration("cancel_grace", s.cancel_grace);
  duration("reject_retry_delay", s.reject_retry_delay);
  duration("min_talk_time", s.min_talk_time);
  count("max_rejections", s.max_rejections);
  count("max_bridge_failures", s.max_bridge_failures);
  if (const auto n = node.get("random_seed")) s.random_seed = n->whole(0, std::uint64_t{1} << 53);
}

}  // namespace ringside::scenario
