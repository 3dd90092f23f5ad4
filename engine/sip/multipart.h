#pragma once

#include <string_view>

namespace ringside::sip {

/// The body of the first part whose Content-Type is application/sdp; empty if there is none (RFC 2046 5.1). `boundary` as the
/// Content-Type's parameter has it, quotes allowed.
std::string_view sdp_part(std::string_view body, std::string_view boundary);

}  // namespace ringside::sip
