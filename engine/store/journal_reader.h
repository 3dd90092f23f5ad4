#pragma once

#include <tl/expected.hpp>

#include "engine/ports/store.h"
#include "engine/store/databases.h"
#include "engine/store/settings.h"

namespace ringside::store {

/// cc_calls, rs_dialogs and rs_agents as an earlier engine left them; tables and columns of ours may be absent. Rows that
/// cannot be read are told of in `faults`; rows of cc_calls that OpenSIPS left, with ids of its own, are passed over.
tl::expected<ports::Journal, ports::StoreError> read_journal(const Databases& databases, const StoreSettings& settings);

}  // namespace ringside::store
