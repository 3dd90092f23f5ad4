#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/msrp/figures.h"

namespace ringside::msrp {

using std::chrono::nanoseconds;

/// What is known of a led conversation before it begins. Its length comes of it, and of the agent's other chats.
struct Script {
  nanoseconds work{};                   ///< of the agent, at speed 1, in equal turns
  std::vector<nanoseconds> think;       ///< the customer's, before the second turn, the third …: one less than turns
  std::optional<nanoseconds> patience;  ///< from the beginning; then the customer leaves

  friend bool operator==(const Script&, const Script&) = default;
};

/// The led conversations of all agents, by the law of the simulator's World (simulator/service.cpp): an agent works on each of
/// his chats at once, at a speed that depends on how many he has, those whose customer thinks among them; whenever their number
/// changes, what is left of each turn goes on at the new speed.
///
/// Knows neither sockets nor a clock: it is told instants and tells what is due. All instants are exact: a turn begins when the
/// one before was due, not when somebody looked. Whoever tells it something at an instant has taken all that was due before.
class Conversations {
 public:
  /// What happens next in a conversation: the customer's first message is not among them, for that is where it begins.
  enum class Step { reply, last_reply, message, patience_over };
  struct Event {
    std::string customer;
    std::string agent;  ///< his session; empty: not of this process
    Step step = Step::reply;
    Time due;
  };

  /// Of agents who bring none of their own, at least one: with k chats the k-th, the last one goes on.
  explicit Conversations(std::vector<double> speeds) : speeds_{std::move(speeds)} {}

  /// An agent has one more chat, by the name of his session. `speeds` are his from now on, if there are any.
  void open_chat(const std::string& agent, const std::string& person, const std::vector<double>& speeds, Time now);
  /// He has it no more. Whether that broke a conversation off.
  bool end_chat(const std::string& agent, Time now);
  /// Chats of that person: led ones until they are over, others until their sessions end.
  std::size_t chats_of(const std::string& person) const;

  /// The work begins, at speed 1 as long as no agent is known. False: it is on already.
  bool begin(const std::string& customer, Script script, Time now);
  /// It is this chat of an agent's that the customer talks in; nothing if there is no such chat or conversation.
  void meet(const std::string& customer, const std::string& agent, Time now);
  /// Ends it before its time; whether it was on.
  bool break_off(const std::string& customer, Time now);

  /// When the next thing happens.
  std::optional<Time> due() const;
  /// The first thing that is due by now, once. With `last_reply` and `patience_over` the conversation is over.
  std::optional<Event> next(Time now);

 private:
  struct Conversation {
    Script script;
    std::string agent;
    std::size_t turn = 0;
    bool works = true;  ///< else the customer thinks
    double left = 0;    ///< ns of this turn's work from `since` on
    double speed = 1;
    Time since;
    Time due;  ///< of the turn, or of the customer's next message
    std::optional<Time> patience;
    Time next() const { return patience ? std::min(due, *patience) : due; }
  };
  struct Chat {
    std::string person;
    std::string customer;  ///< empty: not led
  };
  struct Person {
    std::vector<double> speeds;
    std::set<std::string> chats;
  };
  using Known = std::map<std::string, Conversation>;

  double speed_of(const Person& person) const;
  double speed_of(const Conversation& one) const;
  void schedule(Known::iterator one, Time due);
  void work(Known::iterator one, Time from);
  void change_speed(const std::string& person, Time now);
  void finish(Known::iterator one, Time now);

  std::vector<double> speeds_;
  Known conversations_;                            ///< by the customer's session
  std::map<std::string, Chat> chats_;              ///< by the agent's session
  std::map<std::string, Person> persons_;          ///< who have chats
  std::set<std::pair<Time, std::string>> agenda_;  ///< what each conversation waits for
};

}  // namespace ringside::msrp
