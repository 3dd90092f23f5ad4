#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "engine/core/types.h"

namespace ringside {

enum class LogLevel : std::uint8_t { debug, info, warning, error };
enum class LogFormat : std::uint8_t { text, json };

struct LogSettings {
  LogLevel level = LogLevel::info;
  LogFormat format = LogFormat::text;
  std::string file;  ///< empty = standard error
};

struct LogField {
  std::string_view key;
  std::string value;
};

/// The program's log: one line an event, as `time level message key=value …` or as a JSON object. Lines are written by a
/// thread of its own; when that falls behind, the oldest lines are lost rather than the engine held up. Any thread may log.
/// Values come from outside as well: control characters are escaped, so that nobody can forge a line.
class Log {
 public:
  static tl::expected<std::unique_ptr<Log>, std::string> open(const LogSettings& settings);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  /// Goes on in a new file of the same name, after somebody has moved the old one away; nothing to do on standard error. If
  /// that fails, which is logged, the old one is kept.
  void reopen();

  bool enabled(LogLevel level) const;
  void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});
  /// A line about a call carries its id and its sequence number.
  void write(LogLevel level, core::CallId call, std::string_view message, std::initializer_list<LogField> fields = {});

 private:
  struct Impl;
  explicit Log(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// The part of a line behind the level, in the given format; `call` may be invalid.
std::string log_line(LogFormat format, core::CallId call, std::string_view message, std::initializer_list<LogField> fields);

}  // namespace ringside
