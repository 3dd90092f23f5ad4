#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/store/db_url.h"

namespace soci {
class session;
}

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

 private:
  std::string where_;
  std::vector<std::string> names_;
};

}  // namespace ringside::store
