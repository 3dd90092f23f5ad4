#include "simulator/experiments/staffing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ringside::sim {
namespace {

/// Looks for the cheapest numbers of patterns; see find_staffing.
class Search {
 public:
  Search(const scenario::Scenario& scenario, const StaffingOptions& options, const std::atomic<bool>& stop)
      : scenario_{scenario}, options_{options}, stop_{stop}, judge_{scenario, options, stop} {}

  tl::expected<StaffingResult, std::string> run();

 private:
  Roster abundant() const { return Roster(judge_.groups().size() * judge_.steps(), plenty_); }
  bool find_plenty();
  void find_least_by_place();
  void learn_from(const Roster& roster);
  bool fails(const Roster& roster, std::size_t requirement) { return !judge_.play(roster)[requirement].met(); }
  std::vector<std::size_t> places_that_matter(const Roster& roster, std::size_t requirement);
  bool climb(std::vector<std::uint32_t>& numbers);
  void descend(std::vector<std::uint32_t>& numbers);
  bool exhausted() const { return judge_.played() > options_.most_evaluations; }

  const scenario::Scenario& scenario_;
  const StaffingOptions& options_;
  const std::atomic<bool>& stop_;
  RosterJudge judge_;
  std::uint32_t plenty_ = 1;  ///< more than this in a place changes nothing
  CoverProblem problem_;
};

std::size_t worst(const std::vector<Requirement>& all) {
  std::size_t at = 0;
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].reached - all[i].target < all[at].reached - all[at].target) at = i;
  }
  return at;
}

double shortfall(const std::vector<Requirement>& all) {
  double sum = 0;
  for (const Requirement& r : all) sum += std::max(0.0, r.target - r.reached);
  return sum;
}

/// Doubles everybody's number until the target is met, and once more.
bool Search::find_plenty() {
  constexpr std::uint32_t kMostAgents = 5000;
  for (plenty_ = 1; plenty_ <= kMostAgents && !stop_; plenty_ *= 2) {
    if (judge_.meets(abundant())) {
      plenty_ *= 2;
      return judge_.meets(abundant());
    }
  }
  return false;
}

/// In each place, with plenty in all others: fewer than this will not do.
void Search::find_least_by_place() {
  for (std::size_t place = 0; place < problem_.at_least.size() && !stop_; ++place) {
    std::uint32_t low = problem_.at_least[place];
    std::uint32_t high = plenty_;
    while (low < high && !exhausted()) {
      Roster roster = abundant();
      roster[place] = (low + high) / 2;
      if (judge_.meets(roster)) {
        high = roster[place];
      } else {
        low = roster[place] + 1;
      }
    }
    problem_.at_least[place] = low;
  }
}

/// The places that alone, with plenty everywhere else, make the requirement fail: those of its own step, and of as many steps
/// before it as it takes.
std::vector<std::size_t> Search::places_that_matter(const Roster& roster, std::size_t requirement) {
  const Requirement r = judge_.play(roster)[requirement];
  const auto last = std::min(judge_.steps() - 1, static_cast<std::size_t>((r.to - 1e-6) / judge_.step()));
  std::size_t first = static_cast<std::size_t>(r.from / judge_.step() + 1e-9);
  std::vector<std::size_t> places;
  const auto reduced = [&] {
    Roster tried = abundant();
    for (const std::size_t place : places) tried[place] = roster[place];
    return tried;
  };
  for (std::size_t width = 1;; width *= 2) {
    places.clear();
    for (std::size_t g = 0; g < judge_.groups().size(); ++g) {
      for (std::size_t i = first; i <= last; ++i) places.push_back(judge_.place(g, i));
    }
    if (first == 0 || fails(reduced(), requirement)) break;
    first -= std::min(first, width);
  }
  if (!fails(reduced(), requirement)) {  // what comes later matters too: callers who call again
    places.clear();
    for (std::size_t place = 0; place < roster.size(); ++place) places.push_back(place);
  }
  for (std::size_t k = 0; k < places.size() && places.size() > 1 && !exhausted();) {
    const std::size_t place = places[k];
    places.erase(places.begin() + static_cast<std::ptrdiff_t>(k));
    if (!fails(reduced(), requirement)) {
      places.insert(places.begin() + static_cast<std::ptrdiff_t>(k), place);
      ++k;
    }
  }
  return places;
}

