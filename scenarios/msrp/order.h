#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>

#include "scenarios/msrp/figures.h"
#include "scenarios/msrp/uri.h"

namespace ringside::msrp {

/// A SIP dialog has agreed on MSRP: `msrp open SESSION ROLE PERSON active|passive PATH`. Of a session that is there already it
/// means another peer, or nothing if the path is the same.
struct Open {
  std::string session;
  Role role = Role::caller;
  std::string person;   ///< who sits there: the chats of one person slow each other down
  bool active = false;  ///< has to connect: the one whose description was the offer (RFC 4975, 5.4)
  Uri remote;
};
/// The dialog is over: `msrp end SESSION`.
struct Close {
  std::string session;
};
using Order = std::variant<Open, Close>;

inline constexpr std::string_view kOrderMark = "msrp ";

/// Reads a line that begins with the mark; the error says what is wrong with it.
tl::expected<Order, std::string> parse_order(std::string_view line);

}  // namespace ringside::msrp
