#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

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
  long duration = 0;  ///< s; 0: the scenario's horizon
};
int run_scenario(const CommonOptions& options, const ScenarioOptions& scenario);

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

/// Plays the plan in a folder of its own. The error has been told on stderr.
struct Played {
  RunResult run;
  Verdict verdict;
};
std::optional<Played> play(const CommonOptions& options, const std::string& name, Plan& plan, int& exit_code);
/// Tells it, and says what the program ends with.
int complain(const Error& error);

/// Says where logs and database are if they stay, removes the folder if not.
void keep_or_remove(const CommonOptions& options, const Played& played, bool always_keep);

}  // namespace ringside::load
