#pragma once

#include <cstdint>
#include <string>

#include "engine/core/strategies/strategy_name.h"
#include "engine/core/types.h"

namespace ringside::core {

/// A flow's settings (section 1, cc_flows), validated and in the engine's types. Thresholds of 0 are off.
struct Flow {
  std::string flowid;
  std::uint32_t priority = 256;  ///< 0 is the highest
  SkillIndex skill{};
  std::string skill_name;
  std::string prependcid;
  Duration max_wrapup_time{};
  bool dissuading_hangup = false;
  Duration dissuading_onhold_th{};
  Duration dissuading_ewt_th{};
  std::uint32_t dissuading_qsize_th = 0;
  std::string message_welcome;
  std::string message_queue;
  std::string message_dissuading;
  std::string message_flow_id;
  StrategyName agent_strategy = StrategyName::list_order;
  Duration priority_aging{};            ///< a waiting call gains one step of priority each; 0 = off
  Duration max_wait{};                  ///< in this flow, from entering it; 0 = none
  std::uint32_t queue_limit = 0;        ///< calls queued in this flow; 0 = none
  std::uint16_t overflow_answer = 480;  ///< to a caller whom nobody answered yet and whom a limit turns away
  std::string overflow_flow;            ///< where calls go that a limit turns away; empty = they are hung up
  bool deleted = false;                 ///< by a reload; its calls go on with these values

  /// Whether E-DIS-3 applies.
  bool watches_on_hold() const { return dissuading_onhold_th > Duration{} && !message_dissuading.empty(); }
  const std::string& uri(Message message) const {
    switch (message) {
      case Message::welcome: return message_welcome;
      case Message::dissuading: return message_dissuading;
      case Message::flow_id: return message_flow_id;
      case Message::queue: break;
    }
    return message_queue;
  }
};

}  // namespace ringside::core
