#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "engine/control/control.h"
#include "engine/control/fifo_frames.h"

/// The first byte says in pieces of what size the rest comes through the FIFO. Whatever comes, names are plain and nothing is
/// kept beyond the limit; and of what comes, the parts between NULs that are JSON as far as brackets tell come out of a row of
/// requests as they went in, however it is cut.
namespace {

using namespace ringside::control;

void check(bool holds) {
  if (!holds) std::abort();
}

std::vector<std::string> texts_of(FifoFrames& frames, std::string_view bytes, std::size_t piece) {
  std::vector<std::string> found;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
    frames.feed(bytes.substr(0, piece));
    while (auto frame = frames.next()) {
      check(frame->reply_name.empty() || is_reply_name(frame->reply_name));
      check(frame->text.size() <= kMaxText + FifoFrames::kMaxName + piece);
      found.push_back(std::move(frame->text));
    }
  }
  return found;
}

bool complete(const std::string& text) {
  if (!text.starts_with('{') && !text.starts_with('[')) return false;
  FifoFrames frames;
  return texts_of(frames, ":n:" + text, text.size() + 3) == std::vector{text} && !frames.partial();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = data[0] + std::size_t{1};
  std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
  FifoFrames any;
  texts_of(any, bytes, piece);
  any.give_up();
  check(!any.partial() && !any.next());

  std::vector<std::string> texts;
  std::string row;
  while (!bytes.empty()) {
    const std::string text{bytes.substr(0, bytes.find('\0'))};
    bytes.remove_prefix(std::min(text.size() + 1, bytes.size()));
    if (!complete(text)) continue;
    row += ":n:" + text;
    texts.push_back(text);
  }
  FifoFrames frames;
  check(texts_of(frames, row, piece) == texts);
  check(!frames.partial());
  return 0;
}
