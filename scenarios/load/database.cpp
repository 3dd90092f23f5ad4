#include "scenarios/load/database.h"

#include <sqlite3.h>

#include <utility>

namespace ringside::load {

constexpr int kBusyMilliseconds = 5000;

Statement::Statement(Statement&& other) noexcept
    : db_{other.db_}, statement_{std::exchange(other.statement_, nullptr)}, error_{std::move(other.error_)} {}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::bind(int parameter, const std::string& text) {
  sqlite3_bind_text(statement_, parameter + 1, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind(int parameter, std::int64_t number) {
  sqlite3_bind_int64(statement_, parameter + 1, number);
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  sqlite3_bind_null(statement_, parameter + 1);
  return *this;
}

bool Statement::step() {
  const int outcome = sqlite3_step(statement_);
  if (outcome == SQLITE_ROW) return true;
  if (outcome != SQLITE_DONE) error_ = sqlite3_errmsg(db_);
  return false;
}

void Statement::reset() { sqlite3_reset(statement_); }

int Statement::columns() const { return sqlite3_column_count(statement_); }

std::string Statement::name(int column) const { return sqlite3_column_name(statement_, column); }

std::string Statement::text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_, column);
  return text == nullptr ? std::string{} : reinterpret_cast<const char*>(text);
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

Result<Database> Database::open(const std::filesystem::path& file) {
  sqlite3* db = nullptr;
  const int outcome = sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READWRITE, nullptr);
  if (outcome != SQLITE_OK) {
    const std::string reason = db == nullptr ? sqlite3_errstr(outcome) : sqlite3_errmsg(db);
    sqlite3_close(db);
    return failure(Error::Kind::environment, file.string() + ": " + reason);
  }
  sqlite3_busy_timeout(db, kBusyMilliseconds);
  return Database{db};
}

Database::Database(Database&& other) noexcept : db_{std::exchange(other.db_, nullptr)} {}

Database::~Database() { sqlite3_close(db_); }

Result<Statement> Database::prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
    return failure(Error::Kind::environment, std::string{sqlite3_errmsg(db_)} + ", in: " + sql);
  return Statement{db_, statement};
}

Result<void> Database::execute(const std::string& sql) {
  char* reason = nullptr;
  if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &reason) == SQLITE_OK) return {};
  std::string message = reason == nullptr ? "error" : reason;
  sqlite3_free(reason);
  return failure(Error::Kind::environment, message + ", in: " + sql);
}

}  // namespace ringside::load
