#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/occupancy.h"
#include "engine/core/types.h"

namespace ringside::core {

/// What an agent does, apart from being logged in or not (section 1).
enum class Activity : std::uint8_t { free, incall, inchat, wrapup };

/// A call is gone, the agent's phone may still ring for it (E-LIF-9).
struct Releasing {
  CallId call;
  Attempt attempt;
  Media media;
  Time until;
};

/// An agent's settings and state. Changed by the engine alone.
struct Agent {
  std::string agentid;
  std::string location;       ///< SIP URI for audio; empty = no audio
  std::string msrp_location;  ///< SIP URI for chat; empty = no chat
  std::uint32_t msrp_max_sessions = 4;
  std::vector<std::string> skill_names;
  std::vector<SkillIndex> skills;  ///< those of skill_names that a flow asks for
  Duration wrapup_time{};          ///< 0 = the global one
  std::int64_t rank = 0;           ///< for the strategy by_rank

  bool deleted = false;          ///< by a reload; he leaves after his last call
  bool loaded_logstate = false;  ///< what his row said last

  bool logged_in = false;
  Activity activity = Activity::free;
  bool wrapping_up = false;      ///< a wrap-up runs, in `wrapup` or in `inchat`
  Time wrapup_end{};             ///< meaningful while wrapping_up
  std::uint32_t wrapups = 1;     ///< number of the wrap-up that runs, or ran last
  CallId call;                   ///< his audio call
  std::uint32_t chats = 0;       ///< his chats, ringing ones included
  std::uint32_t rejections = 0;  ///< in a row
  bool offline_reported = false;
  std::uint64_t talks = 0;  ///< begun since the engine started
  Time last_change{};       ///< when his work changed last: a call or wrap-up began or ended, or he logged in
  Occupancy occupancy;      ///< kept only while a flow asks for least_occupied
  std::vector<Releasing> releasing;

  bool has_location(Media media) const { return media == Media::rtp ? !location.empty() : !msrp_location.empty(); }
  const std::string& location_for(Media media) const { return media == Media::rtp ? location : msrp_location; }
  bool free() const { return activity == Activity::free; }
  /// What cc_list_agents and the events call it.
  AgentStatus status() const {
    return logged_in ? static_cast<AgentStatus>(static_cast<int>(activity) + 1) : AgentStatus::offline;
  }
  /// Chats he could still take, apart from login (E-DSP-3).
  std::uint32_t free_chats() const {
    const std::uint32_t taken = chats + static_cast<std::uint32_t>(releasing_chats()) + (wrapping_up ? 1 : 0);
    return taken < msrp_max_sessions ? msrp_max_sessions - taken : 0;
  }
  std::size_t releasing_chats() const {
    std::size_t n = 0;
    for (const Releasing& r : releasing) n += r.media == Media::msrp ? 1 : 0;
    return n;
  }
};

}  // namespace ringside::core
