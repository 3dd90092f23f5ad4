#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "engine/store/db_url.h"
#include "tests/store/raw_database.h"

namespace ringside::store {

/// A real server of the tests' own: on loopback, in a temporary directory, without fsync, as an ordinary user even if the
/// tests run as root. database_keeper ends it with the tests, however these end. Throws std::runtime_error.
class DatabaseServer {
 public:
  /// Why there can be none here (its package is missing), or nothing.
  static std::string why_not(DbKind kind);
  /// The one of this program; started when first asked for.
  static DatabaseServer& of(DbKind kind);
  static void stop_all();

  virtual ~DatabaseServer();
  DatabaseServer(const DatabaseServer&) = delete;
  DatabaseServer& operator=(const DatabaseServer&) = delete;

  /// As after maintenance, or a crash: the databases are still there.
  void start();
  void stop();
  void crash();
  /// The server's processes stand still; the kernel goes on to take connections for them.
  void freeze();
  void thaw();

  /// A database without any table; its name.
  std::string new_database();
  std::unique_ptr<SqlClient> client(const std::string& database) const;
  std::string url(const std::string& database) const { return url(database, port_, kPassword); }
  virtual std::string url(const std::string& database, int port, const std::string& password) const = 0;
  virtual std::string socket_url(const std::string& database) const = 0;
  /// Ends all connections to a database, as an administrator does.
  virtual void disconnect_all(const std::string& database) = 0;
  int port() const { return port_; }

  static constexpr const char* kUser = "ringside";
  static constexpr const char* kPassword = "se@cr/et:'\\1";

 protected:
  DatabaseServer();

  /// Starts a command under a keeper.
  void spawn(const std::vector<std::string>& command);
  /// Runs a command to its end.
  void run(const std::vector<std::string>& command);
  const std::filesystem::path& directory() const { return directory_; }

  virtual std::vector<std::string> server_command() const = 0;
  virtual int stop_signal() const = 0;
  /// A client as the one who may do everything; throws while the server is not ready.
  virtual std::unique_ptr<SqlClient> administrator(const std::string& database) const = 0;
  virtual void create(const std::string& database) = 0;

 private:
  void try_to_start();
  std::string read_line();
  void end_keeper(bool for_good);

  std::filesystem::path directory_;
  int port_ = 0;  ///< from the first start on
  pid_t keeper_ = -1;
  pid_t server_ = -1;
  int to_keeper_ = -1;
  int from_keeper_ = -1;
  int databases_ = 0;
};

}  // namespace ringside::store
