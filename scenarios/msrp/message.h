#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/msrp/uri.h"

namespace ringside::msrp {

/// What stands at the end of a message's end-line (RFC 4975, 7.1): the last chunk, more to come, or given up.
enum class End : char { last = '$', more = '+', aborted = '#' };

/// Which bytes of the whole message a chunk carries, counted from 1; `*` is an end or total that is not known.
struct ByteRange {
  std::uint64_t first = 1;
  std::optional<std::uint64_t> last;
  std::optional<std::uint64_t> total;

  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

enum class FailureReport { yes, no, partial };

/// A request or a response, as it stands on the wire.
struct Message {
  std::string transaction;
  std::string method;  ///< SEND, REPORT; of a response empty
  int code = 0;        ///< of a response
  std::vector<Uri> to_path;
  std::vector<Uri> from_path;
  std::string id;  ///< Message-ID
  std::optional<ByteRange> range;
  bool success_report = false;
  FailureReport failure_report = FailureReport::yes;
  std::optional<int> status;  ///< of a REPORT: its code in name space 000
  std::string content_type;   ///< empty: no body
  std::string body;
  End end = End::last;

  bool is_request() const { return !method.empty(); }
  bool has_body() const { return !content_type.empty(); }
};

/// The bytes of it. The body must not hold the end-line of its transaction: see `fits`.
std::string to_wire(const Message& message);
/// Whether a body can be sent under that transaction id.
bool fits(const std::string& body, const std::string& transaction);
const char* comment_of(int code);

}  // namespace ringside::msrp
