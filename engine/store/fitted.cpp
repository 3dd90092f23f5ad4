#include "engine/store/fitted.h"

#include <algorithm>

namespace ringside::store {
namespace {

using Byte = unsigned char;

bool plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](Byte c) { return c != 0 && c < 0x80; });
}

/// The length of the character in front, 1 to 4 bytes; 0 if it is not UTF-8 as RFC 3629 allows it.
std::size_t character(std::string_view text) {
  const auto at = [text](std::size_t i) { return static_cast<Byte>(text[i]); };
  const Byte lead = at(0);
  if (lead < 0x80) return 1;
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((at(i) & 0xc0) != 0x80) return 0;
  }
  const bool overlong = (lead == 0xe0 && at(1) < 0xa0) || (lead == 0xf0 && at(1) < 0x90);
  const bool beyond = (lead == 0xed && at(1) > 0x9f) || (lead == 0xf4 && at(1) > 0x8f);
  return overlong || beyond ? 0 : size;
}

}  // namespace

Fitted& Fitted::operator=(std::string_view text) {
  if (texts_ == Texts::any || (plain(text) && (length_ == 0 || text.size() <= length_))) {
    text_ = text;
    return *this;
  }
  text_.clear();
  for (std::size_t taken = 0; !text.empty() && (length_ == 0 || taken < length_); ++taken) {
    const std::size_t size = character(text);
    const bool kept = size == 1 ? text.front() != '\0' : size != 0 && texts_ == Texts::utf8;
    kept ? text_.append(text.substr(0, size)) : text_.append(1, '?');
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return *this;
}

}  // namespace ringside::store
