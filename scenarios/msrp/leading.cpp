#include <fmt/format.h>

#include <algorithm>

#include "scenarios/msrp/peer.h"

namespace ringside::msrp {

void Peer::act(const Lead& order, Time now) {
  const auto found = endpoints_.find(order.session);
  const char* const wrong = found == endpoints_.end()                  ? "there is no such session"
                            : found->second.order.role != Role::caller ? "only customers with an agent are led"
                            : found->second.led                        ? "the session is led already"
                                                                       : nullptr;
  if (wrong != nullptr) {
    ++figures_->bad_orders;
    return figures_->fault("talk " + order.session.substr(0, 200) + ": " + wrong);
  }
  Endpoint& customer = found->second;
  customer.led = true;
  customer.door = order.door;
  ++figures_->led;
  conversations_.begin(order.session, order.script, now);
  if (!customer.talk.has_spoken()) customer.owed.push_back(now);
  if (const auto agent = endpoints_.find(customer.order.remote.session); agent != endpoints_.end())
    introduce(customer, agent->second, now);
}

/// They are led together if they have agreed on each other.
void Peer::introduce(Endpoint& customer, Endpoint& agent, Time now) {
  if (!customer.led || agent.order.role != Role::agent) return;
  if (customer.order.remote != own(agent.order.session) || agent.order.remote != own(customer.order.session)) return;
  agent.led = true;
  conversations_.meet(customer.order.session, agent.order.session, now);
}

/// Everything that is due in led conversations by now.
void Peer::lead(Time now) {
  using Step = Conversations::Step;
  while (const auto event = conversations_.next(now)) {
    if (event->step != Step::patience_over) owe(event->step == Step::message ? event->customer : event->agent, event->due, now);
    if (event->step != Step::last_reply && event->step != Step::patience_over) continue;
    ++(event->step == Step::last_reply ? figures_->completed : figures_->lost_patience);
    knocker_.begin(event->customer, endpoints_.at(event->customer).door, fmt::format("{:016x}", next_seed()), event->due);
  }
}

/// A led message, at once or as soon as the connection stands; of nobody if the agent is none of this process.
void Peer::owe(const std::string& session, Time due, Time now) {
  const auto found = endpoints_.find(session);
  if (found == endpoints_.end()) return;
  found->second.owed.push_back(due);
  pay(found->second, now);
}

void Peer::pay(Endpoint& endpoint, Time now) {
  if (!endpoint.ready || endpoint.owed.empty()) return;
  for (const Time due : std::exchange(endpoint.owed, {})) {
    endpoint.session.say(endpoint.talk.compose(), content_type(options_.manner), now);
    ++endpoint.messages;
    endpoint.asked = now;
    if (endpoint.order.role == Role::agent)
      figures_->reply_lateness.add(std::chrono::duration_cast<microseconds>(Clock::now() - due));
  }
  serve(endpoint, now);
}

/// How long there is nothing to do but to listen.
nanoseconds Peer::idle(Time now) const {
  Time until = now + kTick;
  for (const auto due : {conversations_.due(), knocker_.due()})
    if (due) until = std::min(until, *due);
  return std::max(until - now, nanoseconds{});
}

}  // namespace ringside::msrp
