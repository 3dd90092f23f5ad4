#pragma once

#include <tl/expected.hpp>

#include "engine/store/db_url.h"
#include "engine/store/settings.h"

namespace ringside::store {

/// The databases that hold settings, CDRs and the journal of calls; often one.
struct Databases {
  DbUrl db;
  DbUrl acc;
  DbUrl rt;
};

/// Checks the settings and reads their URLs.
tl::expected<Databases, ports::StoreError> databases_of(const StoreSettings& settings);

}  // namespace ringside::store
