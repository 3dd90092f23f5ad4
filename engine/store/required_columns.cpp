#include "engine/store/required_columns.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/store/dialect.h"

namespace ringside::store {

RequiredColumns::RequiredColumns(soci::session& sql, const DbUrl& url, const std::string& table)
    : where_{fmt::format("{}, table {}", url.file.string(), table)}, names_{dialect_of(url).columns(sql, table)} {
  if (names_.empty()) throw MissingColumn{fmt::format("{}: there is no such table; --init-db creates what is missing", where_)};
}

bool RequiredColumns::has(std::string_view column) const {
  const auto same = [column](const std::string& name) {
    return std::equal(name.begin(), name.end(), column.begin(), column.end(),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b); });
  };
  return std::any_of(names_.begin(), names_.end(), same);
}

void RequiredColumns::require(const std::string& column) const {
  if (has(column)) return;
  throw MissingColumn{
      fmt::format("{}: there is no column {}; found are {}. Name the column with its parameter, or add it to the "
                  "table (--init-db creates whole tables only)",
                  where_, column, fmt::join(names_, ", "))};
}

}  // namespace ringside::store
