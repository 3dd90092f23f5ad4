#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ringside::report {

/// Waits in seconds, in buckets of 1/32 s up to a second and of 1/32 of an octave above; a bucket for waits of exactly 0.
class Histogram {
 public:
  Histogram() = default;
  /// As counts() gave them.
  explicit Histogram(std::vector<std::uint32_t> counts);

  void add(double seconds) {
    const std::size_t bucket = bucket_of(seconds);
    if (bucket >= counts_.size()) counts_.resize(bucket + 1);
    ++counts_[bucket];
    ++total_;
  }
  void add(const Histogram& other);

  std::uint64_t total() const { return total_; }
  const std::vector<std::uint32_t>& counts() const { return counts_; }  ///< by bucket
  /// The value below which the share p of all lies; straight lines inside a bucket. 0 if there is nothing.
  double quantile(double p) const;
  /// How many are at most this long; straight lines inside a bucket.
  double at_most(double seconds) const;

 private:
  static std::size_t bucket_of(double seconds);
  static double lower(std::size_t bucket);

  std::vector<std::uint32_t> counts_;
  std::uint64_t total_ = 0;
};

}  // namespace ringside::report
