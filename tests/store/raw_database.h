#pragma once

#include <filesystem>
#include <string>
#include <vector>

struct sqlite3;

namespace ringside::store {

/// Any SQLite client: what a user has besides the engine. NULL reads as "NULL". Throws std::runtime_error.
class RawDatabase {
 public:
  explicit RawDatabase(const std::filesystem::path& file);
  ~RawDatabase();
  RawDatabase(const RawDatabase&) = delete;
  RawDatabase& operator=(const RawDatabase&) = delete;

  void run(const std::string& sql);
  std::vector<std::vector<std::string>> rows(const std::string& sql);
  /// The first column of the first row.
  std::string value(const std::string& sql);

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
