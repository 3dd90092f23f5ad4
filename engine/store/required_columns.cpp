#include "engine/store/required_columns.h"

#include <algorithm>

#include <fmt/format.h>

namespace ringside::store {

RequiredColumns::RequiredColumns(soci::session& sql, const DbUrl& url, const std::string& table)
    : where_{fmt::format("{}, table {}", url.name(), table)}, columns_{dialect_of(url).columns(sql, table)} {
  if (columns_.empty())
    throw MissingColumn{fmt::format("{}: there is no such table; --init-db creates what is missing", where_)};
}

const TableColumn* RequiredColumns::find(std::string_view column) const {
  const auto same = [column](const TableColumn& known) {
    return std::equal(known.name.begin(), known.name.end(), column.begin(), column.end(),
                      [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b); });
  };
  const auto found = std::find_if(columns_.begin(), columns_.end(), same);
  return found == columns_.end() ? nullptr : &*found;
}

bool RequiredColumns::has(std::string_view column) const { return find(column) != nullptr; }

std::size_t RequiredColumns::length(std::string_view column) const {
  const TableColumn* found = find(column);
  return found == nullptr ? 0 : found->length;
}

void RequiredColumns::require(const std::string& column) const {
  if (has(column)) return;
  std::vector<std::string_view> names;
  for (const TableColumn& known : columns_) names.push_back(known.name);
  throw MissingColumn{
      fmt::format("{}: there is no column {}; found are {}. Name the column with its parameter, or add it to the "
                  "table (--init-db creates whole tables only)",
                  where_, column, fmt::join(names, ", "))};
}

}  // namespace ringside::store
