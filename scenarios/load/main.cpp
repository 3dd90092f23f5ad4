#include <boost/program_options.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "scenarios/load/cases/kills.h"
#include "scenarios/load/commands/command.h"
#include "scenarios/load/interrupt.h"
#include "scenarios/load/ports.h"
#include "scenarios/load/scenario/running_engine.h"

namespace {

namespace po = boost::program_options;
using namespace ringside::load;  // NOLINT(google-build-using-namespace): the program's own

constexpr const char* kUsageText =
    R"(ringside-load: real SIP calls through a ringside-engine of its own, with SIPp as callers, agents and media server.

Usage: ringside-load COMMAND [OPTIONS]

  demo                   240 calls of mixed fate in about 30 s: what became of them, flow by flow
  run SCENARIO           a day of a scenario file with real calls: the callers of `ringside-sim run`, one by one at their
                         instants, with their patience, talks and redials; phones that ring, reject and do not answer;
                         shifts and breaks. --time-scale 60 plays an hour in a minute: settings, CDRs and the result stay in
                         the scenario's seconds, SIP's own timers in real ones. The result is one of `ringside-report`
  twin SCENARIO          both worlds: real days of the scenario laid over at least 200 simulated ones, with the bands in
                         which 95 of 100 further days lie; are they days of this scenario?
  ladder [NAME]          plays the SIP ladders of the specification, each with what has to come of it;
                         --list names them
  soak                   10,000 calls of mixed fate; then no call, agent, leg or memory may be left behind;
                         with --loss 10 over a network that loses and reorders messages
  kills                  50 times SIGKILL at random moments under 50 calls/s: no CDR may be lost or doubled, and no call
                         that waited or talked
  bench WORK             engine CPU per call, failed calls, times:
                           R1  caller to a free agent, 500 calls/s
                           R2  welcome message, then an agent, 500 calls/s
                           R3  queue, then an agent, 200 calls/s; agent free to INVITE
                           R4  5,000 callers held in a queue, beside them R1 at 100 calls/s; memory per held call
                           R5  20 calls/s to 100 agents: all answered at once
                           overload  1,000 calls/s where 500 are admitted: the others get 503

