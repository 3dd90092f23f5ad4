#pragma once

#include <string>
#include <string_view>

namespace ringside::core {

/// The display name an agent sees (E-ADM-4): the caller's display name, or his user, behind the flow's prefix. At most 64
/// bytes before escaping, never cut inside a UTF-8 code point; `anonymous` if there is nothing. Neither quoted nor escaped.
std::string agent_display_name(std::string_view prependcid, std::string_view caller_display_name, std::string_view caller_user);

}  // namespace ringside::core
