#include "scenarios/load/engine_process.h"

#include <fmt/format.h>

#include <fstream>
#include <thread>

#include "scenarios/load/ports.h"

namespace ringside::load {
namespace {

constexpr const char* kReady = "ringside-engine ready:";
constexpr milliseconds kStartTimeout{15'000};
constexpr milliseconds kStopTimeout{15'000};

std::string database_url(const std::filesystem::path& directory) { return "sqlite://" + database_file(directory).string(); }

std::string last_lines(const std::filesystem::path& file) {
  constexpr std::size_t kShown = 1500;
  std::ifstream in{file};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  return text.size() > kShown ? "… " + text.substr(text.size() - kShown) : text;
}

bool has_line_beginning(const std::filesystem::path& file, const std::string& beginning) {
  std::ifstream in{file};
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(beginning)) return true;
  return false;
}

tl::unexpected<Error> engine_failure(const std::string& what, const std::filesystem::path& output) {
  return failure(Error::Kind::engine, fmt::format("{}; it said ({}):\n{}", what, output.string(), last_lines(output)));
}

}  // namespace

std::filesystem::path database_file(const std::filesystem::path& directory) { return directory / "engine.db"; }

Result<void> EngineProcess::init_database(const EngineOptions& options) {
  const auto output = options.directory / "init-db.out";
  auto process =
      Process::start({options.program, {"--db_url", database_url(options.directory), "--init-db"}, options.directory, output});
  if (!process) return tl::unexpected{process.error()};
  if (!process->wait(kStartTimeout)) return engine_failure("ringside-engine --init-db did not end", output);
  if (process->exit_code() != 0)
    return engine_failure(fmt::format("ringside-engine --init-db ended with {}", *process->exit_code()), output);
  return {};
}

Result<EngineProcess> EngineProcess::start(const EngineOptions& options) {
  const auto sip_port = options.sip_port == 0 ? free_port() : Result<std::uint16_t>{options.sip_port};
  const auto mi_port = options.mi_port == 0 ? free_port() : Result<std::uint16_t>{options.mi_port};
  if (!sip_port) return tl::unexpected{sip_port.error()};
  if (!mi_port) return tl::unexpected{mi_port.error()};

  std::vector<std::string> arguments{"--db_url",   database_url(options.directory),
                                     "--listen",   fmt::format("udp:127.0.0.1:{}", *sip_port),
                                     "--listen",   fmt::format("tcp:127.0.0.1:{}", *sip_port),
                                     "--mi_http",  fmt::format("127.0.0.1:{}", *mi_port),
                                     "--log_file", (options.directory / "engine.log").string()};
  // What is judged call by call must not be shed because this machine stalled for a moment.
  if (!options.settings.contains("max_lag")) arguments.insert(arguments.end(), {"--max_lag", "0"});
  for (const auto& [name, value] : options.settings) {
    arguments.push_back("--" + name);
    arguments.push_back(value);
  }
  std::uint16_t tls_port = 0;
  if (const auto& ours = options.certificates) {
    const auto port = options.tls_port == 0 ? free_port() : Result<std::uint16_t>{options.tls_port};
    if (!port) return tl::unexpected{port.error()};
    tls_port = *port;
    arguments.insert(arguments.end(),
                     {"--listen", fmt::format("tls:127.0.0.1:{}", tls_port), "--tls_certificate", ours->certificate.string(),
                      "--tls_key", ours->key.string(), "--tls_ca", ours->authority.string(), "--tls_verify", "all"});
  }
  if (!options.capture.empty()) arguments.insert(arguments.end(), {"--trace_dir", options.capture.string()});
  const auto output = options.directory / "engine.out";
  auto process = Process::start({options.program, arguments, options.directory, output});
  if (!process) return tl::unexpected{process.error()};

  EngineProcess engine{std::move(*process), *sip_port, *mi_port};
  engine.tls_port_ = tls_port;
  const auto until = std::chrono::steady_clock::now() + kStartTimeout;
  for (bool ready = false; !ready || !engine.mi().calls();) {
    ready = ready || has_line_beginning(output, kReady);
    if (!engine.process().running())
      return engine_failure(fmt::format("ringside-engine ended with {} at its start", *engine.process().exit_code()), output);
    if (std::chrono::steady_clock::now() > until)
      return engine_failure(
          ready ? "ringside-engine is ready, but its MI does not answer" : "ringside-engine is not ready in time", output);
    std::this_thread::sleep_for(milliseconds{20});
  }
  if (!options.capture.empty()) {
    if (const auto traced = engine.mi().call("rs_sip_trace"); !traced) return tl::unexpected{traced.error()};
  }
  return engine;
}

bool EngineProcess::stop() { return process_.stop(SIGTERM, kStopTimeout) && process_.exit_code() == 0; }

}  // namespace ringside::load