  capacity WORK|SCENARIO the highest rate that is clean, by bisection: < 0.1 % failed, no retransmissions, P99 within
                         bounds, CDRs as SIPp saw it, the generator not at its limit; of a scenario the beginning of
                         its day, as much of it as --duration real seconds hold, is played faster and faster

Every run has a folder of its own (database, logs, SIPp's statistics), kept if something failed, always by demo.
All traffic stays on 127.0.0.1, on ports that were free, unless --target is elsewhere. ^C ends callers, parties and engine in
order; of a run it gives what was complete until then.

Exit codes: 0 passed, 1 calls failed or CDRs differ (run, twin: even if the generator was saturated, too; twin: or the days are
none of this scenario; capacity: no rate was clean), 2 wrong usage, 3 the generator was saturated (the figures mean nothing),
4 the run could not be made, 130 interrupted.

Examples:
  ringside-load demo
  ringside-load run scenarios/small.yaml --time-scale 60 --json real.json
  ringside-load run scenarios/tech_support_day.yaml --time-scale 60 --replication 3 --out days
  ringside-load run scenarios/small.yaml --target sip:127.0.0.1:5060
  ringside-load run mine.yaml --target sip:127.0.0.1:5060 --mi http://127.0.0.1:8888
  ringside-load twin scenarios/small.yaml --time-scale 60 --days 3 --json twin.json; ringside-report html twin.json -o twin.html
  ringside-load twin scenarios/small.yaml --real mon.json --real tue.json --set agents.team.count=6
  ringside-load ladder --list
  ringside-load ladder late-200-to-a-late-offer --keep
  ringside-load ladder --via kamailio
  ringside-load bench R1 --rate 800 --duration 20
  ringside-load capacity R1 --duration 10
  ringside-load soak --calls 10000 --rate 100 --json > soak.json
)";

struct Invocation {
  std::string command;
  std::string argument;
  std::string transport = "udp";
  std::string via;
  std::string json;  ///< "-": on stdout
  // As text: the stream extractor of paths ends at a blank.
  std::string run_directory;
  std::string engine;
  std::string scenarios;
  CommonOptions common;
  LadderOptions ladder;
  SoakOptions soak;
  BenchOptions bench;
  KillsSpec kills;
  // With a sign: an unsigned one takes -1 for its greatest number.
  std::int64_t seed = 0;
  std::int64_t replication = 0;
  ScenarioOptions scenario;
  TwinOptions twin;
  CapacityOptions capacity;
};

void require(bool condition, const std::string& option, const std::string& found, const std::string& allowed) {
  if (!condition) throw po::error("--" + option + ": " + found + " given, " + allowed + " allowed");
}

po::options_description describe(Invocation& call) {
  po::options_description options{"Options"};
  auto add = options.add_options();
  add("help,h", "this text");
  add("rate", po::value(&call.bench.rate), "calls/s (bench, soak, kills; capacity: to begin with)");
  add("count", po::value(&call.kills.count)->default_value(50), "number of kills (kills)");
  add("seed", po::value(&call.seed),
      "of the random moments (kills; default: another one each time), of the callers (run; default: the scenario's)");
  add("calls", po::value(&call.bench.calls), "number of calls (bench, soak)");
  add("duration", po::value(&call.bench.duration),
      "seconds of calls, in place of a number (bench), of each rate (capacity; default 8), of the horizon (run; the "
      "scenario's seconds)");
  add("time-scale", po::value(&call.scenario.time_scale)->default_value(1), "seconds of the scenario in one (run)");
  add("replication", po::value(&call.replication), "whose callers: those of this day of ringside-sim run (run)");
  add("audio", po::bool_switch(&call.scenario.audio),
      "callers send RTP (G.711) while they talk, agents say it back, and what arrives is counted (run)");
  add("target", po::value(&call.scenario.target),
      "sip:[USER@]HOST:PORT of another call centre, measured from outside: it has the "
      "flows and agents of its own; who answers is taken for an agent, patience runs from the INVITE (run)");
  add("mi", po::value(&call.scenario.mi)->value_name("URL"),
      "http://HOST:PORT of the target, if it is a ringside-engine that runs on this machine and has the scenario's flows and "
      "agents: agents are logged in and out, and phones and announcements that the scenario has at 127.0.0.1 are played (run)");
  add("days", po::value(&call.twin.days)->default_value(1), "real days (twin)");
  add("real", po::value(&call.twin.real)->value_name("FILE"),
      "a real day that `run --json` has written, in place of playing one; repeat for more. Name, seed, times, intervals, "
      "flows and groups have to be the scenario's; what is tried out may differ (twin)");
  add("simulated", po::value(&call.twin.simulated)->default_value(200), "simulated days (twin)");
  add("threads", po::value(&call.twin.threads)->default_value(std::max(1U, std::thread::hardware_concurrency())),
      "that simulate; the result is the same for any number (twin)");
  add("p99", po::value(&call.capacity.p99_ms), "milliseconds of latency that are still clean (capacity; default 250)");
  add("set", po::value(&call.scenario.sets)->value_name("KEY=VALUE"), "change the scenario, as ringside-sim does (run)");
  add("loss", po::value(&call.soak.loss),
      "percent of all messages that get lost, others overtake each other (soak; takes ip, tc, nft)");
  add("list", po::bool_switch(&call.ladder.list), "name the ladders (ladder)");
  add("transport", po::value(&call.transport)->default_value("udp"),
      "udp, tcp or tls, for all parties; tls: SIPp has none, so callers and parties speak TCP with a Kamailio of the run's "
      "own, and that TLS with the engine, each checking the other's certificate (run, twin)");
  add("via", po::value(&call.via), "kamailio: callers call a Kamailio of the run's own, which relays to the engine");
  add("out", po::value(&call.bench.out),
      "keep the report as JSON in this file too (bench), the run's folder in this one (run)");
  add("json", po::value(&call.json)->implicit_value("-"), "the report as JSON on stdout, or in FILE.json (run)");
  add("quiet,q", po::bool_switch(&call.common.quiet), "no progress on stderr");
  add("keep", po::bool_switch(&call.common.keep), "keep the run's folder even if all went well");
  add("trace", po::bool_switch(&call.common.trace),
      "write every SIP message into the run's folder: all.pcap by the engine, NAME.messages by each SIPp; run and twin "
      "write the first in any case, ladder both");
  add("run-dir", po::value(&call.run_directory),
      "where the run's folder is made (default: the temporary directory; kills: memory, /dev/shm)");
  add("engine", po::value(&call.engine), "the ringside-engine to start (default: beside this program)");
  add("sipp-scenarios", po::value(&call.scenarios), "the folder of SIPp scenarios (default: ../share/ringside/sipp)");
  return options;
}

bool is_port(const std::string& digits) {
  int port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return error == std::errc{} && end == digits.data() + digits.size() && port >= 1 && port <= 65'535;
}

/// sip:[USER@]HOST:PORT; without a user the flows are the users.
void check_target(Invocation& call) {
  std::string& target = call.scenario.target;
  if (target.empty()) return;
  const std::string given = target;
  if (target.starts_with("sip:")) target.erase(0, 4);
  const auto colon = target.rfind(':');
  const bool good = colon != std::string::npos && colon > 0 && colon + 1 < target.size() && is_port(target.substr(colon + 1)) &&
                    target.find(';') == std::string::npos;
  require(good, "target", given, "sip:HOST:PORT with a port from 1 to 65535");
}

void check_mi(const Invocation& call) {
  if (call.scenario.mi.empty()) return;
  const auto address = MiAddress::read(call.scenario.mi);
  require(address.has_value(), "mi", call.scenario.mi, "http://HOST:PORT");
  if (call.scenario.target.empty()) throw po::error("--mi goes with --target sip:HOST:PORT, where its callers call");
  const auto own = local_address_to(address->host);
  if (!own) throw po::error("--mi: " + own.error().message);
  require(own->starts_with("127.") || *own == address->host, "mi", call.scenario.mi,
          "an engine of this machine, on which its phones and announcements are played and its events are heard,");
}

/// What a command would not heed is refused: else it would be taken for heeded.
void check_heeded(const Invocation& call) {
  const auto refuse = [](bool given, const char* option, const std::string& why) {
    if (given) throw po::error(std::string{"--"} + option + ": " + why);
  };
  const bool run = call.command == "run";
  const std::string its_own = "is for run; " + call.command + " plays an engine of its own";
  refuse(!run && !call.scenario.target.empty(), "target", its_own);
  refuse(!run && !call.scenario.mi.empty(), "mi", its_own);
  refuse(!run && call.scenario.audio, "audio", "is for run; nobody speaks in " + call.command);
  const bool targeted = !call.scenario.target.empty();
  refuse(targeted && !call.via.empty(), "via",
         "is for an engine of the run's own; a proxy before another call centre is called by --target itself");
  const bool reads = call.command == "twin" && !call.twin.real.empty();
  refuse(reads && !call.via.empty(), "via", "days that are read by --real have been played");
  refuse(reads && call.common.trace, "trace", "days that are read by --real have been played");
}

/// `--json FILE.json` is one option; a word of another form is the next argument, since --json alone means stdout.
std::vector<std::string> joined_arguments(int argc, char** argv) {
  std::vector<std::string> words;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (!words.empty() && words.back() == "--json" && word.ends_with(".json")) {
      words.back() += '=' + word;
    } else {
      words.push_back(word);
    }
  }
  return words;
}

