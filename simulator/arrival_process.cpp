#include "simulator/arrival_process.h"

#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "simulator/sampler.h"

namespace ringside::sim {
namespace {

constexpr double kLongest = 3e8;
constexpr double kDay = 86400;
constexpr double kTwoPi = 6.283185307179586476925;

}  // namespace

double Modulation::at(double when) const {
  const auto piece = static_cast<std::size_t>(std::max(when, 0.0) / interval);
  return factors[std::min(piece, factors.size() - 1)];
}

double Modulation::next_change(double when) const {
  const auto piece = static_cast<std::size_t>(std::max(when, 0.0) / interval) + 1;
  return piece < factors.size() ? static_cast<double>(piece) * interval : std::numeric_limits<double>::infinity();
}

Modulation modulation_of(const scenario::Busyness& law, double horizon, const ReplicationKey& key, std::uint32_t source) {
  Modulation modulation{law.interval > 0 ? law.interval : kDay, {}};
  if (law.shape <= 0) return {modulation.interval, {1.0}};
  const auto pieces = static_cast<std::size_t>(std::ceil(horizon / modulation.interval));
  double z = 0;
  for (std::size_t i = 0; i < std::max<std::size_t>(pieces, 1); ++i) {
    RandomStream random{key, source, i, 0, Purpose::busyness};
    if (law.correlation == 0) {
      modulation.factors.push_back(standard_gamma(law.shape, random) / law.shape);
      continue;
    }
    const double own = normal_quantile(random.uniform());
    z = i == 0 ? own : law.correlation * z + std::sqrt(1 - law.correlation * law.correlation) * own;
    const double p = std::clamp(0.5 * std::erfc(-z / std::sqrt(2.0)), 1e-300, 1 - 0x1p-53);
    modulation.factors.push_back(boost::math::gamma_p_inv(law.shape, p) / law.shape);
  }
  return modulation;
}

ArrivalProcess::ArrivalProcess(const scenario::Arrivals& law, const ReplicationKey& key, const Setup& setup)
    : law_{&law}, key_{key}, setup_{setup}, ends_{std::min(setup.until - law.shift, kLongest)} {
  using Kind = scenario::Arrivals::Kind;
  // One factor for all time is as good as part of the rate.
  const auto constant = [](const Modulation* m) { return m == nullptr || m->factors.size() == 1; };
  modulated_ = !constant(setup_.centre) || !constant(setup_.own);
  if (!modulated_) {
    for (const Modulation* m : {setup_.centre, setup_.own}) setup_.factor *= m == nullptr ? 1 : m->factors.front();
  }
  if (law.length > 0) ends_ = std::min(ends_, law.length);
  if (law.kind == Kind::table) at_ = std::max(law.start, 0.0);
  if (law.kind != Kind::markov) return;
  // The state at the start of the day is that of a process that has run for ever.
  double all = 0;
  for (const double mean : law.means) all += mean;
  RandomStream random{key_, setup_.stream, 0, 1, Purpose::modulation};
  double u = random.uniform() * all;
  while (state_ + 1 < law.means.size() && u >= law.means[state_]) u -= law.means[state_++];
  state_ends_ = law.means[state_] * standard_exponential(random);
}

core::Time ArrivalProcess::next() {
  if (setup_.keep <= 0) return core::kNever;
  for (;;) {
    if (batch_left_ > 0) {
      --batch_left_;
      ++caller_;
    } else {
      last_ = draw_next();
      if (last_ == core::kNever) return last_;
    }
    if (setup_.keep >= 1) return last_;
    RandomStream random{key_, setup_.stream, caller_, 0, Purpose::volume};
    if (random.uniform() < setup_.keep) return last_;
  }
}

/// The next instant at which somebody, or a batch, calls.
core::Time ArrivalProcess::draw_next() {
  using Kind = scenario::Arrivals::Kind;
  constexpr unsigned kBatchBits = 10;
  caller_ = law_->batch.empty() ? number_ : number_ << kBatchBits;
  if (law_->kind == Kind::trace) {
    if (number_ >= law_->times.size()) return core::kNever;
    at_ = law_->times[number_++];
  } else {
    RandomStream random{key_, setup_.stream, number_++, 0, Purpose::arrival};
    at_ = law_->kind == Kind::renewal ? at_ + draw(law_->between, random) : after(standard_exponential(random));
  }
  if (!(at_ < ends_)) return core::kNever;
  if (!law_->batch.empty()) batch_left_ = draw_batch() - 1;
  return core::Time{nanoseconds(law_->shift + at_)};
}

std::uint32_t ArrivalProcess::draw_batch() const {
  RandomStream random{key_, setup_.stream, number_, 1, Purpose::arrival};
  double u = random.uniform();
  for (const auto& [probability, size] : law_->batch) {
    if (u < probability) return size;
    u -= probability;
  }
  return law_->batch.back().second;
}

/// The time at which the cumulated rate is `work` more than at at_.
double ArrivalProcess::after(double work) {
  if (setup_.factor <= 0) return kNever;
  work /= setup_.factor;
  if (!modulated_) return advance(work, kNever);
  while (at_ < ends_) {
    const double now = law_->shift + at_;
    double factor = 1;
    double until = kNever;
    for (const Modulation* m : {setup_.centre, setup_.own}) {
      if (m == nullptr) continue;
      factor *= m->at(now);
      until = std::min(until, m->next_change(now) - law_->shift);
    }
    if (factor > 0) {
      double scaled = work / factor;
      const double found = advance(scaled, until);
      if (found < until || until == kNever) return found;
      work = scaled * factor;
    } else if (until == kNever) {
      return kNever;
    }
    at_ = until;
  }
  return kNever;
}

/// When the base rate has cumulated `work` from at_ on, if that is before `until`; else infinity, and `work` is what is left.
double ArrivalProcess::advance(double& work, double until) {
  using Kind = scenario::Arrivals::Kind;
  switch (law_->kind) {
    case Kind::table: return table_advance(work, until);
    case Kind::sine: return sine_advance(work, until);
    case Kind::markov: return markov_advance(work, until);
    default: break;
  }
  if (law_->rate <= 0) return kNever;
  const double found = at_ + work / law_->rate;
  if (found < until) return found;
  work -= law_->rate * (until - at_);
  return kNever;
}

double ArrivalProcess::rate_in(std::uint64_t piece) const {
  const std::uint64_t pieces = law_->rates.size() - (law_->linear ? 1 : 0);
  if (piece >= pieces && !law_->repeat) return -1;
  return law_->rates[piece % pieces];
}

double ArrivalProcess::table_advance(double& work, double until) {
  double at = at_;
  auto piece = static_cast<std::uint64_t>((at - law_->start) / law_->interval);
  for (; at < ends_; ++piece) {
    const double begins = law_->start + static_cast<double>(piece) * law_->interval;
    const double ends = begins + law_->interval;
    if (at >= ends) continue;
    const double rate = rate_in(piece);
    if (rate < 0) return kNever;
    double slope = 0;
    double here = rate;
    if (law_->linear) {
      const std::uint64_t pieces = law_->rates.size() - 1;
      slope = (law_->rates[piece % pieces + 1] - rate) / law_->interval;
      here = rate + slope * (at - begins);
    }
    const double left = std::min(ends, until) - at;
    const double holds = here * left + slope * left * left / 2;
    if (work < holds) {
      // here·x + slope/2·x² = work, in the form that is stable for a small slope.
      const double root = std::sqrt(std::max(0.0, here * here + 2 * slope * work));
      return std::min(ends, at + 2 * work / (here + root));
    }
    work -= holds;
    if (until <= ends) return kNever;
    at = ends;
  }
  return kNever;
}

/// Bisection and Newton on the cumulated rate, which never falls.
double ArrivalProcess::sine_advance(double& work, double until) const {
  const double mean = law_->rate;
  if (mean <= 0) return kNever;
  const double scale = law_->amplitude * law_->period / kTwoPi;
  const auto cumulated = [&](double t) { return mean * t + scale * (1 - std::cos(kTwoPi * t / law_->period)); };
  if (const double holds = cumulated(until) - cumulated(at_); until < kNever && work >= holds) {
    work -= holds;
    return kNever;
  }
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

double ArrivalProcess::markov_advance(double& work, double until) {
  double at = at_;
  while (at < ends_) {
    const double rate = law_->rates[state_];
    const double holds = rate * (std::min(state_ends_, until) - at);
    if (work < holds) return at + work / rate;
    work -= holds;
    if (until <= state_ends_) return kNever;
    at = state_ends_;
    state_ = (state_ + 1) % law_->rates.size();
    RandomStream random{key_, setup_.stream, ++sojourns_, 0, Purpose::modulation};
    state_ends_ = at + law_->means[state_] * standard_exponential(random);
  }
  return kNever;
}

}  // namespace ringside::sim
