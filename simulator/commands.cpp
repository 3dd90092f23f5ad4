#include "simulator/commands.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <thread>

#include "simulator/experiment.h"
#include "simulator/setup.h"
#include "simulator/until_precise.h"
#include "simulator/warmup.h"

namespace ringside::sim {
namespace {

using Clock = std::chrono::steady_clock;

std::atomic<bool> interrupted{false};

/// The second ^C is the system's.
void interrupt(int signal) {
  interrupted = true;
  std::signal(signal, SIG_DFL);
}

void tell(const scenario::Faults& faults) {
  for (const scenario::Fault& fault : faults) std::cerr << scenario::to_string(fault) << '\n';
}

/// A line on a terminal that says how far it is, and when it will be done.
class ProgressLine {
 public:
  ProgressLine(std::uint64_t all, bool quiet) : all_{all}, shown_{!quiet && isatty(STDERR_FILENO) != 0} {}
  ~ProgressLine() {
    if (shown_) fmt::print(stderr, "\r\033[K");
  }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void expect(std::uint64_t all) { all_ = all; }
  void done(std::uint64_t replications) {
    if (!shown_) return;
    const auto now = Clock::now();
    if (now - last_ < std::chrono::milliseconds{200}) return;
    last_ = now;
    const double gone = std::chrono::duration<double>(now - begin_).count();
    const double left = replications == 0 ? 0 : gone * static_cast<double>(all_ - replications) / static_cast<double>(replications);
    fmt::print(stderr, "\r\033[K{} of {} replications, {:.0f} s left", replications, all_, left);
    std::fflush(stderr);
  }

 private:
  std::uint64_t all_;
  bool shown_;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point last_{};
};

report::RunFacts facts_of(unsigned threads, std::time_t started, double seconds) {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  return {"ringside-sim " RINGSIDE_VERSION, fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(started)), host, threads, seconds,
          static_cast<double>(std::clock()) / CLOCKS_PER_SEC};
}

/// All or nothing: a reader never sees half a result.
bool write_file(const std::string& path, const std::string& text) {
  if (path == "-") {
    std::cout << text << std::flush;
    return static_cast<bool>(std::cout);
  }
  const std::string unfinished = path + ".part";
  std::ofstream out{unfinished, std::ios::binary | std::ios::trunc};
  out << text;
  out.close();
  if (out && std::rename(unfinished.c_str(), path.c_str()) == 0) return true;
  std::cerr << "ringside-sim: " << path << " cannot be written\n";
  std::remove(unfinished.c_str());
  return false;
}

}  // namespace

int check(const std::vector<std::string>& files) {
  int code = kDone;
  for (const std::string& file : files) {
    const auto scenario = scenario::load_scenario(file);
    if (!scenario) {
      tell(scenario.error());
      code = kWrongUse;
      continue;
    }
    std::uint32_t agents = 0;
    for (const auto& group : scenario->agents) agents += group.most();
    std::cout << fmt::format("{}: good: {} flows, {} agents, {:g} h\n", file, scenario->flows.size(), agents, scenario->horizon / 3600);
  }
  return code;
}

int run(const RunCommand& command) {
  auto scenario = scenario::load_scenario(command.file, command.overrides);
  if (!scenario) {
    tell(scenario.error());
    return kWrongUse;
  }
  if (command.replications) scenario->experiment.replications = static_cast<std::uint32_t>(*command.replications);
  if (command.seed) scenario->experiment.seed = *command.seed;
  const unsigned threads = command.threads > 0 ? command.threads : std::max(1U, std::thread::hardware_concurrency());
  std::signal(SIGINT, interrupt);
  std::signal(SIGTERM, interrupt);
  if (!settle_warmup(*scenario, threads, interrupted)) {
    std::cerr << "ringside-sim: no steady state within half of the horizon; a longer horizon would help, or a warm-up of its own\n";
  }
  const Plan plan{*scenario};
  const std::optional<scenario::Precision>& precision = scenario->experiment.precision;
  if (precision) {
    if (const auto wrong = wrong_precision(plan, *precision)) {
      std::cerr << command.file << ": experiment.precision: found " << *wrong << '\n';
      return kWrongUse;
    }
  }
  report::Tally tally{tally_setup(plan)};
  const std::time_t started = std::time(nullptr);
  const Clock::time_point begin = Clock::now();
  std::uint64_t done = 0;
  {
    ProgressLine line{scenario->experiment.replications, command.quiet};
    const RunOptions options{.replications = scenario->experiment.replications,
                             .seed = scenario->experiment.seed,
                             .threads = threads,
                             .progress = [&](std::uint64_t n) { line.done(n); }};
    done = precision ? run_until_precise(plan, options, *precision, tally, interrupted, [&](std::uint64_t n) { line.expect(n); })
                     : run_replications(plan, options, tally, interrupted);
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  if (done == 0) {
    std::cerr << "ringside-sim: interrupted before the first replication was complete\n";
    return kFailed;
  }
  report::Result result = tally.result();
  result.scenario = scenario->name;
  result.seed = scenario->experiment.seed;
  result.replications = done;
  result.asked = precision && !interrupted ? done : scenario->experiment.replications;
  result.interrupted = interrupted || done < result.asked;
  std::optional<report::RunFacts> facts;
  if (!command.deterministic) facts = facts_of(threads, started, seconds);
  if (!command.json.empty() && !write_file(command.json, report::to_json(result, facts))) return kFailed;
  if (!command.csv.empty() && !write_file(command.csv, report::to_interval_csv(result))) return kFailed;
  if (command.json != "-" && command.csv != "-") std::cout << report::summary(result);
  return result.interrupted ? kFailed : kDone;
}

}  // namespace ringside::sim
