#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/store/dialect.h"

namespace ringside::store {

/// Thrown by RequiredColumns, turned into a StoreError where the store meets its caller.
struct MissingColumn {
  std::string message;
};

/// The columns a table has. Constructing it for a table that is not there, or requiring a column that is not there,
/// throws MissingColumn with a message that says what to do.
class RequiredColumns {
 public:
  RequiredColumns(soci::session& sql, const DbUrl& url, const std::string& table);

  bool has(std::string_view column) const;
  void require(const std::string& column) const;
  /// How many characters a column takes; 0 = any number, or there is no such column.
  std::size_t length(std::string_view column) const;

 private:
  const TableColumn* find(std::string_view column) const;

  std::string where_;
  std::vector<TableColumn> columns_;
};

}  // namespace ringside::store
