#include "scenarios/load/commands/output.h"

#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <fstream>

namespace ringside::load {

report::RunFacts Stopwatch::facts(double cpu_seconds) const {
  char host[256] = "";
  ::gethostname(host, sizeof host - 1);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  const std::time_t time = std::chrono::system_clock::to_time_t(started_);
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char started[32] = "";
  std::strftime(started, sizeof started, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {"ringside-load " RINGSIDE_VERSION, started, host, 1, seconds, cpu_seconds};
}

bool write_file(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out{file};
  out << text;
  out.flush();
  if (!out) std::fprintf(stderr, "ringside-load: cannot write %s\n", file.c_str());
  return static_cast<bool>(out);
}

}  // namespace ringside::load
