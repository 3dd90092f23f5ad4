#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "simulator/plan.h"
#include "simulator/random_stream.h"

/// Who calls in one run of a scenario, drawn in advance with the simulator's own streams: the same persons, with the same
/// patience, work and obstinacy, as in that replication of `ringside-sim`. All times are seconds of the scenario.
namespace ringside::load {

/// What a person brings to his n-th attempt.
struct Attempt {
  std::optional<double> patience;         ///< none: for ever
  std::vector<double> talks;              ///< by kind of agents
  std::optional<double> again_refused;    ///< calls again so long after he was refused, sent away or balked; none: not at all
  std::optional<double> again_abandoned;  ///< and after he gave up
  bool balks = false;                     ///< if he hears that he would stand so far back or wait so long
  std::vector<double> works = {};         ///< of a chat: what of its talks is the agents' work, by kind
  std::vector<double> thinks = {};        ///< of a chat: before its second turn, its third …
  std::optional<double> leaves = {};      ///< of a chat: after so long, however far it is
  std::vector<bool> refuses = {};         ///< the agent's media, at each attempt to bridge him; then he takes it
};

struct Person {
  std::string name;  ///< FLOW-N, chats FLOW-chat-N; the user of his calls is NAME-ATTEMPT
  std::uint32_t series = 0;
  double calls_at = 0;
  std::vector<Attempt> attempts;  ///< at least one; ends with one after which he does not call again, or with the last allowed
};

/// Agents whose talks with the same caller are equally long are of one kind; 0 are those who add nothing of their own.
class AgentKinds {
 public:
  explicit AgentKinds(const sim::Plan& plan);

  std::uint32_t of_group(std::size_t group) const { return kind_of_[group]; }
  std::size_t size() const { return groups_.size(); }
  /// The talk of this person's attempt with an agent of the kind.
  double talk(std::uint32_t kind, const sim::SeriesPlan& series, sim::RandomStream work) const;

 private:
  std::vector<std::uint32_t> kind_of_;
  std::vector<const sim::GroupPlan*> groups_;  ///< by kind; null: nothing of their own
};

/// In the order of their first calls. Nobody has more than `most_attempts`; so many end a chain that has no limit of its own.
std::vector<Person> draw_persons(const sim::Plan& plan, const AgentKinds& kinds, const sim::ReplicationKey& key,
                                 std::uint32_t most_attempts);

}  // namespace ringside::load
