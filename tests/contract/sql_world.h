#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/store/settings.h"
#include "tests/contract/store_worlds.h"
#include "tests/store/raw_database.h"

namespace ringside::store {

/// A database, and a client to look into it.
struct WorldDatabase {
  std::string url;
  std::function<std::unique_ptr<SqlClient>()> client;
};

struct WorldDatabases {
  WorldDatabase db, acc, rt;
};

/// A SqlStore on databases that are there, with tables that --init-db makes.
std::unique_ptr<StoreWorld> make_sql_world(WorldDatabases databases, StoreSettings settings);

}  // namespace ringside::store
