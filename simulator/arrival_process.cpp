#include "simulator/arrival_process.h"

#include <cmath>
#include <limits>

#include "simulator/sampler.h"

namespace ringside::sim {
namespace {

constexpr double kNeverSeconds = std::numeric_limits<double>::infinity();
constexpr double kLongest = 3e8;
constexpr double kTwoPi = 6.283185307179586476925;

}  // namespace

ArrivalProcess::ArrivalProcess(const scenario::Arrivals& law, const ReplicationKey& key, std::uint32_t source, double busyness)
    : law_{&law}, key_{key}, source_{source}, busyness_{busyness} {
  using Kind = scenario::Arrivals::Kind;
  if (law.kind == Kind::table) at_ = law.start;
  if (law.kind != Kind::markov) return;
  // The state at the start of the day is that of a process that has run for ever.
  double all = 0;
  for (const double mean : law.means) all += mean;
  RandomStream random{key_, source_, 0, 1, Purpose::modulation};
  double u = random.uniform() * all;
  while (state_ + 1 < law.means.size() && u >= law.means[state_]) u -= law.means[state_++];
  state_ends_ = law.means[state_] * standard_exponential(random);
}

core::Time ArrivalProcess::next() {
  using Kind = scenario::Arrivals::Kind;
  if (law_->kind == Kind::trace) {
    if (number_ >= law_->times.size()) return core::kNever;
    return core::Time{nanoseconds(law_->times[number_++])};
  }
  RandomStream random{key_, source_, number_++, 0, Purpose::arrival};
  at_ = law_->kind == Kind::renewal ? at_ + draw(law_->between, random) : after(standard_exponential(random));
  return at_ < kLongest ? core::Time{nanoseconds(at_)} : core::kNever;
}

/// The time at which the cumulated rate is `work` more than at at_.
double ArrivalProcess::after(double work) {
  using Kind = scenario::Arrivals::Kind;
  if (busyness_ <= 0) return kNeverSeconds;
  work /= busyness_;
  switch (law_->kind) {
    case Kind::table: return table_after(work);
    case Kind::sine: return sine_after(work);
    case Kind::markov: return markov_after(work);
    default: return law_->rate > 0 ? at_ + work / law_->rate : kNeverSeconds;
  }
}

double ArrivalProcess::rate_in(std::uint64_t piece) const {
  const std::uint64_t pieces = law_->rates.size() - (law_->linear ? 1 : 0);
  if (piece >= pieces && !law_->repeat) return -1;
  return law_->rates[piece % pieces];
}

double ArrivalProcess::table_after(double work) {
  double at = at_;
  auto piece = static_cast<std::uint64_t>((at - law_->start) / law_->interval);
  for (; at < kLongest; ++piece) {
    const double begins = law_->start + static_cast<double>(piece) * law_->interval;
    const double ends = begins + law_->interval;
    if (at >= ends) continue;
    const double rate = rate_in(piece);
    if (rate < 0) return kNeverSeconds;
    double slope = 0;
    double here = rate;
    if (law_->linear) {
      const std::uint64_t pieces = law_->rates.size() - 1;
      slope = (law_->rates[piece % pieces + 1] - rate) / law_->interval;
      here = rate + slope * (at - begins);
    }
    const double left = ends - at;
    const double holds = here * left + slope * left * left / 2;
    if (work < holds) {
      // here·x + slope/2·x² = work, in the form that is stable for a small slope.
      const double root = std::sqrt(std::max(0.0, here * here + 2 * slope * work));
      return std::min(ends, at + 2 * work / (here + root));
    }
    work -= holds;
    at = ends;
  }
  return kNeverSeconds;
}

/// Bisection and Newton on the cumulated rate, which never falls.
double ArrivalProcess::sine_after(double work) const {
  const double mean = law_->rate;
  if (mean <= 0) return kNeverSeconds;
  const double scale = law_->amplitude * law_->period / kTwoPi;
  const auto cumulated = [&](double t) { return mean * t + scale * (1 - std::cos(kTwoPi * t / law_->period)); };
  const double target = cumulated(at_) + work;
  double low = at_;
  double high = at_ + (work + 2 * scale) / mean + 1e-9;
  double t = std::min(high, at_ + work / mean);
  for (int i = 0; i < 200 && high - low > 1e-10 * (1 + low * 1e-3); ++i) {
    const double error = cumulated(t) - target;
    (error > 0 ? high : low) = t;
    const double rate = mean + law_->amplitude * std::sin(kTwoPi * t / law_->period);
    const double newton = rate > 0 ? t - error / rate : low;
    if (std::abs(error) < 1e-13 * (1 + target)) break;
    t = newton > low && newton < high ? newton : (low + high) / 2;
  }
  return t;
}

double ArrivalProcess::markov_after(double work) {
  double at = at_;
  while (at < kLongest) {
    const double rate = law_->rates[state_];
    const double holds = rate * (state_ends_ - at);
    if (work < holds) return at + work / rate;
    work -= holds;
    at = state_ends_;
    state_ = (state_ + 1) % law_->rates.size();
    RandomStream random{key_, source_, ++sojourns_, 0, Purpose::modulation};
    state_ends_ = at + law_->means[state_] * standard_exponential(random);
  }
  return kNeverSeconds;
}

}  // namespace ringside::sim
