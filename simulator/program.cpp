#include "simulator/program.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <boost/program_options.hpp>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include "reports/store/output_file.h"
#include "scenarios/format/units.h"
#include "simulator/ranks.h"

namespace ringside::sim {
namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;

std::atomic<bool> interrupted{false};

void interrupt(int signal) {
  interrupted = true;
  std::signal(signal, SIG_DFL);
}

/// On standard error; of the processes of one experiment one does.
void say(const std::string& line) {
  Ranks::all().note(line);
  if (Ranks::all().leads()) std::cerr << line << '\n';
}

std::string iso(std::time_t time) { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(time)); }

std::string time_text(double seconds) {
  if (seconds < 100) return fmt::format("{:.0f} s", seconds);
  return seconds < 6000 ? fmt::format("{:.0f} min", seconds / 60) : fmt::format("{:.1f} h", seconds / 3600);
}

}  // namespace

const std::atomic<bool>& watch_interrupts() {
  std::signal(SIGINT, interrupt);
  std::signal(SIGTERM, interrupt);
  std::signal(SIGUSR1, interrupt);
  return Ranks::all().watch(interrupted);
}

void tell(const scenario::Faults& faults) {
  for (const scenario::Fault& fault : faults) say(scenario::to_string(fault));
}

void complain(const std::string& message) { say("ringside-sim: " + message); }

ProgressLine::ProgressLine(std::uint64_t all, std::string what, bool quiet)
    : all_{all}, what_{std::move(what)}, shown_{!quiet && Ranks::all().leads() && isatty(STDERR_FILENO) != 0} {}

ProgressLine::~ProgressLine() {
  if (shown_) fmt::print(stderr, "\r\033[K");
}

bool ProgressLine::due() {
  if (!shown_) return false;
  const auto now = Clock::now();
  if (now - last_ < std::chrono::milliseconds{200}) return false;
  last_ = now;
  return true;
}

void ProgressLine::done(std::uint64_t done, std::uint64_t before) {
  if (!due()) return;
  const double gone = std::chrono::duration<double>(Clock::now() - begin_).count();
  const double own = static_cast<double>(done - before);
  const double left = own > 0 ? gone * static_cast<double>(all_ - std::min(all_, done)) / own : 0;
  fmt::print(stderr, "\r\033[K{} of {} {}, {} left", done, all_, what_, own > 0 ? time_text(left) : "?");
  std::fflush(stderr);
}

void ProgressLine::say(const std::string& text) {
  if (!due()) return;
  fmt::print(stderr, "\r\033[K{}", text);
  std::fflush(stderr);
}

report::RunFacts Stopwatch::own_facts(unsigned threads) const {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  return {program_version(), started(), host, threads, seconds, static_cast<double>(std::clock()) / CLOCKS_PER_SEC};
}

report::RunFacts Stopwatch::facts(unsigned threads) const {
  Ranks& ranks = Ranks::all();
  report::RunFacts facts = own_facts(threads * static_cast<unsigned>(ranks.size()));
  const std::vector<std::string> all = ranks.share("facts", std::to_string(facts.cpu_seconds));
  facts.cpu_seconds = 0;
  for (const std::string& own : all) facts.cpu_seconds += std::stod(own);
  return facts;
}

std::string Stopwatch::started() const { return iso(started_); }

unsigned usual_threads() { return Ranks::all().alone() ? std::max(1U, std::thread::hardware_concurrency()) : 1; }

std::string program_version() { return "ringside-sim " RINGSIDE_VERSION; }

nlohmann::ordered_json json_of(const report::RunFacts& facts) {
  return {{"program", facts.version}, {"started", facts.started}, {"host", facts.host},
          {"threads", facts.threads}, {"seconds", facts.seconds}, {"cpu_seconds", facts.cpu_seconds}};
}

bool write_file(const std::string& path, const std::string& text) {
  if (!Ranks::all().leads()) return true;
  if (path == "-") {
    std::cout << text << std::flush;
    return static_cast<bool>(std::cout);
  }
  if (report::write_output_file(path, text)) return true;
  complain(path + " cannot be written");
  return false;
}

std::uint64_t whole_option(const std::string& option, const std::string& text, std::uint64_t least, std::uint64_t most) {
  const bool digits = !text.empty() && text.size() < 19 && text.find_first_not_of("0123456789") == std::string::npos;
  const std::uint64_t value = digits ? std::stoull(text) : 0;
  if (!digits || value < least || value > most) {
    throw po::error(fmt::format("--{}: found '{}', allowed is a whole number from {} to {}", option, text, least, most));
  }
  return value;
}

