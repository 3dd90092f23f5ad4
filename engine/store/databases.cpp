#include "engine/store/databases.h"

namespace ringside::store {

tl::expected<Databases, ports::StoreError> databases_of(const StoreSettings& settings) {
  if (const auto checked = check(settings); !checked) return tl::unexpected(checked.error());
  const auto db = parse_db_url("db_url", settings.db_url);
  if (!db) return tl::unexpected(db.error());
  const auto acc = settings.acc_db_url.empty() ? db : parse_db_url("acc_db_url", settings.acc_db_url);
  if (!acc) return tl::unexpected(acc.error());
  const auto rt = settings.rt_db_url.empty() ? db : parse_db_url("rt_db_url", settings.rt_db_url);
  if (!rt) return tl::unexpected(rt.error());
  return Databases{*db, *acc, *rt};
}

std::filesystem::path spill_path(const Databases& databases, const StoreSettings& settings) {
  const DbUrl& db = databases.db;
  const bool is_file = db.kind == DbKind::sqlite;
  std::filesystem::path directory = settings.spill_directory;
  if (directory.empty()) directory = is_file ? db.file.parent_path() : std::filesystem::path{"."};
  return std::filesystem::absolute(directory / ((is_file ? db.file.filename().string() : db.database) + "-spill"))
      .lexically_normal();
}

}  // namespace ringside::store
