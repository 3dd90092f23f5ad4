#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "engine/ports/store.h"

namespace ringside::store {

enum class DbKind : std::uint8_t { sqlite, postgresql, mariadb };

/// Which database a URL names. `sqlite:///FILE` is the file /FILE, as OpenSIPS reads it; `sqlite://FILE` is relative.
/// `postgres://` and `mysql://[USER[:PASSWORD]@]HOST[:PORT]/DATABASE[?unix_socket=PATH]` as OpenSIPS writes them: user and
/// password are taken literally, up to the last '@'.
struct DbUrl {
  DbKind kind = DbKind::sqlite;
  std::filesystem::path file;  ///< SQLite: absolute and normalised, so that two spellings of one file are equal
  std::string user;
  std::string password;
  std::string host;
  std::uint16_t port = 0;  ///< 0: the database's own
  std::string database;
  std::string unix_socket;  ///< MariaDB: the socket; PostgreSQL: its directory
  std::string parameter;    ///< the option it came from

  /// For messages: the file, or the URL without its password.
  std::string name() const;
  /// The same database, whichever option names it.
  bool operator==(const DbUrl& other) const;
};

/// `parameter` is the option the text comes from, for the message. A text may hold a password, so messages show its scheme
/// only.
tl::expected<DbUrl, ports::StoreError> parse_db_url(std::string_view parameter, std::string_view text);

}  // namespace ringside::store
