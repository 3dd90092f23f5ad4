#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "engine/ports/host.h"

namespace ringside::ports {

struct Recovered {
  std::size_t calls = 0;  ///< that go on
  std::size_t ended = 0;  ///< that could not, with their final CDR
};

/// Goes on from what an engine left (spec section 9): calls that can go on are handed to the signalling port with their legs
/// and then, all at once, to the engine; those that cannot are ended by whatever legs are left of them, with the CDR that they
/// would have had (type 0 if they talked, -1 if not), unless it is there already. Rows are hostile: a bad one costs its call,
/// and is told to `warn`. To be called once, before the first input.
Recovered recover(Journal journal, Host& host, Store& store, Signalling& signalling,
                  const std::function<void(const std::string&)>& warn);

}  // namespace ringside::ports
