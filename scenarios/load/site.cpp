#include "scenarios/load/site.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sstream>

namespace ringside::load {

namespace fs = std::filesystem;

namespace {

fs::path own_folder() {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored).parent_path();
}

bool on_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders{path == nullptr ? "" : path};
  for (std::string folder; std::getline(folders, folder, ':');)
    if (::access((fs::path{folder} / program).c_str(), X_OK) == 0) return true;
  return false;
}

}  // namespace

Result<Site> Site::find(Site given) {
  if (given.engine.empty()) given.engine = own_folder() / "ringside-engine";
  if (given.scenarios.empty()) given.scenarios = own_folder().parent_path() / "share" / "ringside" / "sipp";
  std::error_code ignored;
  given.engine = fs::absolute(given.engine, ignored);
  given.scenarios = fs::absolute(given.scenarios, ignored);
  if (::access(given.engine.c_str(), X_OK) != 0)
    return failure(Error::Kind::environment, "no engine at " + given.engine.string() + " (--engine names another)");
  if (!fs::exists(given.scenarios / "caller.xml", ignored))
    return failure(Error::Kind::environment,
                   "no SIPp scenarios in " + given.scenarios.string() + " (--sipp-scenarios names another folder)");
  if (!on_path("sipp")) return failure(Error::Kind::environment, "sipp is not installed (Debian: apt-get install sip-tester)");
  return given;
}

Result<fs::path> make_run_directory(const fs::path& parent, const std::string& name) {
  std::error_code error;
  const fs::path folder = parent.empty() ? fs::temp_directory_path(error) : fs::absolute(parent, error);
  fs::create_directories(folder, error);
  std::string pattern = (folder / ("ringside-" + name + ".XXXXXX")).string();
  if (::mkdtemp(pattern.data()) == nullptr)
    return failure(Error::Kind::environment, "cannot make a folder in " + folder.string() + ": " + std::strerror(errno));
  return fs::path{pattern};
}

fs::path folder_in_memory() {
  constexpr std::uintmax_t kRoom = 256ULL << 20U;
  const char* const folder = "/dev/shm";
  std::error_code error;
  const fs::space_info space = fs::space(folder, error);
  return !error && space.available >= kRoom && ::access(folder, W_OK | X_OK) == 0 ? fs::path{folder} : fs::path{};
}

}  // namespace ringside::load
