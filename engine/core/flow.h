#pragma once

#include <cstdint>
#include <string>

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
  bool deleted = false;  ///< by a reload; its calls go on with these values

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
