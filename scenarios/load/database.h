#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/load/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace ringside::load {

/// A prepared statement; parameters and columns count from 0.
class Statement {
 public:
  Statement(sqlite3* db, sqlite3_stmt* statement) : db_{db}, statement_{statement} {}
  Statement(Statement&& other) noexcept;
  ~Statement();

  Statement& bind(int parameter, const std::string& text);
  Statement& bind(int parameter, std::int64_t number);
  Statement& bind_null(int parameter);
  /// True while there is a row; an error ends the rows and is left in error().
  bool step();
  void reset();
  const std::string& error() const { return error_; }

  int columns() const;
  std::string name(int column) const;
  std::string text(int column) const;
  std::int64_t integer(int column) const;
  bool is_null(int column) const;

 private:
  sqlite3* db_;
  sqlite3_stmt* statement_;
  std::string error_;
};

/// The engine's database file as its operator sees it: rows are put in before the start, CDRs read after the end.
class Database {
 public:
  static Result<Database> open(const std::filesystem::path& file);
  Database(Database&& other) noexcept;
  ~Database();

  Result<Statement> prepare(const std::string& sql);
  Result<void> execute(const std::string& sql);

 private:
  explicit Database(sqlite3* db) : db_{db} {}
  sqlite3* db_;
};

}  // namespace ringside::load
