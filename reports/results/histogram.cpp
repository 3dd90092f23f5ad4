#include "reports/results/histogram.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ringside::report {
namespace {

constexpr std::size_t kSteps = 32;
constexpr std::size_t kMostBuckets = 2 + kSteps * 32;  // up to 2^31 s

}  // namespace

Histogram::Histogram(std::vector<std::uint32_t> counts)
    : counts_{std::move(counts)}, total_{std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0})} {}

std::size_t Histogram::bucket_of(double seconds) {
  if (!(seconds > 0)) return 0;
  if (seconds < 1) return 1 + static_cast<std::size_t>(seconds * kSteps);
  int exponent = 0;
  const double fraction = std::frexp(seconds, &exponent);  // seconds = fraction · 2^exponent, 0.5 ≤ fraction < 1
  const auto octave = static_cast<std::size_t>(exponent - 1);
  return std::min(1 + kSteps + octave * kSteps + static_cast<std::size_t>((fraction * 2 - 1) * kSteps), kMostBuckets - 1);
}

double Histogram::lower(std::size_t bucket) {
  if (bucket == 0) return 0;
  --bucket;
  if (bucket < kSteps) return static_cast<double>(bucket) / kSteps;
  bucket -= kSteps;
  return std::ldexp(1 + static_cast<double>(bucket % kSteps) / kSteps, static_cast<int>(bucket / kSteps));
}

void Histogram::add(const Histogram& other) {
  if (other.counts_.size() > counts_.size()) counts_.resize(other.counts_.size());
  for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[i] += other.counts_[i];
  total_ += other.total_;
}

double Histogram::quantile(double p) const {
  double left = p * static_cast<double>(total_);
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    const double here = counts_[i];
    if (here > 0 && left <= here) return i == 0 ? 0 : lower(i) + (lower(i + 1) - lower(i)) * std::max(left, 0.0) / here;
    left -= here;
  }
  return total_ == 0 ? 0 : lower(counts_.size());
}

double Histogram::at_most(double seconds) const {
  if (seconds < 0) return 0;
  const std::size_t bucket = bucket_of(seconds);
  double sum = 0;
  for (std::size_t i = 0; i < std::min(bucket, counts_.size()); ++i) sum += counts_[i];
  if (bucket >= counts_.size()) return sum;
  if (bucket == 0) return counts_[0];
  return sum + counts_[bucket] * (seconds - lower(bucket)) / (lower(bucket + 1) - lower(bucket));
}

}  // namespace ringside::report
