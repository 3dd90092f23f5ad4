#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "engine/ports/inputs.h"

namespace ringside::ports {

/// Where an engine did otherwise than the one that was recorded.
struct Divergence {
  std::uint64_t input = 0;  ///< the input after which it did, from 1
  core::Time when{};
  std::string fed;                    ///< the input, in words
  std::uint64_t actions = 0;          ///< how many actions the recorded engine took then
  std::vector<std::string> replayed;  ///< what this one did
};

struct ReplayReport {
  std::uint64_t inputs = 0;
  std::uint64_t calls = 0;  ///< admitted
  std::uint64_t actions = 0;
  core::Time start{};
  core::Time end{};
  bool cut_off = false;  ///< the recording has no end: the engine was killed, or the disk was full
  std::optional<Divergence> divergence;
};

/// Hears every action of the replay.
using ReplayListener = std::function<void(const core::Action&, const core::Engine&, core::Time now)>;

/// Hears all of a recording: first what the engine was made of, then each input, when the engine has been fed it, with the
/// answer to an arrival, and the actions that follow it. Any may be empty.
struct ReplayListeners {
  std::function<void(const core::Settings&, const core::Tables&, core::Time start)> begin;
  std::function<void(const Input&, const std::optional<core::Admission>&, const core::Engine&, core::Time now)> input;
  ReplayListener action;
};

/// Whether the engine has to do what the recorded one did.
enum class Comparison : std::uint8_t { bit_for_bit, none };

/// Feeds a fresh engine what a recording (recorder.h) holds, and compares what it does. Stops at the first difference. The
/// error says what is wrong with the recording and at which byte.
tl::expected<ReplayReport, std::string> replay(std::string_view recording, const ReplayListener& listener = {},
                                               Comparison comparison = Comparison::bit_for_bit);
tl::expected<ReplayReport, std::string> replay(std::string_view recording, const ReplayListeners& listeners,
                                               Comparison comparison = Comparison::bit_for_bit);

}  // namespace ringside::ports
