#include "simulator/ranks.h"

#include <algorithm>
#include <charconv>

namespace ringside::sim {
namespace {

constexpr const char* kEnd = "end";

/// A message: the step, whether its sender was interrupted, and what it gives.
struct Message {
  std::string step;
  bool interrupted = false;
  std::string given;
};

std::string packed(const std::string& step, bool interrupted, const std::string& given) {
  return step + '\n' + (interrupted ? '!' : '.') + given;
}

Message unpacked(const std::string& bytes) {
  const std::size_t line = bytes.find('\n');
  return {bytes.substr(0, line), bytes.at(line + 1) == '!', bytes.substr(line + 2)};
}

std::string disagreement(const std::vector<Message>& messages) {
  for (std::size_t rank = 0; rank < messages.size(); ++rank) {
    if (messages[rank].step != kEnd) continue;
    const std::string& given = messages[rank].given;  // exit code, complaints
    std::string why = given.substr(std::min(given.find('\n') + 1, given.size()));
    while (!why.empty() && why.back() == '\n') why.pop_back();
    return "rank " + std::to_string(rank) + " has ended before the others" + (why.empty() ? "" : ": " + why);
  }
  std::size_t odd = 1;
  while (messages[odd].step == messages[0].step) ++odd;
  return "rank " + std::to_string(odd) + " is at '" + messages[odd].step + "', rank 0 at '" + messages[0].step +
         "': do all of them have the same program and the same files?";
}

}  // namespace

Ranks& Ranks::all() {
  static Ranks ranks;
  return ranks;
}

const std::atomic<bool>& Ranks::watch(const std::atomic<bool>& interrupted) {
  interrupted_ = &interrupted;
  return alone() ? interrupted : stop_;
}

std::vector<std::string> Ranks::share(const std::string& step, const std::string& own) {
  if (alone()) return {own};
  if (apart_) throw RanksDisagree{"ranks have ended"};
  std::vector<Message> messages;
  for (const std::string& bytes : exchange_->all_gather(packed(step, *interrupted_, own))) messages.push_back(unpacked(bytes));
  std::vector<std::string> given;
  bool same = true;
  for (Message& message : messages) {
    same = same && message.step == messages.front().step;
    if (message.interrupted) stop_ = true;
  }
  if (!same) {
    apart_ = true;
    throw RanksDisagree{disagreement(messages)};
  }
  for (Message& message : messages) given.push_back(std::move(message.given));
  return given;
}

void Ranks::agree_on(const std::string& what, const std::string& text) {
  const std::vector<std::string> given = share("agree on " + what, text);
  for (std::size_t rank = 1; rank < given.size(); ++rank) {
    if (given[rank] == given[0]) continue;
    apart_ = true;
    throw RanksDisagree{"rank " + std::to_string(rank) + " and rank 0 do not have the same " + what};
  }
}

Ranks::Ending Ranks::finish(int code) {
  if (alone() || apart_) return {code, {}};
  std::vector<std::string> given;
  try {
    given = share(kEnd, std::to_string(code) + "\n" + complaints_);
  } catch (const RanksDisagree&) {  // the others are still at work, and learn of it in the same moment
    return {std::max(code, 1), {}};
  }
  Ending ending{code, {}};
  const auto complaints = [&](std::size_t rank) { return given[rank].substr(given[rank].find('\n') + 1); };
  for (std::size_t rank = 1; rank < given.size(); ++rank) {
    int theirs = 1;
    std::from_chars(given[rank].data(), given[rank].data() + given[rank].size(), theirs);
    ending.code = std::max(ending.code, theirs);
    const std::string lines = complaints(rank);
    if (!lines.empty() && lines != complaints(0)) ending.complaints += "rank " + std::to_string(rank) + ": " + lines;
  }
  return ending;
}

}  // namespace ringside::sim
