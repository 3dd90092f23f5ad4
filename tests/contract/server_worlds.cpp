#include "tests/contract/sql_world.h"
#include "tests/store/database_servers.h"

namespace ringside::store {
namespace {

WorldDatabase new_database(DbKind kind) {
  DatabaseServer& server = DatabaseServer::of(kind);
  const std::string name = server.new_database();
  return {server.url(name), [&server, name] { return server.client(name); }};
}

std::unique_ptr<StoreWorld> one_database(DbKind kind) {
  const WorldDatabase database = new_database(kind);
  return make_sql_world({database, database, database}, {});
}

/// Flows and agents in SQLite, CDRs in PostgreSQL, the journal in MariaDB.
std::unique_ptr<StoreWorld> three_kinds() {
  const auto directory = std::make_shared<TemporaryDirectory>();
  const std::filesystem::path file = *directory / "ringside.db";
  return make_sql_world({{url_of(file), [directory, file] { return std::make_unique<RawDatabase>(file); }},
                         new_database(DbKind::postgresql),
                         new_database(DbKind::mariadb)},
                        {});
}

}  // namespace

std::vector<Implementation> implementations() {
  const std::string no_postgresql = DatabaseServer::why_not(DbKind::postgresql);
  const std::string no_mariadb = DatabaseServer::why_not(DbKind::mariadb);
  return {{"Postgresql", [] { return one_database(DbKind::postgresql); }, no_postgresql},
          {"Mariadb", [] { return one_database(DbKind::mariadb); }, no_mariadb},
          {"ThreeKinds", three_kinds, no_postgresql.empty() ? no_mariadb : no_postgresql}};
}

}  // namespace ringside::store
