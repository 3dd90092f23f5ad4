#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "scenarios/msrp/figures.h"

namespace ringside::msrp {

/// How people write. Durations are means if `random`, else all alike.
struct Manner {
  milliseconds think{1000};         ///< a customer, from his agent's message to his own next one
  milliseconds reply{1000};         ///< an agent with one chat, from a customer's message to the answer
  std::vector<double> speeds{1.0};  ///< of an agent's replies with k chats, k from 1; the last one goes on
  bool random = false;              ///< exponential laws
  std::size_t length = 80;          ///< characters of a message
  std::size_t long_every = 0;       ///< every so many messages of a session one is long; 0: none
  std::size_t long_length = 20'000;
  std::size_t turns = 0;  ///< a customer's messages in one chat; 0: as many as there is time for
  bool cpim = false;      ///< messages are wrapped in message/cpim (RFC 3862)
};

/// Who says what when, in one session with one peer: a customer begins and writes again some time after each answer, an agent
/// answers every message, an announcement says one thing, who waits says nothing.
class Talk {
 public:
  Talk(Role role, const Manner& manner, std::uint64_t seed) : role_{role}, manner_{manner}, random_{seed} {}

  /// The connection stands.
  void begin(Time now);
  /// A message came; `chats` is how many its receiver has at this moment, with this one.
  void heard(Time now, std::size_t chats);
  /// When the next message is to be said.
  std::optional<Time> next() const { return next_; }
  std::string speak(Time now);
  /// The text of a message that somebody else has found due: a led conversation.
  std::string compose();
  bool has_spoken() const { return said_ > 0; }

 private:
  milliseconds draw(milliseconds mean);
  void plan_reply(Time now);

  Role role_;
  Manner manner_;
  std::mt19937_64 random_;
  std::optional<Time> next_;
  std::size_t said_ = 0;
  std::size_t unanswered_ = 0;
  double speed_ = 1;
};

const char* content_type(const Manner& manner);

}  // namespace ringside::msrp
