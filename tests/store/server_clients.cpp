#include "tests/store/server_clients.h"

#include <libpq-fe.h>
#include <mysql.h>

#include <stdexcept>

namespace ringside::store {
namespace {

class PostgresqlClient final : public SqlClient {
 public:
  PostgresqlClient(int port, const std::string& user, const std::string& password, const std::string& database) {
    const std::string at = std::to_string(port);
    const char* keys[] = {"host", "port", "user", "password", "dbname", "connect_timeout", nullptr};
    const char* values[] = {"127.0.0.1", at.c_str(), user.c_str(), password.c_str(), database.c_str(), "5", nullptr};
    connection_ = PQconnectdbParams(keys, values, 0);
    if (PQstatus(connection_) == CONNECTION_OK) return;
    const std::string why = PQerrorMessage(connection_);
    PQfinish(connection_);
    throw std::runtime_error(why);
  }
  ~PostgresqlClient() override { PQfinish(connection_); }
  PostgresqlClient(const PostgresqlClient&) = delete;
  PostgresqlClient& operator=(const PostgresqlClient&) = delete;

  std::vector<Row> rows(const std::string& sql) override {
    PGresult* result = PQexec(connection_, sql.c_str());
    std::vector<Row> rows;
    const ExecStatusType status = PQresultStatus(result);
    for (int i = 0; status == PGRES_TUPLES_OK && i < PQntuples(result); ++i) {
      Row& row = rows.emplace_back();
      for (int j = 0; j < PQnfields(result); ++j) {
        row.emplace_back(PQgetisnull(result, i, j) != 0 ? "NULL" : PQgetvalue(result, i, j));
      }
    }
    PQclear(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
      throw std::runtime_error(sql + ": " + PQerrorMessage(connection_));
    return rows;
  }

 private:
  PGconn* connection_;
};

class MariadbClient final : public SqlClient {
 public:
  MariadbClient(const std::string& socket, const std::string& user, const std::string& password, const std::string& database)
      : connection_{mysql_init(nullptr)} {
    mysql_options(connection_, MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (mysql_real_connect(connection_, nullptr, user.c_str(), password.c_str(), database.empty() ? nullptr : database.c_str(),
                           0, socket.c_str(), CLIENT_MULTI_STATEMENTS) != nullptr) {
      return;
    }
    const std::string why = mysql_error(connection_);
    mysql_close(connection_);
    throw std::runtime_error(why);
  }
  ~MariadbClient() override { mysql_close(connection_); }
  MariadbClient(const MariadbClient&) = delete;
  MariadbClient& operator=(const MariadbClient&) = delete;

  std::vector<Row> rows(const std::string& sql) override {
    std::vector<Row> rows;
    int more = mysql_real_query(connection_, sql.data(), sql.size());
    while (more == 0) {
      if (MYSQL_RES* result = mysql_store_result(connection_)) {
        while (const MYSQL_ROW fields = mysql_fetch_row(result)) {
          Row& row = rows.emplace_back();
          for (unsigned i = 0; i < mysql_num_fields(result); ++i) row.emplace_back(fields[i] == nullptr ? "NULL" : fields[i]);
        }
        mysql_free_result(result);
      }
      more = mysql_next_result(connection_);
    }
    if (more > 0) throw std::runtime_error(sql + ": " + mysql_error(connection_));
    return rows;
  }

 private:
  MYSQL* connection_;
};

}  // namespace

std::unique_ptr<SqlClient> postgresql_client(int port, const std::string& user, const std::string& password,
                                             const std::string& database) {
  return std::make_unique<PostgresqlClient>(port, user, password, database);
}

std::unique_ptr<SqlClient> mariadb_client(const std::string& socket, const std::string& user, const std::string& password,
                                          const std::string& database) {
  return std::make_unique<MariadbClient>(socket, user, password, database);
}

}  // namespace ringside::store
