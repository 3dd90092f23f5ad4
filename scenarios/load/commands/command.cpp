#include "scenarios/load/commands/command.h"

#include <cstdio>

#include "scenarios/load/progress.h"

namespace ringside::load {

std::optional<Played> play(const CommonOptions& options, const std::string& name, Plan& plan, int& exit_code) {
  plan.tcp = plan.tcp || options.tcp;
  plan.trace = plan.trace || options.trace;
  plan.through_proxy = plan.through_proxy || options.through_proxy;
  auto directory = make_run_directory(options.run_directory, name);
  if (!directory) {
    exit_code = complain(directory.error());
    return std::nullopt;
  }
  Progress progress{options.quiet};
  auto run = RunningPlan{plan, options.site, *directory, progress}.play();
  if (!run) {
    exit_code = complain(run.error());
    std::fprintf(stderr, "logs: %s\n", directory->c_str());
    return std::nullopt;
  }
  Verdict verdict = judge(plan, *run);
  exit_code = verdict.passed() ? kPassed : kFaults;
  return Played{std::move(*run), std::move(verdict)};
}

int complain(const Error& error) {
  std::fprintf(stderr, "ringside-load: %s\n", error.message.c_str());
  switch (error.kind) {
    case Error::Kind::interrupted: return kInterrupted;
    case Error::Kind::usage: return kUsage;
    default: return kCannotRun;
  }
}

int complain(const Error& error, const std::filesystem::path& directory) {
  if (error.kind == Error::Kind::usage) {
    std::error_code ignored;
    std::filesystem::remove_all(directory, ignored);
  } else {
    std::fprintf(stderr, "logs: %s\n", directory.c_str());
  }
  return complain(error);
}

void keep_or_remove(const CommonOptions& options, const Played& played, bool always_keep) {
  std::FILE* out = options.json ? stderr : stdout;
  if (always_keep || options.keep || !played.verdict.passed()) {
    std::fprintf(out, "database: %s\nlogs:     %s\n", database_file(played.run.directory).c_str(),
                 played.run.directory.c_str());
    return;
  }
  std::error_code ignored;
  std::filesystem::remove_all(played.run.directory, ignored);
}

}  // namespace ringside::load
