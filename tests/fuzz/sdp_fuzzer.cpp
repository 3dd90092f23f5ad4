#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/sip/multipart.h"
#include "engine/sip/sdp.h"

/// Two descriptions, divided by a NUL, through everything we do with descriptions; what is promised of the results is checked.
namespace {

using namespace ringside::sip;

void check(bool holds) {
  if (!holds) std::abort();
}

std::size_t sections(std::string_view sdp) {
  const std::optional<SdpOutline> parts = outline(sdp);
  return parts ? parts->media.size() : 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const std::size_t cut = input.find('\0');
  const std::string_view first = input.substr(0, cut);
  const std::string_view second = cut == std::string_view::npos ? first : input.substr(cut + 1);
  offered_media(first);
  same_streams(first, second);
  sdp_part(first, second.substr(0, 70));
  const std::size_t count = sections(first);
  const std::size_t other = sections(second);
  if (count == 0) return 0;
  check(sections(declining_answer(first)) == count);
  const std::string silent = inactive(first);
  if (silent.size() <= kMaxSdpSize) check(sections(silent) == count);
  open_directions(first);
  if (other == 0) return 0;
  const std::string fitted = fit_sections(first, second);
  if (fitted.size() <= kMaxSdpSize) check(sections(fitted) == other);
  const std::string padded = pad_sections(first, second);
  if (padded.size() <= kMaxSdpSize) check(sections(padded) >= count);
  turn_back_directions(first, second);
  local_answer(first, second);
  Origin origin;
  const std::string said = with_origin(first, origin, "");
  const std::uint64_t version = origin.version;
  check(with_origin(first, origin, said) == said);
  check(origin.version == version);
  const std::string changed = with_origin(second, origin, said);
  check(with_origin(second, origin, changed) == changed);
  return 0;
}
