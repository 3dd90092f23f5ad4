#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include "engine/version.h"

/// `ringside`: finds the programs of the family beside itself, then in PATH, and becomes the one that is asked for.
namespace {

namespace fs = std::filesystem;

constexpr int kUsageError = 2;
constexpr std::string_view kFamily = "ringside-";

struct Part {
  std::string_view name;
  std::string_view summary;
};
constexpr std::array kParts{
    Part{"engine", "the call centre: takes SIP calls, queues them, connects them to agents"},
    Part{"sim", "simulates the call centre: what-if questions, staffing, comparisons"},
    Part{"load", "real SIP calls by SIPp: through an engine of its own, or against a call centre that runs"},
    Part{"msrp", "people who chat by MSRP, beside SIPp"},
    Part{"validate", "holds the simulator against exact results of queueing theory"},
    Part{"report", "keeps, compares and prints results of simulations and of real runs"},
    Part{"gui", "the desktop: live view, scenarios, results"},
};

bool is_program(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

/// The directory of this program, then those of PATH.
std::vector<fs::path> places() {
  std::vector<fs::path> found;
  std::error_code error;
  if (const fs::path self = fs::read_symlink("/proc/self/exe", error); !error) found.push_back(self.parent_path());
  const char* const variable = std::getenv("PATH");
  std::string_view rest = variable == nullptr ? "" : variable;
  while (!rest.empty()) {
    const std::string_view one = rest.substr(0, rest.find(':'));
    if (!one.empty()) found.emplace_back(one);
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
  }
  return found;
}

std::optional<fs::path> find_program(std::string_view name) {
  for (const fs::path& place : places()) {
    const fs::path candidate = place / (std::string{kFamily} + std::string{name});
    if (is_program(candidate)) return candidate;
  }
  return {};
}

/// Names behind "ringside-" of every program that is there.
std::vector<std::string> installed() {
  std::vector<std::string> names;
  for (const fs::path& place : places()) {
    std::error_code error;
    for (fs::directory_iterator entry{place, error}, end; !error && entry != end; entry.increment(error)) {
      const std::string file = entry->path().filename();
      if (file.starts_with(kFamily) && is_program(entry->path())) names.push_back(file.substr(kFamily.size()));
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

void print_installed(std::ostream& out) {
  const std::vector<std::string> names = installed();
  const auto print = [&out](std::string_view name, std::string_view summary) {
    constexpr std::size_t kColumn = 10;
    out << "  " << name << std::string(name.size() < kColumn ? kColumn - name.size() : 1, ' ') << summary << '\n';
  };
  for (const Part& part : kParts) {
    if (std::find(names.begin(), names.end(), part.name) != names.end()) print(part.name, part.summary);
  }
  for (const std::string& name : names) {
    if (std::none_of(kParts.begin(), kParts.end(), [&](const Part& part) { return part.name == name; })) print(name, "");
  }
  if (names.empty()) out << "  (none was found beside this program or in PATH)\n";
}

int become(std::string_view name, std::vector<std::string> arguments) {
  const std::optional<fs::path> program = find_program(name);
  if (!program) {
    std::cerr << "ringside: found '" << name << "', allowed is one of the installed programs:\n";
    print_installed(std::cerr);
    return kUsageError;
  }
  arguments.insert(arguments.begin(), program->string());
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  ::execv(program->c_str(), pointers.data());
  std::cerr << "ringside: " << program->string() << " cannot be run: " << std::strerror(errno) << '\n';
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  const std::string_view first = arguments.empty() ? "" : std::string_view{arguments[0]};
  if (first == "--version") {
    std::cout << "ringside " << ringside::version_line() << '\n';
    return 0;
  }
  if (first == "help" && arguments.size() > 1) return become(arguments[1], {"--help"});
  if (first.empty() || first == "--help" || first == "-h" || first == "help") {
    std::cout << "ringside PROGRAM [OPTION]...\n\nPrograms that are installed:\n";
    print_installed(std::cout);
    std::cout << "\n'ringside PROGRAM --help' tells about one of them.\n";
    return 0;
  }
  const bool plain_name = first.find('/') == std::string_view::npos && first.front() != '-';
  if (!plain_name) {
    std::cerr << "ringside: found '" << first << "', allowed are --help, --version or the name of a program\n";
    return kUsageError;
  }
  return become(first, {arguments.begin() + 1, arguments.end()});
}
