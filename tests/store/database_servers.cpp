#include "tests/store/database_servers.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "tests/store/server_clients.h"

namespace ringside::store {
namespace {

using namespace std::chrono_literals;

constexpr auto kStartPatience = 120s;
constexpr const char* kLifetime = "600";  // seconds, whatever happens

int free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool ok = ::bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                  ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(probe);
  if (!ok) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

/// The newest PostgreSQL's programs; empty if there is none.
std::filesystem::path postgresql_programs() {
  std::vector<std::filesystem::path> found;
  std::error_code none;
  for (const auto& version : std::filesystem::directory_iterator{"/usr/lib/postgresql", none}) {
    if (std::filesystem::exists(version.path() / "bin/initdb")) found.push_back(version.path() / "bin");
  }
  return found.empty() ? std::filesystem::path{} : *std::max_element(found.begin(), found.end());
}

constexpr const char* kMariadbd = "/usr/sbin/mariadbd";
constexpr const char* kMariadbInstall = "/usr/bin/mariadb-install-db";

std::string literal(const std::string& text, bool backslashes) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || (c == '\\' && backslashes)) out += c;
    out += c;
  }
  return out + "'";
}

class Postgresql final : public DatabaseServer {
 public:
  Postgresql() {
    { std::ofstream{directory() / "password"} << kPassword << '\n'; }
    run({(postgresql_programs() / "initdb").string(), "-D", data(), "--no-sync", "-U", kUser, "--auth=scram-sha-256",
         "--pwfile=" + (directory() / "password").string(), "-E", "UTF8", "--locale=C"});
  }

  std::string url(const std::string& database, int at, const std::string& password) const override {
    return std::string{"postgres://"} + kUser + ":" + password + "@127.0.0.1:" + std::to_string(at) + "/" + database;
  }
  std::string socket_url(const std::string& database) const override {
    return std::string{"postgres://"} + kUser + ":" + kPassword + "@:" + std::to_string(port()) + "/" + database +
           "?unix_socket=" + directory().string();
  }
  void disconnect_all(const std::string& database) override {
    administrator("postgres")
        ->rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database + "'");
  }

 protected:
  std::vector<std::string> server_command() const override {
    std::vector<std::string> command{
        (postgresql_programs() / "postgres").string(), "-D", data(), "-p", std::to_string(port()), "-k", directory().string()};
    for (const char* setting :
         {"listen_addresses=127.0.0.1", "fsync=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=50",
          "dynamic_shared_memory_type=mmap", "wal_level=minimal", "max_wal_senders=0", "autovacuum=off"}) {
      command.insert(command.end(), {"-c", setting});
    }
    return command;
  }
  int stop_signal() const override { return SIGINT; }
  std::unique_ptr<SqlClient> administrator(const std::string& database) const override {
    return postgresql_client(port(), kUser, kPassword, database.empty() ? "postgres" : database);
  }
  void create(const std::string& database) override {
    administrator("postgres")->run("CREATE DATABASE " + database + " STRATEGY FILE_COPY");
  }

 private:
  std::string data() const { return (directory() / "data").string(); }
};

class Mariadb final : public DatabaseServer {
 public:
  Mariadb() {
    run({kMariadbInstall, "--no-defaults", "--datadir=" + data(), "--tmpdir=" + directory().string(),
         "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve", "--innodb-log-file-size=8M"});
  }

  std::string url(const std::string& database, int at, const std::string& password) const override {
    return std::string{"mysql://"} + kUser + ":" + password + "@127.0.0.1:" + std::to_string(at) + "/" + database;
  }
  std::string socket_url(const std::string& database) const override {
    return std::string{"mysql://"} + kUser + ":" + kPassword + "@localhost/" + database + "?unix_socket=" + socket();
  }
  void disconnect_all(const std::string& database) override {
    const auto client = administrator("");
    for (const auto& row : client->rows("SELECT id FROM information_schema.processlist WHERE db = '" + database + "'")) {
      try {
        client->run("KILL " + row[0]);
      } catch (const std::runtime_error&) {  // it went by itself
      }
    }
  }

 protected:
  std::vector<std::string> server_command() const override {
    return {kMariadbd,
            "--no-defaults",
            "--datadir=" + data(),
            "--tmpdir=" + directory().string(),
            "--socket=" + socket(),
            "--pid-file=" + (directory() / "pid").string(),
            "--port=" + std::to_string(port()),
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
            "--skip-log-bin",
            "--innodb-flush-log-at-trx-commit=2",  // outlives a crash of the server, which is all that tests do
            "--innodb-doublewrite=0",
            "--innodb-buffer-pool-size=16M",
            "--innodb-log-file-size=8M",
            "--max-connections=50"};
  }
  int stop_signal() const override { return SIGTERM; }
  std::unique_ptr<SqlClient> administrator(const std::string& database) const override {
    return mariadb_client(socket(), "root", "", database);
  }
  void create(const std::string& database) override {
    const auto client = administrator("");
    client->run(std::string{"CREATE USER IF NOT EXISTS "} + kUser + "@'%' IDENTIFIED BY " + literal(kPassword, true));
    client->run(std::string{"CREATE USER IF NOT EXISTS "} + kUser + "@localhost IDENTIFIED BY " + literal(kPassword, true));
    client->run("CREATE DATABASE " + database);
    for (const char* from : {"'%'", "localhost"}) client->run("GRANT ALL ON " + database + ".* TO " + kUser + "@" + from);
  }

 private:
  std::string data() const { return (directory() / "data").string(); }
  std::string socket() const { return (directory() / "socket").string(); }
};

