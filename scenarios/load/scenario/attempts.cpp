#include "scenarios/load/scenario/attempts.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace ringside::load {
namespace {

/// "attempt NAME FATE planned 1.0 sent 2.0 rang  answered 3.0 …": SIPp writes nothing for a 0.
bool parse(const std::string& line, SippAttempt& attempt) {
  std::istringstream words{line};
  std::string word;
  if (!(words >> word) || word != "attempt" || !(words >> attempt.caller >> attempt.fate)) return false;
  double kind = 0;
  double dissuaded = 0;
  const std::pair<std::string_view, double*> places[] = {
      {"planned", &attempt.planned}, {"sent", &attempt.sent}, {"rang", &attempt.rang},   {"answered", &attempt.answered},
      {"queue", &attempt.queued},    {"talk", &attempt.talk}, {"ended", &attempt.ended}, {"kind", &kind},
      {"dissuaded", &dissuaded}};
  double* place = nullptr;
  bool complete = false;
  while (words >> word) {
    char* end = nullptr;
    const double number = std::strtod(word.c_str(), &end);
    if (*end == '\0') {
      if (place != nullptr) *place = number;
      continue;
    }
    place = nullptr;
    for (const auto& [name, to] : places) {
      if (word == name) place = to;
    }
    complete = word == "dissuaded";
  }
  attempt.kind = static_cast<std::uint32_t>(kind);
  attempt.dissuaded = dissuaded > 0;
  return complete && attempt.sent > 0 && attempt.ended >= attempt.sent && attempt.caller.find('-') != std::string::npos;
}

}  // namespace

int SippAttempt::number() const { return std::atoi(caller.c_str() + caller.rfind('-') + 1); }

Outcome SippAttempt::outcome() const {
  if (fate == "talked" || fate == "ended") return Outcome::handled;
  if (fate == "left" || fate == "cancelled" || balked()) return Outcome::abandoned;
  if (fate == "dropped") return dissuaded ? Outcome::dissuaded : Outcome::failed;
  return fate == "forgotten" ? Outcome::failed : Outcome::none;
}

std::vector<SippAttempt> parse_attempts(std::string_view log) {
  std::vector<SippAttempt> attempts;
  while (!log.empty()) {
    const std::size_t end = std::min(log.find('\n'), log.size());
    SippAttempt attempt;
    if (parse(std::string{log.substr(0, end)}, attempt)) attempts.push_back(std::move(attempt));
    log.remove_prefix(std::min(end + 1, log.size()));
  }
  return attempts;
}

std::vector<SippAttempt> read_attempts(const std::filesystem::path& file) {
  std::ifstream in{file};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  return parse_attempts(text);
}

}  // namespace ringside::load
