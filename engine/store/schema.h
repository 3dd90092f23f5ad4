#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "engine/ports/store.h"
#include "engine/store/settings.h"

namespace ringside::store {

/// Creates the database files, tables and indexes that are missing and touches nothing that is there. Returns what was
/// created, as texts for the operator ("table cc_flows in /var/lib/ringside.db"). For `--init-db`.
tl::expected<std::vector<std::string>, ports::StoreError> init_db(const StoreSettings& settings);

}  // namespace ringside::store
