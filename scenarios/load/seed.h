#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "scenarios/load/error.h"
#include "scenarios/load/plan.h"

namespace ringside::load {

/// Replaces each "{name}" by the address given for the name; a name without an address stays as it is.
std::string fill_in(std::string uri, const std::map<std::string, std::string>& addresses);

/// Puts the plan's flows and agents into a database that `ringside-engine --init-db` has made.
Result<void> seed(const std::filesystem::path& file, const Plan& plan, const std::map<std::string, std::string>& addresses);

}  // namespace ringside::load
