#include "engine/core/types.h"

#include <array>
#include <charconv>

namespace ringside::core {

std::string to_string(CallId id) { return std::to_string(id.cid()) + '.' + std::to_string(id.slot()); }

std::optional<CallId> parse_call_id(std::string_view text) {
  const char* const end = text.data() + text.size();
  std::uint64_t cid = 0;
  const auto [dot, cid_error] = std::from_chars(text.data(), end, cid);
  if (cid_error != std::errc{} || dot == end || *dot != '.' || cid == 0 || cid >> (64 - CallId::kSlotBits) != 0) return {};
  std::uint32_t slot = 0;
  const auto [rest, slot_error] = std::from_chars(dot + 1, end, slot);
  if (slot_error != std::errc{} || rest != end || slot >> CallId::kSlotBits != 0) return {};
  return CallId{cid, slot};
}

namespace {
template <std::size_t N, class Enum>
std::string_view name(const std::array<std::string_view, N>& names, Enum value) {
  const auto i = static_cast<std::size_t>(value);
  return i < N ? names[i] : std::string_view{"?"};
}
}  // namespace

std::string_view to_string(CallState state) {
  static constexpr std::array<std::string_view, 8> kNames{"none",   "welcome",  "dissuading1", "dissuading2",
                                                          "queued", "preagent", "toagent",     "ended"};
  return name(kNames, state);
}

std::string_view to_string(AgentStatus status) {
  static constexpr std::array<std::string_view, 5> kNames{"offline", "free", "incall", "inchat", "wrapup"};
  return name(kNames, status);
}

std::string_view to_string(Media media) { return media == Media::rtp ? "RTP" : "MSRP"; }

std::string_view to_string(Message message) {
  static constexpr std::array<std::string_view, 4> kNames{"welcome", "dissuading", "queue", "flow_id"};
  return name(kNames, message);
}

std::string_view to_string(DissuadeReason reason) {
  static constexpr std::array<std::string_view, kDissuadeReasons> kNames{"none",   "ewt",      "qsize",
                                                                         "onhold", "max_wait", "queue_limit"};
  return name(kNames, reason);
}

std::string_view to_string(CallClass ended_as) {
  static constexpr std::array<std::string_view, 5> kNames{"handled", "abandoned", "dissuaded", "failed", "transferred"};
  return name(kNames, ended_as);
}

}  // namespace ringside::core
