#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "scenarios/msrp/inbox.h"
#include "scenarios/msrp/order.h"
#include "scenarios/msrp/parser.h"

/// A stream of MSRP in two pieces, and the same bytes as an order line. What was read must be read again as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ringside::msrp;  // NOLINT(google-build-using-namespace): one function
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  (void)parse_order(text.substr(0, text.find('\n')));
  Parser parser{{512, 1024, 2}};
  Inbox inbox;
  for (const std::string_view piece : {text.substr(0, size / 2), text.substr(size / 2)}) {
    parser.feed(piece);
    for (auto message = parser.next(); message && *message; message = parser.next()) {
      if ((*message)->has_body()) (void)inbox.take(**message);
      const std::string wire = to_wire(**message);
      Parser again;
      again.feed(wire);
      const auto read = again.next();
      if (!read || !*read || to_wire(**read) != wire) std::abort();
    }
  }
  return 0;
}
