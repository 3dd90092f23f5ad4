#include "tests/program/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace ringside {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const std::vector<std::string>& environment) {
  std::vector<std::string> words = command;
  std::vector<std::string> variables = environment;
  for (char** entry = environ; *entry != nullptr; ++entry) variables.emplace_back(*entry);
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = pointers(variables);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::dup2(ends[1], STDERR_FILENO);
    ::execvpe(argv[0], argv.data(), envp.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  output_end_ = ends[0];
}

Process::~Process() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(output_end_);
}

bool Process::read_more(Clock::time_point deadline) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
  pollfd waiting{output_end_, POLLIN, 0};
  if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return false;
  char buffer[4096];
  const ssize_t count = ::read(output_end_, buffer, sizeof buffer);
  if (count <= 0) return false;
  output_.append(buffer, static_cast<std::size_t>(count));
  return true;
}

std::optional<std::string> Process::wait_for_line(const std::string& head, std::chrono::milliseconds limit) {
  const Clock::time_point deadline = Clock::now() + limit;
  do {
    const std::size_t begin = output_.starts_with(head) ? 0 : output_.find('\n' + head);
    if (begin == std::string::npos) continue;
    const std::size_t text = begin + head.size() + (output_.starts_with(head) ? 0 : 1);
    const std::size_t end = output_.find('\n', text);
    if (end != std::string::npos) return output_.substr(text, end - text);
  } while (read_more(deadline));
  return {};
}

void Process::send(int signal) const { ::kill(pid_, signal); }

std::optional<int> Process::wait_for_end(std::chrono::milliseconds limit) {
  const Clock::time_point deadline = Clock::now() + limit;
  while (read_more(deadline)) {
  }
  // The end of its output is the end of the program, or the limit has passed.
  int status = 0;
  while (::waitpid(pid_, &status, WNOHANG) == 0) {
    if (Clock::now() > deadline) return {};
    ::usleep(1000);
  }
  pid_ = -1;
  if (!WIFEXITED(status)) return {};
  return WEXITSTATUS(status);
}

}  // namespace ringside
