#pragma once

#include <functional>
#include <vector>

/// Exact figures of small call centres, from Markov chains and without any random number; what they are checked by is the
/// simulator, and the simulator by them.
namespace ringside::validation {

/// M/M/n/n+Q+M in the steady state: Poisson arrivals, exponential services and patience, room for Q in the queue.
struct Stationary {
  double rate = 0;
  int agents = 1;
  double mean_service = 1;
  double mean_patience = 0;  ///< 0: for ever
  int room = -1;             ///< below 0: without bound
};
struct StationaryFigures {
  double turned_away = 0;  ///< share of offered calls
  double waits = 0;        ///< P(no agent at once) of accepted ones
  double abandoned = 0;    ///< share of accepted ones
  double mean_wait = 0;    ///< s, of accepted ones
  double mean_queue = 0;
  double busy = 0;  ///< share of the agents' time
};
StationaryFigures solve(const Stationary& centre);

/// A day whose arrivals and staffing change, begun empty and drained: piecewise constant numbers of agents, any rate of time;
/// services exponential; patience 0 with a probability, else exponential. A group that shrinks serves nobody new until the
/// number busy is below the count. All rates times one Gamma(shape, mean 1).
struct Day {
  double horizon = 0;
  std::function<double(double)> rate;  ///< per second, at a time
  double interval = 0;                 ///< of staffing
  std::vector<int> agents;             ///< the last one stays
  double mean_service = 1;
  double impatient = 0;       ///< P(patience = 0)
  double mean_patience = 0;   ///< of the others
  double busyness_shape = 0;  ///< 0: always 1
};
struct DayFigures {
  double offered = 0;
  double waits = 0;      ///< share of calls that found no agent
  double abandoned = 0;  ///< share of calls
  double mean_wait = 0;  ///< s, of all calls
};
/// The forward equations of (busy, queued), by Runge and Kutta; Simpson over the busyness.
DayFigures solve(const Day& day);

}  // namespace ringside::validation
