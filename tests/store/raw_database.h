#pragma once

#include <filesystem>
#include <string>
#include <vector>

struct sqlite3;

namespace ringside::store {

/// What a user has besides the engine to look into a database. NULL reads as "NULL". Throws std::runtime_error.
class SqlClient {
 public:
  using Row = std::vector<std::string>;

  virtual ~SqlClient() = default;
  virtual std::vector<Row> rows(const std::string& sql) = 0;
  void run(const std::string& sql) { rows(sql); }
  /// The first column of the first row.
  std::string value(const std::string& sql) { return rows(sql).at(0).at(0); }
};

/// Any SQLite client.
class RawDatabase final : public SqlClient {
 public:
  explicit RawDatabase(const std::filesystem::path& file);
  ~RawDatabase() override;
  RawDatabase(const RawDatabase&) = delete;
  RawDatabase& operator=(const RawDatabase&) = delete;

  std::vector<Row> rows(const std::string& sql) override;

 private:
  sqlite3* db_ = nullptr;
};

/// Holds the write lock of a database, as a backup or an administrator's open transaction does.
class WriteLock {
 public:
  explicit WriteLock(const std::filesystem::path& file) : db_{file} { db_.run("BEGIN IMMEDIATE"); }

 private:
  RawDatabase db_;
};

/// A directory of its own for each test, gone with it.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline std::string url_of(const std::filesystem::path& file) { return "sqlite://" + file.string(); }

}  // namespace ringside::store
