#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "scenarios/msrp/conversation.h"
#include "scenarios/msrp/figures.h"
#include "scenarios/msrp/knock.h"
#include "scenarios/msrp/uri.h"

namespace ringside::msrp {

/// A SIP dialog has agreed on MSRP: `msrp open SESSION ROLE PERSON active|passive PATH [speeds=1,0.85,0.7]`. Of a session that
/// is there already it means another peer, or nothing if the path is the same.
struct Open {
  std::string session;
  Role role = Role::caller;
  std::string person;   ///< who sits there: the chats of one person slow each other down
  bool active = false;  ///< has to connect: the one whose description was the offer (RFC 4975, 5.4)
  Uri remote;
  std::vector<double> speeds;  ///< of that person with 1, 2, … chats; none: those of everybody
};
/// From now on a customer and his agent chat by this script: `msrp talk SESSION WORK THINK PATIENCE KNOCK CALL-ID`, durations
/// in ms, thinking times joined by '/' or '-' for none, patience -1 for ever, KNOCK an address of 127.0.0.0/8 with its UDP
/// port.
struct Lead {
  std::string session;  ///< the customer's
  Script script;
  Door door;
};
/// The dialog is over: `msrp end SESSION`.
struct Close {
  std::string session;
};
using Order = std::variant<Open, Lead, Close>;

/// A talk has at most so many turns.
inline constexpr std::size_t kMostTurns = 1000;

inline constexpr std::string_view kOrderMark = "msrp ";

/// Reads a line that begins with the mark; the error says what is wrong with it.
tl::expected<Order, std::string> parse_order(std::string_view line);
/// At most 100 numbers from 0.01 to 100 with commas between them; nothing if that is not what it is.
std::optional<std::vector<double>> parse_speeds(std::string_view text);

}  // namespace ringside::msrp
