#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/store/db_url.h"

namespace soci {
class session;
class soci_error;
}  // namespace soci

namespace ringside::store {

enum class Access : std::uint8_t { existing, create };

/// How long a database may take before it counts as failed.
struct Patience {
  std::chrono::milliseconds connect{3000};
  std::chrono::milliseconds lock{2000};  ///< a statement that waits for another's lock
  std::chrono::milliseconds statement{10'000};
};

/// A column of a table: its name in lower case, and how many characters it takes; 0 = any number.
struct TableColumn {
  std::string name;
  std::size_t length = 0;
};

/// Which texts a connection takes. A text from outside must never be why a CDR is refused.
enum class Texts : std::uint8_t {
  any,    ///< bytes are kept as they are
  utf8,   ///< valid UTF-8 without NUL
  ascii,  ///< one byte a character
};

/// What differs between databases: connecting, quoting, the catalogue, types, what an error means. The rest of the store
/// is SQL that all of them share. Functions that talk to the database throw soci::soci_error.
class Dialect {
 public:
  virtual ~Dialect() = default;

  virtual std::unique_ptr<soci::session> connect(const DbUrl& url, Access access, const Patience& patience) const = 0;
  /// The connection's socket, whose shutdown ends a wait for the server; -1 if there is no server that could hang.
  virtual int socket_of(soci::session& sql) const = 0;
  /// Settings of the session; to be run before anything else.
  virtual void prepare(soci::session& sql, const Patience& patience) const = 0;
  /// Makes a commit durable once it returns (E-CDR-1); returns what the operator should know, or nothing.
  virtual std::string make_durable(soci::session& sql) const = 0;
  virtual Texts texts(soci::session& sql) const = 0;
  /// `name` has been checked to be an identifier.
  virtual std::string quote(const std::string& name) const = 0;
  /// Empty if there is no such table.
  virtual std::vector<TableColumn> columns(soci::session& sql, const std::string& table) const = 0;
  /// Starts a transaction that sees one state of all tables.
  virtual const char* begin_read() const = 0;
  /// Starts a transaction that will write.
  virtual const char* begin_write() const = 0;
  /// Makes a SELECT wait for a transaction that is about to change its row.
  virtual const char* for_update() const = 0;
  /// The order of rows of a table without an id column.
  virtual const char* insertion_order() const = 0;
  /// A key the database counts up by itself.
  virtual const char* auto_key() const = 0;
  /// The type of a date with its time of day.
  virtual const char* timestamp() const = 0;
  /// What stands behind the columns of a CREATE TABLE.
  virtual const char* table_options() const = 0;
  /// Whether the record is at fault, so that trying again is useless (a constraint), and not the database.
  virtual bool blames_record(const soci::soci_error& error) const = 0;
  /// Whether the connection ended, as idle ones do when a server restarts, so that a new one may well work.
  virtual bool lost_connection(const soci::soci_error& error) const = 0;
};

const Dialect& sqlite_dialect();
const Dialect& postgresql_dialect();
const Dialect& mariadb_dialect();

/// The dialect of a URL's database.
inline const Dialect& dialect_of(const DbUrl& url) {
  switch (url.kind) {
    case DbKind::postgresql: return postgresql_dialect();
    case DbKind::mariadb: return mariadb_dialect();
    case DbKind::sqlite: break;
  }
  return sqlite_dialect();
}

}  // namespace ringside::store
