#include "engine/core/display_name.h"

namespace ringside::core {
namespace {

constexpr std::size_t kMaxBytes = 64;

void cut_between_code_points(std::string& text, std::size_t max) {
  if (text.size() <= max) return;
  while (max > 0 && (static_cast<unsigned char>(text[max]) & 0xC0) == 0x80) --max;
  text.resize(max);
}

}  // namespace

std::string agent_display_name(std::string_view prependcid, std::string_view caller_display_name,
                               std::string_view caller_user) {
  std::string name{prependcid};
  const std::string_view caller = caller_display_name.empty() ? caller_user : caller_display_name;
  if (!name.empty() && !caller.empty()) name += ' ';
  name += caller;
  if (name.empty()) return "anonymous";
  cut_between_code_points(name, kMaxBytes);
  return name;
}

}  // namespace ringside::core
