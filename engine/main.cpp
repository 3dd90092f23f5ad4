#include <signal.h>

#include <exception>
#include <iostream>

#include "engine/log.h"
#include "engine/options.h"
#include "engine/program.h"
#include "engine/stop_signals.h"
#include "engine/version.h"

namespace ringside {
namespace {

int perform(const Options& options) {
  if (options.task == Task::help) {
    std::cout << help_text();
    return kDone;
  }
  if (options.task == Task::version) {
    std::cout << "ringside-engine " << version_line() << '\n';
    return kDone;
  }
  if (options.task == Task::replay) return replay_recording(options);
  if (const auto checked = check_store_options(options.store); !checked) {
    std::cerr << "ringside-engine: " << checked.error() << '\n';
    return kUsageError;
  }
  if (options.task == Task::init_db) return init_databases(options);
  if (options.task == Task::provision) return provision_databases(options);
  if (options.task == Task::check_config) return check_configuration(options);
  const auto log = Log::open(options.log);
  if (!log) {
    std::cerr << "ringside-engine: " << log.error() << '\n';
    return kUsageError;
  }
  for (const std::string& warning : options.warnings) (*log)->write(LogLevel::warning, warning);
  return run_engine(options, **log);
}

}  // namespace
}  // namespace ringside

int main(int argc, char** argv) {
  ringside::StopSignals::block();
  ::signal(SIGPIPE, SIG_IGN);
  try {
    const auto options = ringside::read_options({argv + 1, argv + argc}, ringside::current_environment());
    if (options) return ringside::perform(*options);
    std::cerr << "ringside-engine: " << options.error().message << '\n';
    return ringside::kUsageError;
  } catch (const std::exception& error) {
    std::cerr << "ringside-engine: " << error.what() << '\n';
    return ringside::kFailed;
  }
}
