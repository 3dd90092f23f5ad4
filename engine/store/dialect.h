#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "engine/store/db_url.h"

namespace soci {
class session;
class soci_error;
}  // namespace soci

namespace ringside::store {

enum class Access { existing, create };

/// What differs between databases: connecting, quoting, the catalogue, types, what an error means. The rest of the store
/// is SQL that all of them share. Functions that talk to the database throw soci::soci_error.
class Dialect {
 public:
  virtual ~Dialect() = default;

  /// `busy_timeout`: how long a statement waits for another's lock before it fails.
  virtual std::unique_ptr<soci::session> connect(const DbUrl& url, Access access,
                                                 std::chrono::milliseconds busy_timeout) const = 0;
  /// Makes a commit durable once it returns (E-CDR-1); returns what the operator should know, or nothing.
  virtual std::string make_durable(soci::session& sql) const = 0;
  /// `name` has been checked to be an identifier.
  virtual std::string quote(const std::string& name) const = 0;
  /// Lower-case names; empty if there is no such table.
  virtual std::vector<std::string> columns(soci::session& sql, const std::string& table) const = 0;
  /// Starts a transaction that will write.
  virtual const char* begin_write() const = 0;
  /// The order of rows of a table without an id column.
  virtual const char* insertion_order() const = 0;
  /// A key the database counts up by itself.
  virtual const char* auto_key() const = 0;
  /// Whether the record is at fault, so that trying again is useless (a constraint), and not the database.
  virtual bool blames_record(const soci::soci_error& error) const = 0;
};

const Dialect& sqlite_dialect();

/// The dialect of a URL's database.
inline const Dialect& dialect_of(const DbUrl&) { return sqlite_dialect(); }

}  // namespace ringside::store
