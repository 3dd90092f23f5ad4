#include <dirent.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

/// database_keeper SECONDS SIGNAL DIRECTORY COMMAND...: runs a database server in a test's directory, as nobody if it is
/// root that tests, and sees to its end: SIGNAL, then SIGKILL to all of its processes, frozen ones too. The end comes when
/// standard input does (so also if the tests are killed), or after SECONDS. The directory is removed then, unless a byte
/// on standard input said that the server will be started again. Tells the server's pid first.
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// Everything below us: orphans come to us as their subreaper.
std::vector<pid_t> descendants() {
  std::vector<pid_t> found{getpid()};
  bool more = true;
  while (more) {
    more = false;
    for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
      const pid_t pid = atoi(entry.path().filename().c_str());
      std::string line;
      if (pid <= 0 || !std::getline(std::ifstream{entry.path() / "stat"}, line)) continue;
      const std::size_t name_end = line.rfind(')');
      if (name_end == std::string::npos || name_end + 4 > line.size()) continue;
      const pid_t parent = atoi(line.c_str() + name_end + 4);
      const auto known = [&found](pid_t p) { return std::find(found.begin(), found.end(), p) != found.end(); };
      if (known(parent) && !known(pid)) {
        found.push_back(pid);
        more = true;
      }
    }
  }
  found.erase(found.begin());
  return found;
}

void become_nobody() {
  if (geteuid() != 0) return;
  const passwd* nobody = getpwnam("nobody");
  if (nobody == nullptr || setgroups(0, nullptr) != 0 || setgid(nobody->pw_gid) != 0 || setuid(nobody->pw_uid) != 0) {
    perror("cannot become nobody");
    _exit(127);
  }
}

/// `server` is 0 if it has ended by itself.
void end_server(pid_t server, int signal) {
  for (const pid_t pid : descendants()) kill(pid, SIGCONT);
  if (server > 0) kill(server, signal);
  const auto patience = Clock::now() + 5s;
  while (server > 0 && Clock::now() < patience && waitpid(server, nullptr, WNOHANG) == 0) std::this_thread::sleep_for(5ms);
  for (auto left = descendants(); !left.empty(); left = descendants()) {
    for (const pid_t pid : left) kill(pid, SIGKILL);
    while (waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    std::this_thread::sleep_for(5ms);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  const auto end = Clock::now() + std::chrono::seconds{atoi(argv[1])};
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  signal(SIGINT, SIG_IGN);  // the tests' end is ours, and comes through standard input
  signal(SIGTERM, SIG_IGN);

  pid_t server = fork();
  if (server < 0) return 1;
  if (server == 0) {
    setsid();
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    become_nobody();
    if (chdir(argv[3]) != 0 || freopen("/dev/null", "r", stdin) == nullptr || freopen("server.log", "a", stdout) == nullptr ||
        dup2(fileno(stdout), STDERR_FILENO) < 0) {
      _exit(127);
    }
    execv(argv[4], argv + 4);
    perror(argv[4]);
    _exit(127);
  }
  printf("%d\n", server);
  fflush(stdout);

  bool keep = false;
  int status = 0;
  for (;;) {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    poll(&input, 1, 20);
    char byte = 0;
    if (input.revents != 0) {
      if (read(STDIN_FILENO, &byte, 1) <= 0) break;
      keep = true;
    }
    if (Clock::now() >= end) break;
    if (waitpid(server, &status, WNOHANG) == server) {
      printf("exit %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
      fflush(stdout);
      server = 0;
      while (read(STDIN_FILENO, &byte, 1) > 0) keep = true;
      break;
    }
  }
  end_server(server, atoi(argv[2]));
  if (!keep) {
    std::error_code ignored;
    std::filesystem::remove_all(argv[3], ignored);
  }
  return 0;
}
