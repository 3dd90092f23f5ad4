#include <boost/program_options.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "scenarios/msrp/peer.h"

namespace {

namespace po = boost::program_options;
using namespace ringside::msrp;  // NOLINT(google-build-using-namespace): the program's own

constexpr const char* kUsageText =
    R"(ringside-msrp: people who chat by MSRP (RFC 4975) beside SIPp, which speaks SIP for them.

Usage: ringside-msrp --port PORT --follow FILE [--follow FILE ...] [OPTIONS]

One process plays any number of callers, agents and announcements at one TCP port of 127.0.0.1. Who talks to whom it reads
from files that others append to, such as SIPp's log files; lines that do not begin with "msrp " are skipped:

  msrp open SESSION ROLE PERSON active|passive PATH [speeds=1,0.85,0.7]
      the SIP dialog has agreed on MSRP with the peer at PATH; a second one with another PATH moves the session there, as a
      re-INVITE does. The speeds are PERSON's with 1, 2, … chats, instead of --speeds
  msrp talk SESSION WORK THINK PATIENCE KNOCK CALL-ID
      this customer's chat is led: its length comes of its messages, see below
  msrp end SESSION
      the dialog is over

SESSION is the last part of the a=path that SIP offered for us (msrp://127.0.0.1:PORT/SESSION;tcp). ROLE is caller (begins,
and writes again some time after each answer), waiting (a caller who listens to an announcement), agent (answers each message,
slower the more chats PERSON has), or media (says one thing). `active` connects: the side whose SDP was the offer.

A led chat has the agent work WORK ms on it at speed 1, in equal turns of which each ends with his reply. THINK names the
customer's thinking before the second turn, the third, …: ms joined by '/', or '-' if there is one turn only. Whenever the number
of PERSON's chats changes, what is left of his turns goes on at the speed of so many; a chat whose customer thinks counts. After
the last reply, or PATIENCE ms after the line (-1: never), a SIP request INFO of the call CALL-ID goes to KNOCK (HOST:PORT of UDP,
127.0.0.0/8 only), again every 100 ms and 20 times at most, until the session ends: SIPp leaves its pause and hangs up. Led chats
take no notice of --think, --reply, --turns and --random. Up to 1000 turns, durations up to a day, lines up to 16 KiB:

  msrp talk c17.3 95000 4000/12500.5 300000 127.0.0.1:5061 3-4711@127.0.0.1

It ends at SIGTERM, SIGINT or after --lifetime, and then writes its figures as JSON: messages sent, received, acknowledged,
failed, round trips, chats without any message, led conversations and how they ended.

Exit codes: 0 done, 1 messages failed or chats were silent, lost or refused, 2 wrong usage, 4 the port cannot be had.

Example:
  ringside-msrp --port 2855 --follow caller.log --follow agents.log --think 4000 --reply 3000 --random --speeds 1,0.85,0.7
)";

std::atomic<bool> stopped{false};
void stop(int) { stopped = true; }

struct Invocation {
  PeerOptions peer;
  long port = 0;
  std::vector<std::string> follow;
  std::string out;
  std::string speeds = "1";
  long lifetime = 600;
  long think = 1000;
  long reply = 1000;
  long timeout = 30'000;
  long length = 80;
  long long_every = 0;
  long long_length = 20'000;
  long chunk = 2048;
  long turns = 0;
};

