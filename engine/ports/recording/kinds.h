#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "engine/ports/inputs.h"

/// The kinds of input as numbers (from 1) and as words.
namespace ringside::ports {

inline constexpr std::array<std::string_view, std::variant_size_v<Input>> kKindNames{
    "call arrived",     "message ended",    "agent answered", "agent refused",
    "flow-id ended",    "bridge completed", "bridge failed",  "agent hung up",
    "caller hung up",   "leg lost",         "call failed",    "agent leg released",
    "call transferred", "time passed",      "set login",      "set internal dispatching",
    "dispatch call",    "make ready",       "release agent",  "reset statistics",
    "reload",           "restore"};

template <class In, std::size_t... I>
constexpr std::uint64_t kind_among(std::index_sequence<I...>) {
  return ((std::is_same_v<In, std::variant_alternative_t<I, Input>> ? I + 1 : 0) + ...);
}
template <class In>
constexpr std::uint64_t kind_of() {
  return kind_among<In>(std::make_index_sequence<std::variant_size_v<Input>>{});
}

/// A fresh input of this kind, or nothing.
template <std::size_t I = 0>
bool emplace_kind(std::uint64_t kind, Input& input) {
  if constexpr (I < std::variant_size_v<Input>) {
    if (kind != I + 1) return emplace_kind<I + 1>(kind, input);
    input.emplace<I>();
    return true;
  } else {
    return false;
  }
}

}  // namespace ringside::ports
