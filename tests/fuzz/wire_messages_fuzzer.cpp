#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/sip/wire_messages.h"

/// The first byte says in stretches of what size the rest comes through a stream: whatever it is, it is cut into the same
/// messages however it comes, and no message is longer than what came.
namespace {

using namespace ringside::sip;

std::vector<std::string> messages_of(std::string_view bytes, std::size_t piece) {
  WireMessages wire;
  std::vector<WireMessage> whole;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    WireMessage stretch;
    stretch.transport = "tcp";
    stretch.text = bytes.substr(0, piece);
    wire.add(std::move(stretch), whole);
  }
  std::vector<std::string> texts;
  for (const WireMessage& message : whole) {
    if (message.call_id().size() > message.text.size()) std::abort();
    texts.push_back(message.text);
  }
  return texts;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 65'536) return 0;
  const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  if (messages_of(bytes, data[0] + std::size_t{1}) != messages_of(bytes, bytes.size() + 1)) std::abort();
  return 0;
}
