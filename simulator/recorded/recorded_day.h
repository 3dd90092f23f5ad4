#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <unordered_map>
#include <vector>

#include "engine/ports/recording/replay.h"

/// What a recording of a live engine tells of each caller and each agent, apart from what the engine decided.
namespace ringside::sim {

using core::Duration;
using core::Time;

/// Something that is told to the engine so long after it asked for it.
struct Step {
  Duration after{};
  ports::Input input;  ///< call, attempt and agent are those of the recording
};

/// A phone rang. What it did then: answered, had the flow-id message, was connected, or refused.
struct OfferSeen {
  core::AgentIndex agent = core::kNoAgent;
  std::vector<Step> steps;  ///< after RingAgent
  Duration watched{};       ///< so long it was seen; without steps the engine or the caller ended it then
};

struct MessageSeen {
  core::Message message{};
  std::optional<Duration> length;  ///< none: the caller left
};

/// One caller of the day. What was not seen of him is missing: the patience of who was answered, the talk of who left.
struct CallSeen {
  Time at{};
  core::CallArrived arrival;         ///< without texts
  std::string user, display, param;  ///< its texts
  bool arrives = true;               ///< false: he was there before the recording began
  core::CallId id;                   ///< in the recording; invalid if he was refused
  std::optional<Step> left;          ///< before any talk, after `at`
  Duration stayed{};                 ///< at least, without leaving
  std::vector<MessageSeen> messages;
  std::vector<OfferSeen> offers;
  std::vector<Duration> releases;  ///< of phones that the engine stopped: till they were quiet
  std::optional<Step> talk;        ///< what ended it, after its beginning
  Duration talked{};               ///< at least; 0: never
};

/// What an operator, or the engine's host, did.
struct Command {
  Time at{};
  ports::Input input;
};

struct RecordedDay {
  core::Settings settings;
  core::Tables tables;
  Time start{};
  Time end{};
  bool cut_off = false;
  std::vector<CallSeen> calls;  ///< in the order of their arrival
  std::unordered_map<core::CallId, std::size_t> call_of;
  std::vector<Command> commands;
  std::vector<Time> passes;     ///< when the host told the engine that time had passed, a little after it was due
  std::vector<core::Cdr> cdrs;  ///< as the engine wrote them
};

/// Lives the recording once more and takes down what happened. The error is one line.
tl::expected<RecordedDay, std::string> read_recording(std::string_view recording);

}  // namespace ringside::sim
