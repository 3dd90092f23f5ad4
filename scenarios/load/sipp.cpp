#include "scenarios/load/sipp.h"

#include <fmt/format.h>

#include <fstream>
#include <thread>

#include "scenarios/load/ports.h"

namespace ringside::load {
namespace {

constexpr milliseconds kReadyTimeout{10'000};

std::vector<std::string> common_arguments(const SippOptions& options) {
  std::vector<std::string> arguments{
      "-sf", options.scenario.string(), "-i", options.address, "-p", std::to_string(options.port), "-t",
      options.tcp ? "t1" : "u1", "-nostdin", "-skip_rlimit", "-aa",
      // A machine that is busy for a moment is no reason to break a run off.
      "-watchdog_minor_maxtriggers", "1000000", "-watchdog_major_maxtriggers", "1000000", "-trace_stat", "-stf",
      options.name + ".csv", "-fd", "1", "-trace_err", "-error_file", options.name + ".errors", "-trace_logs", "-log_file",
      options.name + ".log", "-key", "msrp_port", std::to_string(options.msrp_port)};
  arguments.insert(arguments.end(), {"-key", "rtp_port", std::to_string(options.rtp_port)});
  if (options.rtp_from > 0) arguments.insert(arguments.end(), {"-mp", std::to_string(options.rtp_from)});
  if (options.trace) {
    arguments.insert(arguments.end(), {"-trace_msg", "-message_file", options.name + ".messages"});
  }
  if (options.short_trace) {
    arguments.insert(arguments.end(), {"-trace_shortmsg", "-shortmessage_file", options.name + ".short"});
  }
  arguments.insert(arguments.end(), options.more.begin(), options.more.end());
  return arguments;
}

Result<std::string> write_injection_file(const SippOptions& options) {
  const std::string name = options.name + ".injected.csv";
  std::ofstream file{options.directory / name};
  file << "SEQUENTIAL\n";
  for (const std::string& row : options.injected_rows) file << row << '\n';
  if (!file.flush()) return failure(Error::Kind::environment, "cannot write " + (options.directory / name).string());
  return name;
}

}  // namespace

Result<Sipp> Sipp::start(const SippOptions& options) {
  std::vector<std::string> arguments = common_arguments(options);
  if (!options.injected_rows.empty()) {
    auto injected = write_injection_file(options);
    if (!injected) return tl::unexpected{injected.error()};
    arguments.insert(arguments.end(), {"-inf", *injected});
  }
  if (!options.remote.empty()) {
    // SIPp counts calls per whole period: a slow rate is given as one call in a longer one.
    const bool slow = options.rate < 1;
    const auto rate = slow ? 1 : static_cast<long>(options.rate);
    const auto period = static_cast<long>(1000.0 * static_cast<double>(rate) / options.rate);
    const std::string calls = std::to_string(options.calls);
    arguments.insert(arguments.end(),
                     {"-m", calls, "-l", calls, "-r", std::to_string(rate), "-rp", std::to_string(period), options.remote});
  }
  auto process = Process::start({"sipp", arguments, options.directory, options.directory / (options.name + ".out")});
  if (!process) return tl::unexpected{process.error()};
  return Sipp{options, std::move(*process)};
}

Result<void> Sipp::ready() {
  const auto until = std::chrono::steady_clock::now() + kReadyTimeout;
  while (!port_taken(options_.port, options_.tcp)) {
    if (!process_.running())
      return failure(Error::Kind::generator,
                     fmt::format("sipp {} ended with {} at its start: {}", name(), *process_.exit_code(), complaints()));
    if (std::chrono::steady_clock::now() > until)
      return failure(Error::Kind::generator, fmt::format("sipp {} does not open port {}", name(), options_.port));
    std::this_thread::sleep_for(milliseconds{10});
  }
  return {};
}

SippStats Sipp::stats() const { return read_sipp_stats(options_.directory / (options_.name + ".csv")); }

void Sipp::finish(milliseconds grace) {
  if (!process_.running()) return;
  process_.send(SIGUSR1);
  if (process_.wait(grace)) return;
  process_.stop(SIGTERM, milliseconds{500});
}

std::string Sipp::complaints() const {
  constexpr std::size_t kShown = 2000;
  std::string text;
  for (const char* suffix : {".log", ".errors", ".out"}) {
    std::ifstream file{options_.directory / (options_.name + suffix)};
    const std::string content{std::istreambuf_iterator<char>{file}, {}};
    if (content.empty() || (!text.empty() && std::string_view{suffix} == ".out")) continue;
    text += content.substr(0, kShown);
    if (text.back() != '\n') text += '\n';
  }
  return text;
}

}  // namespace ringside::load