/// The roster fails: of the places that make it fail, one must have more than the most with which it still fails.
void Search::learn_from(const Roster& roster) {
  const std::size_t requirement = worst(judge_.play(roster));
  const std::vector<std::size_t> places = places_that_matter(roster, requirement);
  Roster highest = abundant();
  for (const std::size_t place : places) highest[place] = roster[place];
  CoverChoice choice;
  for (const std::size_t place : places) {
    std::uint32_t low = highest[place];  // fails
    std::uint32_t high = plenty_;        // as far as is known, does not
    while (low + 1 < high && !exhausted()) {
      highest[place] = (low + high) / 2;
      (fails(highest, requirement) ? low : high) = highest[place];
    }
    highest[place] = low;
    choice.places.emplace_back(place, low + 1);
  }
  if (choice.places.size() == 1) {
    std::uint32_t& least = problem_.at_least[choice.places[0].first];
    least = std::max(least, choice.places[0].second);
  } else {
    problem_.choices.push_back(std::move(choice));
  }
}

/// Without a proof: adds, one by one, whoever closes most of the gap for his cost, of those who are there when it is widest.
/// Where no single one closes any of it (a share of days is 0 as long as many are missing), one of each. False: all have
/// plenty.
bool Search::climb(std::vector<std::uint32_t>& numbers) {
  while (!stop_) {
    const std::vector<Requirement>& all = judge_.play(cover(problem_, numbers));
    const double gap = shortfall(all);
    if (gap <= 0) break;
    const Requirement& widest = all[worst(all)];
    const auto last = static_cast<std::size_t>((widest.to - 1e-6) / judge_.step());
    const auto begin = static_cast<std::size_t>(widest.from / judge_.step() + 1e-9);
    const std::size_t first = begin > 0 ? begin - 1 : 0;
    const auto helps = [&](const CoverPattern& pattern) {
      return std::any_of(pattern.covers.begin(), pattern.covers.end(), [&](std::size_t place) {
        const std::size_t step = place % judge_.steps();
        return step >= first && step <= last;
      });
    };
    std::vector<std::size_t> all_below_plenty;
    std::vector<std::size_t> candidates;
    for (std::size_t p = 0; p < numbers.size(); ++p) {
      if (numbers[p] >= plenty_) continue;
      all_below_plenty.push_back(p);
      if (helps(problem_.patterns[p])) candidates.push_back(p);
    }
    if (candidates.empty()) candidates = all_below_plenty;  // callers may have been left over from long before
    if (candidates.empty()) return false;
    std::size_t best = 0;
    double best_gain = 0;
    for (const std::size_t p : candidates) {
      ++numbers[p];
      const double gain = (gap - shortfall(judge_.play(cover(problem_, numbers)))) / std::max(problem_.patterns[p].cost, 1e-9);
      --numbers[p];
      if (gain > best_gain) {
        best = p;
        best_gain = gain;
      }
    }
    if (best_gain > 0) {
      ++numbers[best];
    } else {
      for (const std::size_t p : candidates) ++numbers[p];
    }
  }
  return true;
}

/// And takes away again who is not needed, dearest first.
void Search::descend(std::vector<std::uint32_t>& numbers) {
  std::vector<std::size_t> order(numbers.size());
  for (std::size_t p = 0; p < order.size(); ++p) order[p] = p;
  std::stable_sort(order.begin(), order.end(),
                   [&](auto a, auto b) { return problem_.patterns[a].cost > problem_.patterns[b].cost; });
  for (const std::size_t p : order) {
    while (numbers[p] > 0 && !stop_) {
      --numbers[p];
      const Roster roster = cover(problem_, numbers);
      bool enough = true;
      for (std::size_t place = 0; place < roster.size(); ++place) enough = enough && roster[place] >= problem_.at_least[place];
      if (enough && judge_.meets(roster)) continue;
      ++numbers[p];
      break;
    }
  }
}

