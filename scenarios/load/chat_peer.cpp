#include "scenarios/load/chat_peer.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "scenarios/load/ports.h"

namespace ringside::load {
namespace {

using nlohmann::json;

constexpr milliseconds kReadyTimeout{10'000};
constexpr milliseconds kEndTimeout{5'000};
constexpr const char* kFigures = "msrp.json";
constexpr const char* kOutput = "msrp.out";
/// s; whoever starts it ends it long before.
constexpr long kLifetime = 86'400;

ChatTally tally_of(const json& value) {
  ChatTally tally;
  tally.sessions = value.at("sessions").get<long>();
  tally.connections = value.at("connections").get<long>();
  tally.silent = value.at("silent").get<long>();
  tally.lost = value.at("lost").get<long>();
  tally.sent = value.at("sent").get<long>();
  tally.chunks = value.at("chunks").get<long>();
  tally.acknowledged = value.at("acknowledged").get<long>();
  tally.failed = value.at("failed").get<long>();
  tally.cut = value.at("cut").get<long>();
  tally.reports = value.at("reports").get<long>();
  tally.received = value.at("received").get<long>();
  tally.refused = value.at("refused").get<long>();
  return tally;
}

ChatTimes times_of(const json& value) {
  return {value.at("count").get<long>(), value.at("p50_ms").get<double>(), value.at("p95_ms").get<double>(),
          value.at("p99_ms").get<double>(), value.at("max_ms").get<double>()};
}

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string speeds_of(const std::vector<double>& speeds) {
  std::string text;
  for (const double speed : speeds) text += fmt::format("{}{}", text.empty() ? "" : ",", speed);
  return text;
}

}  // namespace

Result<ChatFigures> read_chat_figures(const std::filesystem::path& file) {
  try {
    const json all = json::parse(content_of(file));
    ChatFigures figures;
    figures.callers = tally_of(all.at("caller"));
    figures.waiting = tally_of(all.at("waiting"));
    figures.agents = tally_of(all.at("agent"));
    figures.media = tally_of(all.at("media"));
    figures.round_trip = times_of(all.at("round_trip"));
    figures.answer = times_of(all.at("answer"));
    figures.left_open = all.at("left_open").get<long>();
    figures.faults = all.at("faults").get<std::vector<std::string>>();
    return figures;
  } catch (const json::exception& e) {  // the library's own way of saying so
    return failure(Error::Kind::generator, file.string() + ": " + e.what());
  }
}

Result<ChatPeer> ChatPeer::start(const Site& site, const std::filesystem::path& directory, const ChatTalk& talk,
                                 const std::vector<std::string>& names, std::uint64_t seed) {
  const auto port = free_port();
  if (!port) return tl::unexpected{port.error()};
  std::vector<std::string> arguments{"--port",        std::to_string(*port),
                                     "--out",         kFigures,
                                     "--lifetime",    std::to_string(kLifetime),
                                     "--think",       std::to_string(talk.think.count()),
                                     "--reply",       std::to_string(talk.reply.count()),
                                     "--speeds",      speeds_of(talk.speeds),
                                     "--length",      std::to_string(talk.length),
                                     "--long-every",  std::to_string(talk.long_every),
                                     "--long-length", std::to_string(talk.long_length),
                                     "--turns",       std::to_string(talk.turns),
                                     "--seed",        std::to_string(seed)};
  if (talk.random) arguments.emplace_back("--random");
  if (talk.cpim) arguments.emplace_back("--cpim");
  if (talk.success_reports) arguments.emplace_back("--success-reports");
  for (const std::string& name : names) {
    arguments.emplace_back("--follow");
    arguments.push_back(name + ".log");
  }
  auto process = Process::start({site.chat_peer(), arguments, directory, directory / kOutput});
  if (!process) return tl::unexpected{process.error()};
  ChatPeer peer{std::move(*process), *port, directory};
  const auto until = std::chrono::steady_clock::now() + kReadyTimeout;
  while (!port_taken(*port, true)) {
    if (!peer.process_.running() || std::chrono::steady_clock::now() > until)
      return failure(Error::Kind::generator, "ringside-msrp does not start: " + content_of(directory / kOutput));
    std::this_thread::sleep_for(milliseconds{10});
  }
  return peer;
}

Result<ChatFigures> ChatPeer::finish() {
  process_.stop(SIGTERM, kEndTimeout);
  auto figures = read_chat_figures(directory_ / kFigures);
  if (figures) figures->well = process_.exit_code() == 0;
  return figures;
}

}  // namespace ringside::load
