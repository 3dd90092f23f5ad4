#include "tests/store/raw_database.h"

#include <sqlite3.h>
#include <stdlib.h>

#include <stdexcept>

namespace ringside::store {

RawDatabase::RawDatabase(const std::filesystem::path& file) {
  if (sqlite3_open(file.c_str(), &db_) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
  sqlite3_busy_timeout(db_, 10'000);
}

RawDatabase::~RawDatabase() { sqlite3_close(db_); }

std::vector<SqlClient::Row> RawDatabase::rows(const std::string& sql) {
  std::vector<Row> rows;
  const auto collect = [](void* out, int count, char** texts, char**) {
    std::vector<std::string> row;
    for (int i = 0; i < count; ++i) row.emplace_back(texts[i] == nullptr ? "NULL" : texts[i]);
    static_cast<decltype(&rows)>(out)->push_back(std::move(row));
    return 0;
  };
  char* error = nullptr;
  if (sqlite3_exec(db_, sql.c_str(), collect, &rows, &error) != SQLITE_OK) {
    const std::string message = error == nullptr ? "unknown error" : error;
    sqlite3_free(error);
    throw std::runtime_error(sql + ": " + message);
  }
  return rows;
}

TemporaryDirectory::TemporaryDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "ringside-store-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace ringside::store