std::map<DbKind, std::unique_ptr<DatabaseServer>>& servers() {
  static std::map<DbKind, std::unique_ptr<DatabaseServer>> all;
  return all;
}

}  // namespace

std::string DatabaseServer::why_not(DbKind kind) {
  if (kind == DbKind::postgresql && postgresql_programs().empty()) {
    return "there is no PostgreSQL server in /usr/lib/postgresql (package postgresql)";
  }
  if (kind == DbKind::mariadb && !(std::filesystem::exists(kMariadbd) && std::filesystem::exists(kMariadbInstall))) {
    return std::string{"there is no "} + kMariadbd + " (package mariadb-server)";
  }
  return {};
}

DatabaseServer& DatabaseServer::of(DbKind kind) {
  std::unique_ptr<DatabaseServer>& server = servers()[kind];
  if (!server) {
    std::unique_ptr<DatabaseServer> made;
    if (kind == DbKind::postgresql) {
      made = std::make_unique<Postgresql>();
    } else {
      made = std::make_unique<Mariadb>();
    }
    made->start();
    server = std::move(made);
  }
  return *server;
}

void DatabaseServer::stop_all() { servers().clear(); }

DatabaseServer::DatabaseServer() {
  std::string name = (std::filesystem::temp_directory_path() / "ringside-server-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  directory_ = name;
  if (const passwd* nobody = geteuid() == 0 ? getpwnam("nobody") : nullptr) {
    if (chown(name.c_str(), nobody->pw_uid, nobody->pw_gid) != 0) throw std::runtime_error("cannot give a directory to nobody");
  }
}

DatabaseServer::~DatabaseServer() {
  if (keeper_ > 0) end_keeper(true);
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

void DatabaseServer::spawn(const std::vector<std::string>& command) {
  std::vector<std::string> arguments{RINGSIDE_DATABASE_KEEPER, kLifetime, std::to_string(stop_signal()), directory_.string()};
  arguments.insert(arguments.end(), command.begin(), command.end());
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);

  int in[2], out[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipes");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  const int failed = posix_spawn(&keeper_, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(in[0]);
  close(out[1]);
  to_keeper_ = in[1];
  from_keeper_ = out[0];
  if (failed != 0) throw std::runtime_error(std::string{"cannot run "} + pointers[0]);
  server_ = std::stoi(read_line());
}

std::string DatabaseServer::read_line() {
  std::string line;
  char c = 0;
  while (read(from_keeper_, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

void DatabaseServer::end_keeper(bool for_good) {
  if (!for_good && write(to_keeper_, "k", 1) != 1) throw std::runtime_error("the keeper has gone");
  close(to_keeper_);
  close(from_keeper_);
  waitpid(keeper_, nullptr, 0);
  keeper_ = -1;
  server_ = -1;
}

void DatabaseServer::run(const std::vector<std::string>& command) {
  spawn(command);
  const std::string outcome = read_line();
  end_keeper(false);
  if (outcome == "exit 0") return;
  std::ostringstream log;
  log << std::ifstream{directory_ / "server.log"}.rdbuf();
  throw std::runtime_error(command[0] + ": " + outcome + "\n" + log.str());
}

/// A port that was free may not be when the server has come up: the first start tries others then.
void DatabaseServer::start() {
  constexpr int kTries = 5;
  if (port_ != 0) {
    try_to_start();
    return;
  }
  for (int tried = 1;; ++tried) {
    port_ = free_port();
    try {
      try_to_start();
      return;
    } catch (const std::runtime_error&) {
      if (tried == kTries) throw;
    }
  }
}

void DatabaseServer::try_to_start() {
  spawn(server_command());
  const auto give_up_at = std::chrono::steady_clock::now() + kStartPatience;
  for (;;) {
    try {
      administrator("");
      return;
    } catch (const std::runtime_error& error) {
      pollfd keeper{from_keeper_, POLLIN, 0};
      const bool ended = poll(&keeper, 1, 0) > 0;
      if (ended || std::chrono::steady_clock::now() > give_up_at) {
        end_keeper(false);
        std::ostringstream log;
        log << std::ifstream{directory_ / "server.log"}.rdbuf();
        throw std::runtime_error(std::string{"the server does not start: "} + error.what() + "\n" + log.str());
      }
      std::this_thread::sleep_for(10ms);
    }
  }
}

void DatabaseServer::stop() { end_keeper(false); }

void DatabaseServer::crash() {
  kill(server_, SIGKILL);
  end_keeper(false);
}

namespace {

std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
    std::string line;
    const pid_t pid = atoi(entry.path().filename().c_str());
    if (pid <= 0 || !std::getline(std::ifstream{entry.path() / "stat"}, line)) continue;
    const std::size_t name_end = line.rfind(')');
    if (name_end != std::string::npos && name_end + 4 < line.size() && atoi(line.c_str() + name_end + 4) == parent) {
      found.push_back(pid);
    }
  }
  return found;
}

}  // namespace

void DatabaseServer::freeze() {
  kill(server_, SIGSTOP);
  for (const pid_t pid : children_of(server_)) kill(pid, SIGSTOP);
}

void DatabaseServer::thaw() {
  for (const pid_t pid : children_of(server_)) kill(pid, SIGCONT);
  kill(server_, SIGCONT);
}

std::string DatabaseServer::new_database() {
  const std::string name = "story_" + std::to_string(++databases_);
  create(name);
  return name;
}

std::unique_ptr<SqlClient> DatabaseServer::client(const std::string& database) const { return administrator(database); }

}  // namespace ringside::store
