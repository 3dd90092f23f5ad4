#include "scenarios/load/process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

namespace ringside::load {
namespace {

constexpr int kCannotExecute = 127;

[[noreturn]] void become(const CommandLine& command, std::vector<char*>& arguments, pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(kCannotExecute);
  const int output = ::open(command.output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  const int input = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (output < 0 || input < 0) ::_exit(kCannotExecute);
  ::dup2(input, 0);
  ::dup2(output, 1);
  ::dup2(output, 2);
  if (!command.directory.empty() && ::chdir(command.directory.c_str()) != 0) ::_exit(kCannotExecute);
  ::signal(SIGINT, SIG_DFL);
  ::signal(SIGTERM, SIG_DFL);
  ::execvp(arguments[0], arguments.data());
  const std::string complaint = std::string{"cannot run "} + arguments[0] + ": " + std::strerror(errno) + "\n";
  [[maybe_unused]] const ssize_t written = ::write(2, complaint.data(), complaint.size());
  ::_exit(kCannotExecute);
}

milliseconds from_timeval(const timeval& t) { return std::chrono::seconds{t.tv_sec} + milliseconds{t.tv_usec / 1000}; }

}  // namespace

Result<Process> Process::start(const CommandLine& command) {
  std::vector<std::string> words{command.program.string()};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) return failure(Error::Kind::environment, std::string{"cannot fork: "} + std::strerror(errno));
  if (child == 0) become(command, pointers, parent);
  ::setpgid(child, child);
  return Process{child};
}

Process::Process(Process&& other) noexcept
    : pid_{std::exchange(other.pid_, -1)}, exit_code_{other.exit_code_}, final_cpu_{other.final_cpu_} {}

Process& Process::operator=(Process&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(exit_code_, other.exit_code_);
  std::swap(final_cpu_, other.final_cpu_);
  return *this;
}

Process::~Process() {
  if (pid_ > 0 && running()) stop(SIGTERM, milliseconds{500});
}

void Process::reap(int options) {
  if (pid_ <= 0 || exit_code_) return;
  int status = 0;
  rusage usage{};
  const pid_t ended = ::wait4(pid_, &status, options, &usage);
  if (ended != pid_) return;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  final_cpu_ = from_timeval(usage.ru_utime) + from_timeval(usage.ru_stime);
}

bool Process::running() {
  reap(WNOHANG);
  return pid_ > 0 && !exit_code_;
}

bool Process::wait(milliseconds timeout) {
  const auto until = std::chrono::steady_clock::now() + timeout;
  while (running()) {
    if (std::chrono::steady_clock::now() >= until) return false;
    std::this_thread::sleep_for(milliseconds{5});
  }
  return true;
}

void Process::send(int signal_number) const {
  if (pid_ > 0 && !exit_code_) ::kill(pid_, signal_number);
}

bool Process::stop(int signal_number, milliseconds grace) {
  if (!running()) return true;
  send(signal_number);
  if (wait(grace)) return true;
  ::kill(-pid_, SIGKILL);
  send(SIGKILL);
  reap(0);
  return false;
}

milliseconds Process::cpu() const {
  if (exit_code_ || pid_ <= 0) return final_cpu_;
  std::ifstream stat{"/proc/" + std::to_string(pid_) + "/stat"};
  std::string text{std::istreambuf_iterator<char>{stat}, {}};
  const auto name_end = text.rfind(')');
  if (name_end == std::string::npos) return final_cpu_;
  std::istringstream fields{text.substr(name_end + 1)};
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;  // state … cmajflt
  long long user = 0;
  long long system = 0;
  fields >> user >> system;
  return milliseconds{(user + system) * 1000 / ::sysconf(_SC_CLK_TCK)};
}

std::size_t Process::resident_bytes() const {
  if (exit_code_ || pid_ <= 0) return 0;
  std::ifstream statm{"/proc/" + std::to_string(pid_) + "/statm"};
  std::size_t size = 0;
  std::size_t resident = 0;
  statm >> size >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace ringside::load
