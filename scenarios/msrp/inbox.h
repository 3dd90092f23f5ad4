#pragma once

#include <map>
#include <optional>
#include <string>

#include "scenarios/msrp/message.h"

namespace ringside::msrp {

/// Puts chunks together to messages, in whatever order they come (RFC 4975, 7.3.1). Bounded: a message above the limit, or too
/// many unfinished ones, are refused by 413.
class Inbox {
 public:
  static constexpr std::size_t kLargestMessage = 1U << 20U;
  static constexpr std::size_t kMostUnfinished = 16;

  struct Whole {
    std::string id;
    std::string content_type;
    std::string text;
    bool success_report = false;
  };
  struct Taken {
    int code = 200;
    std::optional<Whole> whole;
  };
  /// A SEND with a body.
  Taken take(const Message& chunk);

 private:
  struct Unfinished {
    std::string text;
    std::map<std::uint64_t, std::uint64_t> got;  ///< [first, end) of bytes, apart from each other
    std::optional<std::uint64_t> total;
  };
  static void mark(Unfinished& message, std::uint64_t first, std::uint64_t end);
  std::map<std::string, Unfinished> unfinished_;
};

}  // namespace ringside::msrp