void check_numbers(Invocation& call, bool seed_given) {
  constexpr std::int64_t kMostSeed = std::int64_t{1} << 53;
  constexpr std::int64_t kLastDay = 999'999;  // of ringside-sim run
  require(call.seed >= 0 && call.seed <= kMostSeed, "seed", std::to_string(call.seed), "0 to " + std::to_string(kMostSeed));
  require(call.replication >= 0 && call.replication <= kLastDay, "replication", std::to_string(call.replication),
          "0 to " + std::to_string(kLastDay));
  call.scenario.replication = static_cast<std::uint64_t>(call.replication);
  call.kills.seed = seed_given ? static_cast<std::uint64_t>(call.seed) : std::random_device{}();
  if (seed_given) call.scenario.seed = call.kills.seed;
}

void check(Invocation& call) {
  require(call.transport == "udp" || call.transport == "tcp" || call.transport == "tls", "transport", call.transport,
          "udp, tcp or tls");
  require(call.bench.rate >= 0 && call.bench.rate <= 20'000, "rate", std::to_string(call.bench.rate), "up to 20000");
  require(call.bench.calls >= 0 && call.bench.calls <= 10'000'000, "calls", std::to_string(call.bench.calls), "up to 10000000");
  require(call.bench.duration >= 0 && call.bench.duration <= 86'400, "duration", std::to_string(call.bench.duration),
          "up to 86400");
  require(call.soak.loss >= 0 && call.soak.loss <= 50, "loss", std::to_string(call.soak.loss), "0 to 50");
  require(call.via.empty() || call.via == "kamailio", "via", call.via, "kamailio");
  call.common.through_proxy = !call.via.empty();
  call.common.run_directory = call.run_directory;
  call.common.site = {call.engine, call.scenarios};
  call.common.tls = call.transport == "tls";
  call.common.tcp = call.common.tls || call.transport == "tcp";
  if (call.common.tls && call.command != "run" && call.command != "twin")
    throw po::error("--transport: tls is for run and twin; the parties of " + call.command +
                    " do not all bear a proxy before them");
  if (call.common.tls && !call.scenario.target.empty())
    throw po::error("--transport: tls is for an engine of the run's own; udp or tcp go with --target");
  if (call.bench.calls > 0) call.soak.calls = call.bench.calls;
  require(call.kills.count >= 1 && call.kills.count <= 10'000, "count", std::to_string(call.kills.count), "1 to 10000");
  if (call.bench.rate > 0) call.soak.rate = call.kills.rate = call.bench.rate;
  call.common.json = call.json == "-";
  if (!call.json.empty() && call.json != "-") {
    if (call.command != "run" && call.command != "twin")
      throw po::error("--json: a file is for run and twin; " + call.command + " writes to stdout");
    call.scenario.json_file = call.json;
  }
  require(call.scenario.time_scale >= 0.1 && call.scenario.time_scale <= 1000, "time-scale",
          std::to_string(call.scenario.time_scale), "0.1 to 1000");
  call.scenario.file = call.argument;
  if (call.command == "run" || call.command == "twin") {
    call.scenario.out = call.bench.out;
    if (!call.bench.out.empty()) call.common.run_directory = call.bench.out;
  }
  check_heeded(call);
  check_target(call);
  check_mi(call);
  call.scenario.duration = call.bench.duration;
  if ((call.command == "run" || call.command == "twin") && call.argument.empty())
    throw po::error(call.command + ": which scenario file?");
  require(call.twin.days >= 1 && call.twin.days <= 1000, "days", std::to_string(call.twin.days), "1 to 1000");
  require(call.twin.simulated >= 200 && call.twin.simulated <= 100'000, "simulated", std::to_string(call.twin.simulated),
          "200 to 100000");
  require(call.twin.threads >= 1 && call.twin.threads <= 1024, "threads", std::to_string(call.twin.threads), "1 to 1024");
  call.twin.scenario = call.scenario;
  call.bench.work = call.argument;
  if (call.command == "capacity" && call.argument.empty()) throw po::error("capacity: of which work or scenario file?");
  call.capacity.of = call.argument;
  call.capacity.first = call.bench.rate;
  call.capacity.seconds = call.bench.duration;
  call.capacity.scenario = call.scenario;
  call.capacity.scenario.duration = 0;
  call.ladder.name = call.argument;
  if ((call.command == "demo" || call.command == "soak" || call.command == "kills") && !call.argument.empty())
    throw po::error(call.command + " takes no argument, '" + call.argument + "' given");
  if (call.command == "bench" && call.argument.empty()) throw po::error("bench: which work? R1, R2, R3, R4, R5 or overload");
}

int dispatch(Invocation& call) {
  if (call.command == "ladder" && call.ladder.list) return run_ladder(call.common, call.ladder);
  if (call.command == "twin" && !call.twin.real.empty()) {  // plays nothing real
    catch_interrupts();
    return run_twin(call.common, call.twin);
  }
  auto site = Site::find(call.common.site);
  if (!site) {
    std::fprintf(stderr, "ringside-load: %s\n", site.error().message.c_str());
    return kCannotRun;
  }
  call.common.site = *site;
  catch_interrupts();
  if (call.command == "demo") return run_demo(call.common);
  if (call.command == "run") return run_scenario(call.common, call.scenario);
  if (call.command == "twin") return run_twin(call.common, call.twin);
  if (call.command == "ladder") return run_ladder(call.common, call.ladder);
  if (call.command == "soak") return run_soak(call.common, call.soak);
  if (call.command == "kills") return run_kills(call.common, call.kills);
  if (call.command == "capacity") return run_capacity(call.common, call.capacity);
  if (call.command == "bench") return run_bench(call.common, call.bench);
  throw po::error("no command is named '" + call.command + "'");
}

}  // namespace

int main(int argc, char** argv) {
  Invocation call;
  const po::options_description visible = describe(call);
  try {
    po::options_description all;
    all.add(visible).add_options()("command", po::value(&call.command))("argument", po::value(&call.argument));
    po::positional_options_description positions;
    positions.add("command", 1).add("argument", 1);
    po::variables_map values;
    po::store(po::command_line_parser(joined_arguments(argc, argv)).options(all).positional(positions).run(), values);
    if (values.count("help") > 0 || argc == 1) {
      std::cout << kUsageText << '\n' << visible;
      return argc == 1 ? kUsage : kPassed;
    }
    po::notify(values);
    check_numbers(call, values.count("seed") > 0);
    check(call);
    return dispatch(call);
  } catch (const po::error& error) {
    std::fprintf(stderr, "ringside-load: %s\n`ringside-load --help` tells more\n", error.what());
    return kUsage;
  }
}
