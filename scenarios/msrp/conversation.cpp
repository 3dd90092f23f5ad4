#include "scenarios/msrp/conversation.h"

#include <algorithm>
#include <cmath>

namespace ringside::msrp {
namespace {

double length_of_turn(const Script& script) {
  return static_cast<double>(script.work.count()) / static_cast<double>(script.think.size() + 1);
}

nanoseconds at_speed(double work, double speed) { return nanoseconds{std::llround(work / speed)}; }

}  // namespace

void Conversations::open_chat(const std::string& agent, const std::string& person, const std::vector<double>& speeds,
                              Time now) {
  if (!chats_.try_emplace(agent, Chat{person, {}}).second) return;
  Person& his = persons_[person];
  his.chats.insert(agent);
  if (!speeds.empty()) his.speeds = speeds;
  change_speed(person, now);
}

bool Conversations::end_chat(const std::string& agent, Time now) {
  const auto chat = chats_.find(agent);
  if (chat == chats_.end()) return false;
  const auto [person, customer] = chat->second;
  chats_.erase(chat);
  if (const auto his = persons_.find(person); his->second.chats.size() == 1) {
    persons_.erase(his);
  } else {
    his->second.chats.erase(agent);
    change_speed(person, now);
  }
  const auto one = conversations_.find(customer);
  if (one == conversations_.end()) return false;
  agenda_.erase({one->second.next(), one->first});
  conversations_.erase(one);
  return true;
}

std::size_t Conversations::chats_of(const std::string& person) const {
  const auto found = persons_.find(person);
  return found == persons_.end() ? 0 : found->second.chats.size();
}

bool Conversations::begin(const std::string& customer, Script script, Time now) {
  const auto [one, inserted] = conversations_.try_emplace(customer);
  if (!inserted) return false;
  if (script.patience) one->second.patience = now + *script.patience;
  one->second.script = std::move(script);
  work(one, now);
  return true;
}

void Conversations::meet(const std::string& customer, const std::string& agent, Time now) {
  const auto one = conversations_.find(customer);
  const auto chat = chats_.find(agent);
  if (one == conversations_.end() || chat == chats_.end()) return;
  if (!one->second.agent.empty() || !chat->second.customer.empty()) return;
  one->second.agent = agent;
  chat->second.customer = customer;
  change_speed(chat->second.person, now);
}

bool Conversations::break_off(const std::string& customer, Time now) {
  const auto one = conversations_.find(customer);
  if (one == conversations_.end()) return false;
  finish(one, now);
  return true;
}

std::optional<Time> Conversations::due() const {
  if (agenda_.empty()) return {};
  return agenda_.begin()->first;
}

std::optional<Conversations::Event> Conversations::next(Time now) {
  if (agenda_.empty() || agenda_.begin()->first > now) return {};
  const auto one = conversations_.find(agenda_.begin()->second);
  Conversation& his = one->second;
  Event event{one->first, his.agent, Step::message, his.next()};
  if (his.due > event.due) {
    event.step = Step::patience_over;
    finish(one, event.due);
  } else if (!his.works) {
    ++his.turn;
    work(one, event.due);
  } else if (his.turn == his.script.think.size()) {
    event.step = Step::last_reply;
    finish(one, event.due);
  } else {
    event.step = Step::reply;
    his.works = false;
    schedule(one, event.due + his.script.think[his.turn]);
  }
  return event;
}

double Conversations::speed_of(const Person& person) const {
  const std::vector<double>& speeds = person.speeds.empty() ? speeds_ : person.speeds;
  return speeds[std::min(person.chats.size(), speeds.size()) - 1];
}

double Conversations::speed_of(const Conversation& one) const {
  const auto chat = chats_.find(one.agent);
  return chat == chats_.end() ? 1 : speed_of(persons_.at(chat->second.person));
}

void Conversations::schedule(Known::iterator one, Time due) {
  agenda_.erase({one->second.next(), one->first});
  one->second.due = due;
  agenda_.emplace(one->second.next(), one->first);
}

/// The whole of a turn is to be done, from this instant on.
void Conversations::work(Known::iterator one, Time from) {
  Conversation& his = one->second;
  his.works = true;
  his.left = length_of_turn(his.script);
  his.speed = speed_of(his);
  his.since = from;
  schedule(one, from + at_speed(his.left, his.speed));
}

/// Every turn of his is counted off at the old speed, and ends at the new one.
void Conversations::change_speed(const std::string& person, Time now) {
  const Person& his = persons_.at(person);
  const double speed = speed_of(his);
  for (const std::string& agent : his.chats) {
    const auto one = conversations_.find(chats_.at(agent).customer);
    if (one == conversations_.end() || !one->second.works) continue;
    Conversation& chat = one->second;
    chat.left = std::max(0.0, chat.left - static_cast<double>(nanoseconds{now - chat.since}.count()) * chat.speed);
    chat.since = now;
    chat.speed = speed;
    schedule(one, now + at_speed(chat.left, speed));
  }
}

/// It is over, and so is the agent's chat.
void Conversations::finish(Known::iterator one, Time now) {
  const std::string agent = one->second.agent;
  if (end_chat(agent, now)) return;
  agenda_.erase({one->second.next(), one->first});
  conversations_.erase(one);
}

}  // namespace ringside::msrp
