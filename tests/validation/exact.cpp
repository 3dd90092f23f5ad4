#include "tests/validation/exact.h"

#include <algorithm>
#include <boost/math/distributions/gamma.hpp>
#include <cmath>

namespace ringside::validation {

StationaryFigures solve(const Stationary& c) {
  constexpr int kMost = 20000;
  const double mu = 1 / c.mean_service;
  const double theta = c.mean_patience > 0 ? 1 / c.mean_patience : 0;
  const int last = c.room >= 0 ? c.agents + c.room : kMost;
  std::vector<double> p{1};
  double sum = 1;
  for (int k = 1; k <= last; ++k) {
    const double death = std::min(k, c.agents) * mu + std::max(k - c.agents, 0) * theta;
    p.push_back(p.back() * c.rate / death);
    sum += p.back();
    if (c.room < 0 && k > c.agents && p.back() < 1e-18 * sum) break;
  }
  double queue = 0;
  double busy = 0;
  double waits = 0;
  for (std::size_t k = 0; k < p.size(); ++k) {
    const double share = p[k] / sum;
    const double queued = std::max(static_cast<double>(k) - c.agents, 0.0);
    queue += share * queued;
    busy += share * (static_cast<double>(k) - queued) / c.agents;
    if (static_cast<int>(k) >= c.agents) waits += share;
  }
  const double blocked = c.room >= 0 ? p.back() / sum : 0;
  const double accepted = c.rate * (1 - blocked);
  return {blocked, (waits - blocked) / (1 - blocked), theta * queue / accepted, queue / accepted, queue, busy};
}

namespace {

/// Sums over one day; those of calls, not yet divided by their number.
struct Sums {
  double offered = 0, waits = 0, abandoned = 0, wait = 0;

  void add(const Sums& other, double times) {
    offered += times * other.offered;
    waits += times * other.waits;
    abandoned += times * other.abandoned;
    wait += times * other.wait;
  }
};

class DaySolver {
 public:
  DaySolver(const Day& day, double busyness) : day_{day}, busyness_{busyness} {
    most_busy_ = *std::max_element(day.agents.begin(), day.agents.end());
    state_.assign(static_cast<std::size_t>((most_busy_ + 1) * (kQueue + 1)), 0);
    state_[0] = 1;
  }

  Sums solve() {
    // Runge and Kutta are stable while the fastest transition is not likelier than a few in a step.
    const double step_most = std::min(2.0, 1 / (kQueue / day_.mean_patience + most_busy_ / day_.mean_service));
    constexpr double kDrained = 1e-9;
    for (double t = 0; t < day_.horizon || present() > kDrained;) {
      const auto piece = static_cast<std::size_t>(t / day_.interval + 1e-9);
      staff(day_.agents[std::min(piece, day_.agents.size() - 1)]);
      double border = piece + 1 < day_.agents.size() ? static_cast<double>(piece + 1) * day_.interval : 1e18;
      if (t < day_.horizon) border = std::min(border, day_.horizon);
      const double step = std::min(step_most, border - t);
      advance(t, step);
      t = border - (t + step) < 1e-9 ? border : t + step;
    }
    return sums_;
  }

 private:
  static constexpr int kQueue = 60;
  using State = std::vector<double>;

  std::size_t at(int busy, int queued) const { return static_cast<std::size_t>(busy * (kQueue + 1) + queued); }

  /// More agents take who waits; fewer change nothing at once.
  void staff(int agents) {
    agents_ = agents;
    for (int b = 0; b < agents; ++b) {
      for (int q = 1; q <= kQueue; ++q) {
        const int taken = std::min(q, agents - b);
        state_[at(b + taken, q - taken)] += state_[at(b, q)];
        state_[at(b, q)] = 0;
      }
    }
  }

  double present() const { return 1 - state_[0]; }

  /// The change of the state, and of the sums, by the second.
  Sums flow(const State& p, double t, State& change) const {
    const double rate = t < day_.horizon ? busyness_ * day_.rate(t) : 0;
    const double mu = 1 / day_.mean_service;
    const double theta = 1 / day_.mean_patience;
    std::fill(change.begin(), change.end(), 0.0);
    Sums sums{rate, 0, 0, 0};
    const auto move = [&](std::size_t from, std::size_t to, double r) {
      change[from] -= r * p[from];
      change[to] += r * p[from];
    };
    for (int b = 0; b <= most_busy_; ++b) {
      for (int q = 0; q <= kQueue; ++q) {
        const std::size_t here = at(b, q);
        if (p[here] == 0) continue;
        if (b < agents_) {
          move(here, at(b + 1, q), rate);
        } else {
          sums.waits += rate * p[here];
          sums.abandoned += rate * p[here] * day_.impatient;
          if (q < kQueue) move(here, at(b, q + 1), rate * (1 - day_.impatient));
        }
        if (b > 0) move(here, b > agents_ || q == 0 ? at(b - 1, q) : at(b, q - 1), b * mu);
        if (q > 0) {
          move(here, at(b, q - 1), q * theta);
          sums.abandoned += q * theta * p[here];
          sums.wait += q * p[here];
        }
      }
    }
    return sums;
  }

  void advance(double t, double h) {
    const std::size_t n = state_.size();
    State k(n);
    State next = state_;
    State trial = state_;
    // The rate may jump at the borders of a step: its ends are looked at from inside.
    const double inside = h * 1e-9;
    const double times[4] = {t + inside, t + h / 2, t + h / 2, t + h - inside};
    const double weights[4] = {h / 6, h / 3, h / 3, h / 6};
    const double steps[4] = {h / 2, h / 2, h, 0};
    for (int i = 0; i < 4; ++i) {
      sums_.add(flow(trial, times[i], k), weights[i]);
      for (std::size_t s = 0; s < n; ++s) {
        next[s] += weights[i] * k[s];
        trial[s] = state_[s] + steps[i] * k[s];
      }
    }
    state_ = std::move(next);
  }

  const Day& day_;
  double busyness_;
  int most_busy_;
  int agents_ = 0;
  State state_;
  Sums sums_;
};

}  // namespace

DayFigures solve(const Day& day) {
  Sums all;
  if (day.busyness_shape <= 0) {
    all = DaySolver{day, 1}.solve();
  } else {
    constexpr int kPieces = 16;  // even, for Simpson
    const boost::math::gamma_distribution<> law{day.busyness_shape, 1 / day.busyness_shape};
    const double sd = 1 / std::sqrt(day.busyness_shape);
    const double low = std::max(1e-6, 1 - 5 * sd);
    const double step = (1 + 6 * sd - low) / kPieces;
    double mass = 0;
    for (int i = 0; i <= kPieces; ++i) {
      const double x = low + i * step;
      const double weight = (i == 0 || i == kPieces ? 1 : i % 2 == 1 ? 4 : 2) * step / 3 * boost::math::pdf(law, x);
      mass += weight;
      all.add(DaySolver{day, x}.solve(), weight);
    }
    Sums whole;
    whole.add(all, 1 / mass);
    all = whole;
  }
  return {all.offered, all.waits / all.offered, all.abandoned / all.offered, all.wait / all.offered};
}

}  // namespace ringside::validation
