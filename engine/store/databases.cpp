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

}  // namespace ringside::store