po::options_description describe(Invocation& call) {
  po::options_description options{"Options"};
  auto add = options.add_options();
  const auto number = [](long& value) { return po::value(&value)->default_value(value); };
  add("help,h", "this text");
  add("port", po::value(&call.port)->required(), "the port of all sessions, 1 to 65535");
  add("follow", po::value(&call.follow)->required(), "a file to read orders from; it may come later");
  add("out", po::value(&call.out), "where the figures go (default: stdout)");
  add("lifetime", number(call.lifetime), "s; then it ends by itself");
  add("think", number(call.think), "ms from an agent's message to his customer's next one; not if led");
  add("reply", number(call.reply), "ms from a customer's message to the answer, of an agent with one chat");
  add("speeds", po::value(&call.speeds)->default_value(call.speeds), "of an agent's answers with 1, 2, … chats");
  add("random", po::bool_switch(&call.peer.manner.random), "think and reply are means of exponential laws");
  add("turns", number(call.turns), "a customer's messages in one chat; 0: as many as there is time for");
  add("length", number(call.length), "characters of a message");
  add("long-every", number(call.long_every), "every so many messages one is long; 0: none");
  add("long-length", number(call.long_length), "characters of a long one");
  add("chunk", number(call.chunk), "bytes of a body; longer messages go in several chunks");
  add("cpim", po::bool_switch(&call.peer.manner.cpim), "wrap messages in message/cpim");
  add("success-reports", po::bool_switch(&call.peer.session.success_reports), "ask for one with every message");
  add("timeout", number(call.timeout), "ms for the answer to a SEND");
  add("seed", po::value(&call.peer.seed)->default_value(call.peer.seed), "of all that is random");
  return options;
}

void require(const char* option, long value, long least, long most) {
  if (value >= least && value <= most) return;
  throw po::error("--" + std::string{option} + ": " + std::to_string(value) + " given, " + std::to_string(least) + " to " +
                  std::to_string(most) + " allowed");
}

std::vector<double> speeds_of(const std::string& text) {
  auto speeds = parse_speeds(text);
  if (!speeds) throw po::error("--speeds: '" + text + "' given, numbers from 0.01 to 100 with commas allowed");
  return *speeds;
}

void check(Invocation& call) {
  constexpr long kHour = 3'600'000;
  require("port", call.port, 1, 65535);
  require("lifetime", call.lifetime, 1, 86'400);
  require("think", call.think, 0, kHour);
  require("reply", call.reply, 0, kHour);
  require("timeout", call.timeout, 10, kHour);
  require("turns", call.turns, 0, 1'000'000);
  require("length", call.length, 1, 1'000'000);
  require("long-every", call.long_every, 0, 1'000'000);
  require("long-length", call.long_length, 1, 1'000'000);
  require("chunk", call.chunk, 1, 65536);
  call.peer.port = static_cast<std::uint16_t>(call.port);
  call.peer.follow.assign(call.follow.begin(), call.follow.end());
  call.peer.session.timeout = milliseconds{call.timeout};
  call.peer.session.chunk = static_cast<std::size_t>(call.chunk);
  Manner& manner = call.peer.manner;
  manner.think = milliseconds{call.think};
  manner.reply = milliseconds{call.reply};
  manner.turns = static_cast<std::size_t>(call.turns);
  manner.length = static_cast<std::size_t>(call.length);
  manner.long_every = static_cast<std::size_t>(call.long_every);
  manner.long_length = static_cast<std::size_t>(call.long_length);
  manner.speeds = speeds_of(call.speeds);
}

int serve(const Invocation& call) {
  const auto opened = Peer::open(call.peer);
  if (!opened) {
    std::fprintf(stderr, "ringside-msrp: %s\n", opened.error().c_str());
    return 4;
  }
  Peer& peer = **opened;
  peer.run(stopped, std::chrono::seconds{call.lifetime});
  const std::string json = to_json(peer.figures()) + "\n";
  if (call.out.empty()) {
    std::fputs(json.c_str(), stdout);
  } else if (std::ofstream file{call.out}; !(file << json).flush()) {
    std::fprintf(stderr, "ringside-msrp: cannot write %s\n", call.out.c_str());
    return 1;
  }
  return went_well(peer.figures()) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Invocation call;
  const po::options_description options = describe(call);
  try {
    po::variables_map values;
    po::store(po::command_line_parser(argc, argv).options(options).positional({}).run(), values);
    if (values.count("help") > 0 || argc == 1) {
      std::cout << kUsageText << '\n' << options;
      return argc == 1 ? 2 : 0;
    }
    po::notify(values);
    check(call);
  } catch (const po::error& error) {
    std::fprintf(stderr, "ringside-msrp: %s\n`ringside-msrp --help` tells more\n", error.what());
    return 2;
  }
  std::signal(SIGTERM, stop);
  std::signal(SIGINT, stop);
  return serve(call);
}
