#pragma once

#include <tl/expected.hpp>

#include "engine/store/databases.h"

namespace ringside::store {

/// Whether the tables that the engine writes to have the columns it needs, without a change to any of them: an engine may be
/// running on them. Tables that it can do without may be absent.
tl::expected<void, ports::StoreError> check_written_tables(const Databases& databases, const StoreSettings& settings);

/// Whether the file can be written where records wait while a database fails.
tl::expected<void, ports::StoreError> check_spill_file(const Databases& databases, const StoreSettings& settings);

}  // namespace ringside::store