double number_option(const std::string& option, const std::string& text, double least, double most) {
  const auto value = scenario::parse_number(text);
  if (!value || *value < least || *value > most) {
    throw po::error(fmt::format("--{}: found '{}', allowed is a number from {} to {}", option, text, least, most));
  }
  return *value;
}

scenario::Override set_option(const std::string& option, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw po::error("--" + option + ": found '" + text + "', allowed is KEY=VALUE");
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::vector<scenario::Override> CommonOptions::overrides() const {
  std::vector<scenario::Override> all;
  for (const std::string& set : sets) all.push_back(set_option("set", set));
  return all;
}

std::string lines_of(const std::vector<scenario::Override>& overrides) {
  std::string text;
  for (const scenario::Override& o : overrides) text += o.key + "=" + o.value + "\n";
  return text;
}

CommandLine::CommandLine(std::string name, std::string usage)
    : name_{std::move(name)}, usage_{std::move(usage)}, options_{"Options of " + name_} {
  options_.add_options()("help,h", "this text");
}

po::options_description_easy_init CommandLine::add() { return options_.add_options(); }

void CommandLine::with_scenario(const char* set) {
  auto add = options_.add_options();
  add("set", po::value<std::vector<std::string>>()->value_name("KEY=VALUE"), set);
  add("replications", po::value<std::string>()->value_name("N"), "days to play of each variant (default: the scenario's)");
  add("seed", po::value<std::string>()->value_name("S"), "of all random numbers (default: the scenario's, or 1)");
  add("threads", po::value<std::string>()->value_name("N"),
      "the result does not depend on it (default: one a core; with mpirun one a rank)");
  add("json", po::value<std::string>()->value_name("PATH"), "write the result there, in full; - for standard output");
  add("deterministic", po::bool_switch(), "leave time and host out of the JSON: same seed, same bytes");
  add("quiet,q", po::bool_switch(), "no progress");
}

void CommandLine::with_runs() {
  options_.add_options()("runs", po::value<std::string>()->value_name("PATH"),
                         "the file of runs (default: $RINGSIDE_RUNS, or ~/.local/share/ringside/runs.db)");
}

void CommandLine::with_store() {
  options_.add_options()("store", po::bool_switch(), "keep the result in the file of runs");
  with_runs();
}

std::optional<CommonOptions> CommandLine::parse(int argc, char** argv) {
  CommonOptions common;
  po::options_description all;
  all.add(options_).add_options()("words", po::value(&common.files));
  po::positional_options_description positions;
  positions.add("words", -1);
  constexpr int kStyle = po::command_line_style::default_style & ~po::command_line_style::allow_guessing;
  po::store(po::command_line_parser(argc, argv).options(all).positional(positions).style(kStyle).run(), map_);
  po::notify(map_);
  if (map_.count("help") > 0) {
    std::cout << usage_ << '\n' << options_;
    return {};
  }
  const auto text = [&](const char* name) { return map_.count(name) > 0 ? map_[name].as<std::string>() : std::string{}; };
  const auto flag = [&](const char* name) { return map_.count(name) > 0 && map_[name].as<bool>(); };
  if (map_.count("set") > 0) common.sets = map_["set"].as<std::vector<std::string>>();
  common.overrides();
  if (map_.count("replications") > 0) common.replications = whole_option("replications", text("replications"), 1, 1000000);
  if (map_.count("seed") > 0) common.seed = whole_option("seed", text("seed"), 0, std::uint64_t{1} << 53);
  common.threads = usual_threads();
  if (map_.count("threads") > 0) common.threads = static_cast<unsigned>(whole_option("threads", text("threads"), 1, 1024));
  common.json = text("json");
  common.deterministic = flag("deterministic");
  common.quiet = flag("quiet");
  common.store = flag("store");
  common.runs = map_.count("runs") > 0 ? fs::path{text("runs")} : report::default_runs_file();
  return common;
}

std::optional<std::string> text_of(const std::string& file) {
  std::error_code ignored;
  std::ifstream in{file, std::ios::binary};
  if (!in || fs::is_directory(file, ignored)) return {};
  return std::string{std::istreambuf_iterator<char>{in}, {}};
}

std::optional<std::string> read_text(const std::string& file) {
  auto text = text_of(file);
  if (!text) complain(file + ": found no file that can be read, allowed is a scenario file");
  return text;
}

bool keep(const fs::path& runs, report::StoredRun run) {
  if (!Ranks::all().leads()) return true;
  auto store = report::RunStore::open(runs);
  if (!store) {
    complain(store.error().message);
    return false;
  }
  run.version = program_version();
  const auto id = store->add(run);
  if (!id) {
    complain(id.error().message);
    return false;
  }
  fmt::print(stderr, "kept as run {} in {}\n", *id, runs.string());
  return true;
}

}  // namespace ringside::sim
