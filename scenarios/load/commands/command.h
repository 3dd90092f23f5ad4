#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/format/scenario.h"
#include "scenarios/load/run.h"
#include "scenarios/load/site.h"
#include "scenarios/load/verdict.h"

namespace ringside::load {

enum ExitCode { kPassed = 0, kFaults = 1, kUsage = 2, kInvalid = 3, kCannotRun = 4, kInterrupted = 130 };

/// What all commands understand.
struct CommonOptions {
  Site site;
  std::filesystem::path run_directory;  ///< empty: the temporary one
  bool keep = false;
  bool json = false;
  bool quiet = false;
  bool tcp = false;
  bool tls = false;  ///< with `tcp`
  bool trace = false;
  bool through_proxy = false;
};

int run_demo(const CommonOptions& options);

struct LadderOptions {
  std::string name;  ///< empty: all
  bool list = false;
};
int run_ladder(const CommonOptions& options, const LadderOptions& ladder);

struct SoakOptions {
  long calls = 10'000;
  double rate = 100;
  int loss = 0;  ///< percent of all messages
};
int run_soak(const CommonOptions& options, const SoakOptions& soak);

struct ScenarioOptions {
  std::string file;
  std::vector<std::string> sets;
  double time_scale = 1;
  long duration = 0;  ///< seconds of the scenario in which callers come; 0: its horizon
  std::uint64_t replication = 0;
  std::optional<std::uint64_t> seed;
  bool audio = false;     ///< RTP
  std::string mi;         ///< URL of the target's MI, if it is an engine; empty: nothing is asked
  std::string target;     ///< HOST:PORT of another call centre; empty: an engine of our own
  std::string json_file;  ///< the result; empty: none
  std::string out;        ///< where the run's folder is made and stays; empty: it only stays if something failed
};
/// The scenario with its overrides; nothing if it is faulty, which has been told on stderr.
std::optional<scenario::Scenario> read_scenario(const ScenarioOptions& options);
int run_scenario(const CommonOptions& options, const ScenarioOptions& scenario);

struct TwinOptions {
  ScenarioOptions scenario;       ///< `replication` is the first real day's
  std::vector<std::string> real;  ///< results of real days; empty: they are played
  std::uint64_t days = 1;         ///< to play
  std::uint64_t simulated = 200;  ///< among which they are laid
  unsigned threads = 1;           ///< that simulate; what comes out is the same for any number
};
int run_twin(const CommonOptions& options, const TwinOptions& twin);

struct KillsSpec;
int run_kills(const CommonOptions& options, const KillsSpec& spec);

struct BenchOptions {
  std::string work;
  double rate = 0;    ///< 0: the work's own
  long calls = 0;     ///< 0: by duration
  long duration = 0;  ///< s; 0: the work's own
  std::string out;    ///< file for the JSON; empty: none
};
int run_bench(const CommonOptions& options, const BenchOptions& bench);

struct CapacityOptions {
  std::string of;     ///< a bench work, or a scenario file
  double first = 0;   ///< calls/s; 0: as it suits
  long seconds = 0;   ///< of each run; 0: 8
  double p99_ms = 0;  ///< 0: as CleanCriteria has it
  ScenarioOptions scenario;
};
int run_capacity(const CommonOptions& options, const CapacityOptions& capacity);

/// Plays the plan in a folder of its own. The error has been told on stderr.
struct Played {
  RunResult run;
  Verdict verdict;
};
std::optional<Played> play(const CommonOptions& options, const std::string& name, Plan& plan, int& exit_code);
/// Tells it, and says what the program ends with.
int complain(const Error& error);
/// The same of a run in this folder, which is removed if it was only used wrongly and told else.
int complain(const Error& error, const std::filesystem::path& directory);

/// Says where logs and database are if they stay, removes the folder if not.
void keep_or_remove(const CommonOptions& options, const Played& played, bool always_keep);

}  // namespace ringside::load
