#pragma once

#include <functional>
#include <string_view>

namespace ringside::store {

/// `error` is an alarm: records wait in the spill file, or were lost.
enum class LogLevel { info, warning, error };

/// Where the store tells what an operator should know. Called on the caller's thread and on the store's own threads.
using LogHook = std::function<void(LogLevel, std::string_view)>;

}  // namespace ringside::store
