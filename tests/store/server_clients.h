#pragma once

#include <memory>
#include <string>

#include "tests/store/raw_database.h"

namespace ringside::store {

/// Clients of a test's server on 127.0.0.1. They throw std::runtime_error if they cannot connect.
std::unique_ptr<SqlClient> postgresql_client(int port, const std::string& user, const std::string& password,
                                             const std::string& database);
std::unique_ptr<SqlClient> mariadb_client(const std::string& socket, const std::string& user, const std::string& password,
                                          const std::string& database);

}  // namespace ringside::store
