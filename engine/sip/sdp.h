#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/types.h"

/// Session descriptions as text: found, cut, padded and turned line by line, never taken apart and rebuilt, so that what we do
/// not know passes untouched (spec, "Offer and answer, races"). Everything here is pure and safe on hostile text.
namespace ringside::sip {

enum class Direction : std::uint8_t { sendrecv, sendonly, recvonly, inactive };

/// One m= line with all that belongs to it; the views point into the description's text.
struct MediaSection {
  std::string_view text;     ///< the whole section, line ends included
  std::string_view type;     ///< "audio"
  std::string_view port;     ///< "49170" or "49170/2"
  std::string_view proto;    ///< "RTP/AVP"
  std::string_view formats;  ///< "0 8 101"
  Direction direction = Direction::sendrecv;
  bool rejected() const { return port == "0"; }
};

struct SdpOutline {
  std::string_view head;    ///< session level, with the v= line
  std::string_view origin;  ///< value of the o= line
  std::vector<MediaSection> media;
};

inline constexpr std::size_t kMaxSdpSize = 16 * 1024;
inline constexpr std::size_t kMaxMediaSections = 32;

/// Nothing for a text that is no session description: no v=, o= or m= line, a malformed one, control characters, or a
/// size beyond the limits.
std::optional<SdpOutline> outline(std::string_view sdp);

/// E-ADM-3: by the transport of the first m= line.
core::OfferedMedia offered_media(std::string_view sdp);

/// As many m= lines as `reference` has: what is missing is added from there with port 0, what is too much is cut.
std::string fit_sections(std::string_view sdp, std::string_view reference);
/// At least as many m= lines as `reference` has.
std::string pad_sections(std::string_view sdp, std::string_view reference);

/// An answer to `offer` with each m= line refused.
std::string declining_answer(std::string_view offer);
/// The description with every stream `inactive` (L8).
std::string inactive(std::string_view sdp);
/// `sendonly` and `inactive` become `sendrecv`: what an announcement server says as the other side is to hear it.
std::string open_directions(std::string_view sdp);
/// The answer with no stream going further than RFC 3264 6.1 lets it for `offer`; untouched if none does.
std::string within_offer(std::string_view answer, std::string_view offer);
/// The answer to an offer that went through open_directions(), as the author of `offer` must get it.
std::string turn_back_directions(std::string_view answer, std::string_view offer);
/// An answer to `offer` out of what we said last, for a peer who changes nothing but directions.
std::string local_answer(std::string_view offer, std::string_view last_said);

/// Whether the two say the same but for the o= line and directions.
bool same_streams(std::string_view a, std::string_view b);

/// Who speaks on a leg: o= as it was first, with a version that rises by one for each different description (RFC 3264 8).
struct Origin {
  std::string identity;  ///< "<username> <sess-id>"; empty before the first description
  std::string address;   ///< "<nettype> <addrtype> <unicast-address>"
  std::uint64_t version = 0;
  bool operator==(const Origin&) const = default;
};

/// The description as it leaves on a leg whose last one was `last_said` (empty at first).
std::string with_origin(std::string_view sdp, Origin& origin, std::string_view last_said);

}  // namespace ringside::sip
