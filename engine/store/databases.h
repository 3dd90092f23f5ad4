#pragma once

#include <filesystem>

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

/// Where records wait while a database fails: beside the file, or named after the server's database.
std::filesystem::path spill_path(const Databases& databases, const StoreSettings& settings);

}  // namespace ringside::store
