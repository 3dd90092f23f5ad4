#include "engine/log.h"

#include <spdlog/async.h>
#include <spdlog/details/file_helper.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <mutex>

namespace ringside {
namespace {

constexpr std::size_t kQueuedLines = 8192;

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warning: return spdlog::level::warn;
    case LogLevel::error: break;
  }
  return spdlog::level::err;
}

/// Escapes as JSON does; bytes above 0x7f pass as they are.
void append_escaped(std::string& line, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else if (c == '\n') {
      line += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      line += fmt::format("\\u{:04x}", byte);
    } else {
      line += c;
    }
  }
}

void append_quoted(std::string& line, std::string_view text) {
  line += '"';
  append_escaped(line, text);
  line += '"';
}

bool needs_quotes(std::string_view text) {
  if (text.empty()) return true;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == '"' || c == '\\' || c == '=' || c == 0x7f) return true;
  }
  return false;
}

void append_field(std::string& line, LogFormat format, std::string_view key, std::string_view value) {
  if (format == LogFormat::json) {
    line += ',';
    append_quoted(line, key);
    line += ':';
    append_quoted(line, value);
    return;
  }
  line += ' ';
  line += key;
  line += '=';
  if (needs_quotes(value)) {
    append_quoted(line, value);
  } else {
    line += value;
  }
}

}  // namespace

std::string log_line(LogFormat format, core::CallId call, std::string_view message, std::initializer_list<LogField> fields) {
  std::string line;
  if (format == LogFormat::json) {
    line += "\"message\":";
    append_quoted(line, message);
  } else {
    append_escaped(line, message);
  }
  if (call.valid()) {
    append_field(line, format, "call", to_string(call));
    append_field(line, format, "cid", std::to_string(call.cid()));
  }
  for (const LogField& field : fields) append_field(line, format, field.key, field.value);
  return line;
}

/// spdlog's own sink of a file cannot open it anew.
class FileSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit FileSink(std::string name) : name_{std::move(name)}, file_{opened()} {}

  void reopen() {
    auto fresh = opened();
    const std::lock_guard lock{mutex_};
    file_.swap(fresh);
  }

 private:
  std::unique_ptr<spdlog::details::file_helper> opened() const {
    auto file = std::make_unique<spdlog::details::file_helper>();
    file->open(name_);
    return file;
  }
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    file_->write(line);
  }
  void flush_() override { file_->flush(); }

  const std::string name_;
  std::unique_ptr<spdlog::details::file_helper> file_;
};

struct Log::Impl {
  LogFormat format;
  std::shared_ptr<FileSink> file;  ///< none on standard error
  std::shared_ptr<spdlog::details::thread_pool> threads;
  std::shared_ptr<spdlog::logger> logger;
};

tl::expected<std::unique_ptr<Log>, std::string> Log::open(const LogSettings& settings) {
  auto impl = std::make_unique<Impl>();
  impl->format = settings.format;
  try {
    spdlog::sink_ptr sink;
    if (settings.file.empty()) {
      const auto colour = settings.format == LogFormat::json ? spdlog::color_mode::never : spdlog::color_mode::automatic;
      sink = std::make_shared<spdlog::sinks::stderr_color_sink_mt>(colour);
    } else {
      sink = impl->file = std::make_shared<FileSink>(settings.file);
    }
    impl->threads = std::make_shared<spdlog::details::thread_pool>(kQueuedLines, 1);
    impl->logger = std::make_shared<spdlog::async_logger>("ringside", std::move(sink), impl->threads,
                                                          spdlog::async_overflow_policy::overrun_oldest);
  } catch (const spdlog::spdlog_ex& error) {
    return tl::unexpected{"log_file: found '" + settings.file + "', allowed: a file that can be appended to (" + error.what() +
                          ")"};
  }
  impl->logger->set_level(spdlog_level(settings.level));
  impl->logger->set_pattern(settings.format == LogFormat::json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})"
                                                               : "%Y-%m-%dT%H:%M:%S.%eZ %^%-7l%$ %v",
                            spdlog::pattern_time_type::utc);
  impl->logger->flush_on(settings.file.empty() ? spdlog::level::debug : spdlog::level::warn);
  return std::unique_ptr<Log>{new Log{std::move(impl)}};
}

Log::Log(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}

/// The thread writes what is queued before it ends.
Log::~Log() = default;

void Log::reopen() {
  if (impl_->file == nullptr) return;
  try {
    impl_->file->reopen();
  } catch (const spdlog::spdlog_ex& error) {
    write(LogLevel::error, "log_file cannot be opened anew", {{"reason", error.what()}});
  }
}

bool Log::enabled(LogLevel level) const { return impl_->logger->should_log(spdlog_level(level)); }

void Log::write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  write(level, core::CallId{}, message, fields);
}

void Log::write(LogLevel level, core::CallId call, std::string_view message, std::initializer_list<LogField> fields) {
  if (!enabled(level)) return;
  const std::string line = log_line(impl_->format, call, message, fields);
  impl_->logger->log(spdlog_level(level), spdlog::string_view_t{line.data(), line.size()});
}

}  // namespace ringside