tl::expected<StaffingResult, std::string> Search::run() {
  const scenario::Staffing& staffing = scenario_.staffing;
  if (!find_plenty()) {
    if (stop_) return tl::unexpected{std::string{"interrupted"}};
    const Requirement& r = judge_.play(abundant())[worst(judge_.play(abundant()))];
    return tl::unexpected{
        fmt::format("no number of agents reaches the target: with {} in each group it is {:.3f} for {}, asked is {:.3f}",
                    plenty_, r.reached, r.what, r.target)};
  }
  for (const scenario::GroupStaffing& group : staffing.groups) plenty_ = std::max(plenty_, group.at_least);
  problem_ = cover_problem(scenario_, judge_, plenty_);
  const CoverProblem unasked = problem_;
  find_least_by_place();
  StaffingResult result;
  std::optional<std::vector<std::uint32_t>> numbers;
  constexpr std::size_t kManyPlaces = 8;
  constexpr const char* kNotCovered =
      "the shifts do not cover every time at which agents are needed, or need more of a shift than can be";
  const bool by_proof = !staffing.per_day || problem_.at_least.size() <= kManyPlaces;
  while (!stop_) {
    numbers = cheapest_cover(problem_);
    if (!numbers) {
      if (!problem_.choices.empty()) break;  // too hard for the time: go on without a proof
      return tl::unexpected{std::string{kNotCovered}};
    }
    if (judge_.meets(cover(problem_, *numbers))) {
      result.proven = !exhausted();
      break;
    }
    if (!by_proof || exhausted()) break;
    learn_from(cover(problem_, *numbers));
  }
  if (stop_) return tl::unexpected{std::string{"interrupted"}};
  if (!result.proven) {
    if (!numbers) {
      problem_.choices.clear();
      numbers = cheapest_cover(problem_);
      if (!numbers) return tl::unexpected{std::string{"no cover of the shifts was found within the time"}};
    }
    if (!climb(*numbers)) return tl::unexpected{std::string{kNotCovered}};
    problem_.at_least = unasked.at_least;
    descend(*numbers);
    if (stop_) return tl::unexpected{std::string{"interrupted"}};
  }
  result.patterns = pattern_names(scenario_, judge_);
  for (const CoverPattern& pattern : problem_.patterns) result.pattern_costs.push_back(pattern.cost);
  result.numbers = *numbers;
  result.roster = cover(problem_, *numbers);
  result.step = judge_.step();
  result.cost = cost(problem_, *numbers);
  result.searched = judge_.play(result.roster);
  result.replications = options_.replications;
  result.played = judge_.played();
  return result;
}

bool contradicted(const std::vector<Requirement>& all) {
  return std::any_of(all.begin(), all.end(), [](const Requirement& r) { return r.contradicted(); });
}

/// What one more or one fewer of each pattern brings, on callers that the search has not seen.
void ask_neighbours(const scenario::Scenario& scenario, StaffingResult& result, const StaffingOptions& options,
                    const std::atomic<bool>& stop) {
  RosterJudge judge{scenario, options, stop};
  const CoverProblem problem = cover_problem(scenario, judge, 0);
  result.fresh = judge.play(result.roster);
  result.verified = !contradicted(result.fresh);
  result.service_level = judge.level_of_day(result.roster);
  for (std::size_t p = 0; p < result.numbers.size() && !stop; ++p) {
    for (const int step : {-1, 1}) {
      if (step < 0 && result.numbers[p] == 0) continue;
      std::vector<std::uint32_t> numbers = result.numbers;
      numbers[p] += static_cast<std::uint32_t>(step);
      const Roster roster = cover(problem, numbers);
      const std::vector<Requirement>& all = judge.play(roster);
      const Requirement& r = all[worst(all)];
      result.neighbours.push_back({result.patterns[p], step, cost(problem, numbers), judge.level_of_day(roster),
                                   r.reached - r.target, judge.meets(roster)});
    }
  }
}

}  // namespace

tl::expected<StaffingResult, std::string> find_staffing(const scenario::Scenario& scenario, const StaffingOptions& options,
                                                        const std::atomic<bool>& stop) {
  constexpr int kRounds = 3;
  constexpr std::uint64_t kFreshSeed = 0x5eed'f4e5;
  StaffingOptions searching = options;
  StaffingOptions fresh = options;
  fresh.seed = options.seed ^ kFreshSeed;
  tl::expected<StaffingResult, std::string> result;
  for (int round = 1; round <= kRounds; ++round) {
    result = Search{scenario, searching, stop}.run();
    if (!result) return result;
    RosterJudge judge{scenario, fresh, stop};
    if (!contradicted(judge.play(result->roster))) break;
    searching.replications *= 2;
    fresh.replications *= 2;
  }
  ask_neighbours(scenario, *result, fresh, stop);
  if (stop) return tl::unexpected{std::string{"interrupted"}};
  return result;
}

}  // namespace ringside::sim
