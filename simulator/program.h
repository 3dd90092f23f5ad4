#pragma once

#include <atomic>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/variables_map.hpp>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "reports/results/result.h"
#include "reports/store/run_store.h"
#include "scenarios/format/load.h"

/// What the commands of ringside-sim share: exit codes, options, interruption, progress, files, the store of runs.
namespace ringside::sim {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongUse = 2;
inline constexpr int kNotPrecise = 3;

inline constexpr const char* kNoSteadyState =
    "no steady state within half of the horizon; a longer horizon would help, or a warm-up of its own";

/// True from the first ^C, SIGTERM or SIGUSR1 (which mpirun passes on to ranks) on, with other ranks from the next step that
/// they share; the second one is the system's.
const std::atomic<bool>& watch_interrupts();

/// Faults of a scenario, a line each on standard error; of several ranks the leader says it, and the end what others found.
void tell(const scenario::Faults& faults);
/// "ringside-sim: MESSAGE" on standard error.
void complain(const std::string& message);

/// A line on a terminal that says how far it is, and when it will be done; nothing where standard error is no terminal.
class ProgressLine {
 public:
  ProgressLine(std::uint64_t all, std::string what, bool quiet);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// So many it will be.
  void expect(std::uint64_t all) { all_ = all; }
  /// `done` of all; those that were done before this began count as done at no cost.
  void done(std::uint64_t done, std::uint64_t before = 0);
  /// A text without an end in sight.
  void say(const std::string& text);

 private:
  using Clock = std::chrono::steady_clock;
  bool due();

  std::uint64_t all_;
  std::string what_;
  bool shown_;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point last_{};
};

/// Takes the time of a run, and knows where it ran.
class Stopwatch {
 public:
  /// Of all ranks together, on the leader's host; all must ask.
  report::RunFacts facts(unsigned threads) const;
  /// Of this process, for a command that the leader plays alone.
  report::RunFacts own_facts(unsigned threads) const;
  std::string started() const;  ///< UTC, ISO 8601

 private:
  std::time_t started_ = std::time(nullptr);
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// By report::write_output_file. "-" is standard output. False: it has been complained about. Of several
/// ranks the leader writes, here and in keep().
bool write_file(const std::string& path, const std::string& text);
/// The facts as the member `run` of a JSON report.
nlohmann::ordered_json json_of(const report::RunFacts& facts);
/// One a core; with other ranks one.
unsigned usual_threads();
std::string program_version();  ///< "ringside-sim 0.1.0"

/// Options that most commands have, and what they were given.
struct CommonOptions {
  std::vector<std::string> files;
  std::vector<std::string> sets;
  std::optional<std::uint64_t> replications;
  std::optional<std::uint64_t> seed;
  unsigned threads = 1;
  std::string json;  ///< path; "-": standard output; empty: none
  bool deterministic = false;
  bool quiet = false;
  bool store = false;
  std::filesystem::path runs;  ///< the file of the run store

  std::vector<scenario::Override> overrides() const;
};

/// A command of its own: its options beside the common ones, in one of the standard ways.
class CommandLine {
 public:
  /// `usage` is what --help says before the options.
  CommandLine(std::string name, std::string usage);

  boost::program_options::options_description_easy_init add();
  /// --set, whose meaning may differ, --replications, --seed, --threads, --json, --deterministic, --quiet
  void with_scenario(const char* set = "change the scenario: agents.team.count=12, or +2; repeat for more");
  void with_store();  ///< --store, --runs
  void with_runs();   ///< --runs alone

  /// Nothing: everything is said (help), the command is done. Throws boost::program_options::error for wrong options.
  std::optional<CommonOptions> parse(int argc, char** argv);
  const boost::program_options::variables_map& values() const { return map_; }

 private:
  std::string name_;
  std::string usage_;
  boost::program_options::options_description options_;
  boost::program_options::variables_map map_;
};

/// Whole and within bounds, or boost::program_options::error.
std::uint64_t whole_option(const std::string& option, const std::string& text, std::uint64_t least, std::uint64_t most);
double number_option(const std::string& option, const std::string& text, double least, double most);
/// "KEY=VALUE", split.
scenario::Override set_option(const std::string& option, const std::string& text);

/// The text of a file, if it can be read.
std::optional<std::string> text_of(const std::string& file);
/// The text of a scenario file; nothing: it has been complained about.
std::optional<std::string> read_text(const std::string& file);

/// Keeps a result in this file and tells its id. False: it has been complained about.
bool keep(const std::filesystem::path& runs, report::StoredRun run);
std::string lines_of(const std::vector<scenario::Override>& overrides);

}  // namespace ringside::sim
