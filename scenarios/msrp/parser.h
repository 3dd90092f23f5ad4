#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "scenarios/msrp/message.h"

namespace ringside::msrp {

/// What one message may take of us.
struct Limits {
  std::size_t head = 8192;   ///< bytes before the body
  std::size_t body = 65536;  ///< bytes of one chunk
  std::size_t paths = 8;     ///< URIs in a path
};

/// Why a stream is no MSRP; nothing can be read of it any more, and its connection is to be closed.
enum class Malformed { start_line, header, path, byte_range, head_too_long, body_too_long };
const char* to_string(Malformed reason);

/// Cuts a stream of bytes into messages (RFC 4975, 9). Nothing of the stream is trusted: whatever comes, it gives messages or
/// one reason, and holds no more bytes than the limits and one feed.
class Parser {
 public:
  explicit Parser(Limits limits = {}) : limits_{limits} {}

  void feed(std::string_view bytes) { bytes_ += bytes; }
  /// The next whole message, nothing if more bytes are needed, or the reason why there will be none.
  tl::expected<std::optional<Message>, Malformed> next();

 private:
  Limits limits_;
  std::string bytes_;
  std::size_t searched_ = 0;  ///< no end-line begins before this place of a body
};

}  // namespace ringside::msrp
