#pragma once

#include <cstdint>
#include <string>

#include <tl/expected.hpp>

#include "engine/core/tables.h"
#include "engine/store/databases.h"

namespace ringside::store {

/// cc_flows and cc_agents as they are now, in one read transaction, faulty rows taken out.
tl::expected<core::Tables, ports::StoreError> read_tables(const DbUrl& url, const StoreSettings& settings);

/// With the names that the settings give the table and its columns.
std::string to_string(const core::RowFault& fault, const StoreSettings& settings);

/// The highest cid in cc_cdrs and in the b2buaids of cc_calls.
tl::expected<std::uint64_t, ports::StoreError> read_last_cid(const Databases& databases);

}  // namespace ringside::store
