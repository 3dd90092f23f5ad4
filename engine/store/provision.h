#pragma once

#include <cstddef>

#include <tl/expected.hpp>

#include "engine/core/tables.h"
#include "engine/ports/store.h"
#include "engine/store/settings.h"

namespace ringside::store {

struct Provisioned {
  std::size_t flows_added = 0;
  std::size_t flows_changed = 0;
  std::size_t agents_added = 0;
  std::size_t agents_changed = 0;
};

/// Writes flows and agents into cc_flows and cc_agents, all or nothing: a known id gets these values, a new one a new row at
/// the end, in the order given; other rows, and columns that a row of ours does not know, stay as they are. What an agent's
/// row says of a wrap-up stays too. The tables must be there (init_db). A running engine sees it at its next cc_reload.
tl::expected<Provisioned, ports::StoreError> provision(const StoreSettings& settings, const core::Tables& tables);

}  // namespace ringside::store
