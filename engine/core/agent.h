#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/deadlines.h"
#include "engine/core/types.h"

namespace ringside::core {

/// What an agent does, apart from being logged in or not (section 1).
enum class Activity : std::uint8_t { free, incall, inchat, wrapup };

/// An agent's settings and state. Changed by the engine alone.
struct Agent {
  std::string agentid;
  std::string location;       ///< SIP URI for audio; empty = no audio
  std::string msrp_location;  ///< SIP URI for chat; empty = no chat
  std::uint32_t msrp_max_sessions = 4;
  std::vector<std::string> skill_names;
  std::vector<SkillIndex> skills;  ///< those that some flow asks for come from here
  Duration wrapup_time{};          ///< 0 = the global one

  bool logged_in = false;
  Activity activity = Activity::free;
  std::uint64_t order = 0;  ///< place in the order of E-DSP-2; smaller is in front
  CallId call;              ///< his audio call, or the last one while `releasing`
  std::uint32_t chats = 0;  ///< ongoing chat sessions
  bool releasing = false;   ///< the call is gone, his phone may still ring (E-LIF-9)
  Attempt releasing_attempt = 0;
  Time wrapup_end{};             ///< meaningful while a wrap-up runs
  std::uint32_t rejections = 0;  ///< in a row
  bool offline_reported = false;
  Deadline deadline;  ///< end of wrap-up, or of the cancel grace

  bool has_location(Media media) const { return media == Media::rtp ? !location.empty() : !msrp_location.empty(); }
};

}  // namespace ringside::core
