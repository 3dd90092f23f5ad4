#pragma once

#include <string_view>

namespace ringside {

/// Tells the service manager how the program stands ("READY=1", "STOPPING=1"), if one asks for it by NOTIFY_SOCKET.
/// What sd_notify(3) does, without its library.
void notify_service_manager(std::string_view state);

}  // namespace ringside
