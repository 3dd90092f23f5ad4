#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/load/mi_client.h"
#include "simulator/plan.h"

/// An engine that runs already, and is not ours: it is asked and told over its MI, and what its scenario places on this
/// machine, phones and announcements, is played here.
namespace ringside::load {

/// HOST:PORT of an MI over HTTP.
struct MiAddress {
  std::string host;
  std::uint16_t port = 0;

  /// http://HOST:PORT, or http://HOST:PORT/mi.
  static std::optional<MiAddress> read(const std::string& url);
};

/// The ports of this machine (127.0.0.1) that a scenario names.
struct LocalPlaces {
  std::map<std::size_t, std::uint16_t> phones;  ///< by group, that of its `location`
  std::map<std::size_t, std::uint16_t> chats;   ///< of its `chat_location`
  std::uint16_t media = 0;                      ///< of all messages of all flows
};

/// The error names what is elsewhere, or nowhere.
Result<LocalPlaces> local_places(const sim::Plan& plan);

/// Whether it has the scenario's flows and agents; the error, of kind `usage`, names those it lacks.
Result<void> has_all_of(const sim::Plan& plan, MiClient& mi);

}  // namespace ringside::load
