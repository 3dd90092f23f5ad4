#include "scenarios/load/scenario/callers.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "simulator/arrivers.h"
#include "simulator/sampler.h"

namespace ringside::load {
namespace {

using sim::Purpose;

bool has_laws(const sim::GroupPlan& group) {
  return std::any_of(group.handle_time.begin(), group.handle_time.end(), [](const auto* law) { return law != nullptr; });
}

/// The draws of one person.
class Fate {
 public:
  Fate(const sim::ReplicationKey& key, const sim::SourcePlan& source, std::uint64_t number, std::uint32_t attempt)
      : key_{key}, stream_{source.stream}, number_{number}, attempt_{attempt} {}

  sim::RandomStream stream(Purpose purpose, std::uint32_t offer = 0) const {
    return {key_, stream_, number_, attempt_, purpose, offer};
  }

  /// As World::think_again() has it.
  std::optional<double> again(const scenario::RedialLaw& law) const {
    if (law.probability <= 0 || stream(Purpose::redial).uniform() >= law.probability) return {};
    sim::RandomStream delay = stream(Purpose::redial_delay);
    return sim::draw(law.delay, delay);
  }

 private:
  const sim::ReplicationKey& key_;
  std::uint32_t stream_;
  std::uint64_t number_;
  std::uint32_t attempt_;
};

/// The customer's part of a chat, as World::turn_over() and chat_begins() have it.
void draw_conversation(const scenario::Conversation& law, const Fate& fate, Attempt& attempt) {
  for (std::uint32_t turn = law.turns - 1; turn > 0; --turn) {
    sim::RandomStream thinking = fate.stream(Purpose::thinking, turn);
    attempt.thinks.push_back(sim::draw(law.think_time, thinking));
  }
  if (!law.patience) return;
  sim::RandomStream patience = fate.stream(Purpose::chat_patience);
  attempt.leaves = sim::draw(*law.patience, patience);
}

/// How long it takes at the speed of one alone.
double alone(const Attempt& attempt, double work) {
  const double length = std::accumulate(attempt.thinks.begin(), attempt.thinks.end(), work);
  return attempt.leaves ? std::min(length, *attempt.leaves) : length;
}

Attempt draw_attempt(const sim::SeriesPlan& series, const AgentKinds& kinds, const Fate& fate) {
  const scenario::Load& load = *series.load;
  Attempt attempt;
  if (load.patience) {
    sim::RandomStream patience = fate.stream(Purpose::patience);
    attempt.patience = sim::draw(*load.patience, patience);
  }
  const bool chat = series.media == core::Media::msrp;
  if (chat) draw_conversation(load.conversation, fate, attempt);
  for (std::uint32_t kind = 0; kind < kinds.size(); ++kind) {
    const double work = kinds.talk(kind, series, fate.stream(Purpose::work));
    attempt.talks.push_back(chat ? alone(attempt, work) : work);
    if (chat) attempt.works.push_back(work);
  }
  attempt.balks = load.balking && fate.stream(Purpose::balking).uniform() < load.balking->probability;
  if (load.bridge_failure > 0) {
    // Of one who is offered agents more often, nobody knows any more.
    constexpr std::uint32_t kBridges = 8;
    for (std::uint32_t offer = 1; offer <= kBridges; ++offer)
      attempt.refuses.push_back(fate.stream(Purpose::bridge, offer).uniform() < load.bridge_failure);
  }
  if (load.redial) {
    attempt.again_refused = fate.again(load.redial->refused);
    attempt.again_abandoned = fate.again(load.redial->abandoned);
  }
  return attempt;
}

}  // namespace

AgentKinds::AgentKinds(const sim::Plan& plan) : groups_{nullptr} {
  for (const sim::GroupPlan& group : plan.groups) {
    if (group.group->speed == 1 && !has_laws(group)) {
      kind_of_.push_back(0);
      continue;
    }
    kind_of_.push_back(static_cast<std::uint32_t>(groups_.size()));
    groups_.push_back(&group);
  }
}

double AgentKinds::talk(std::uint32_t kind, const sim::SeriesPlan& series, sim::RandomStream work) const {
  const sim::GroupPlan* const group = groups_[kind];
  if (group == nullptr) return sim::draw(series.load->handle_time, work);
  const scenario::Distribution* const own = group->handle_time[raw(series.flow)];
  return sim::draw(own != nullptr ? *own : series.load->handle_time, work) * group->group->speed;
}

std::vector<Person> draw_persons(const sim::Plan& plan, const AgentKinds& kinds, const sim::ReplicationKey& key,
                                 std::uint32_t most_attempts) {
  std::vector<Person> persons;
  sim::Arrivers arrivers{plan, key};
  for (std::size_t s = 0; s < plan.sources.size(); ++s) {
    const sim::SourcePlan& source = plan.sources[s];
    sim::ArrivalProcess& process = arrivers.processes[s];
    for (core::Time at = process.next(); at < plan.horizon; at = process.next()) {
      Person person;
      person.series = source.series;
      person.calls_at = sim::seconds(at.time_since_epoch());
      const sim::SeriesPlan& series = plan.series[source.series];
      const std::uint32_t allowed = series.load->redial ? series.load->redial->attempts : 1;
      const std::uint32_t most = allowed > 0 ? std::min(allowed, most_attempts) : most_attempts;
      for (std::uint32_t n = 1; n <= most; ++n) {
        Attempt attempt = draw_attempt(series, kinds, Fate{key, source, process.caller(), n});
        if (n == most) attempt.again_refused = attempt.again_abandoned = std::nullopt;
        person.attempts.push_back(std::move(attempt));
        if (!person.attempts.back().again_refused && !person.attempts.back().again_abandoned) break;
      }
      persons.push_back(std::move(person));
    }
  }
  std::stable_sort(persons.begin(), persons.end(), [](const Person& a, const Person& b) { return a.calls_at < b.calls_at; });
  std::vector<std::uint64_t> numbers(plan.series.size());
  for (Person& person : persons) {
    const sim::SeriesPlan& series = plan.series[person.series];
    const std::string& flow = plan.scenario->flows[raw(series.flow)].row.flowid;
    person.name = fmt::format("{}{}-{}", flow, series.media == core::Media::msrp ? "-chat" : "", ++numbers[person.series]);
  }
  return persons;
}

}  // namespace ringside::load
