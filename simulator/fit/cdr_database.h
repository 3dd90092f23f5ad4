#pragma once

#include <string>
#include <tl/expected.hpp>

#include "simulator/fit/observed.h"

namespace ringside::fit {

/// Whether the text is the URL of a database: sqlite://FILE, postgres://… or mysql://….
bool is_database(const std::string& source);

/// Reads cc_cdrs of a database. OpenSIPS' columns suffice; our millisecond columns are used where they are filled. Callers'
/// numbers are not selected. The error names the database without its password.
tl::expected<Observed, std::string> read_cdrs(const std::string& url);

}  // namespace ringside::fit
