#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace ringside::core {

/// A set of small integers that finds its least member, or the least one above a given number, in a few instructions:
/// a tree of 64-bit words in which a bit says that the word below holds something. Fixed capacity, no allocation after resize.
class OrderedBits {
 public:
  static constexpr std::uint32_t kNone = 0xffff'ffff;

  /// Empties the set.
  void resize(std::uint32_t capacity) {
    levels_.clear();
    std::size_t words = capacity;
    do {
      words = (words + 63) / 64;
      levels_.emplace_back(words, 0);
    } while (words > 1);
  }

  bool test(std::uint32_t i) const { return levels_[0][i / 64] >> (i % 64) & 1; }

  void set(std::uint32_t i) {
    for (auto& level : levels_) {
      std::uint64_t& word = level[i / 64];
      const bool was_empty = word == 0;
      word |= std::uint64_t{1} << (i % 64);
      if (!was_empty) return;
      i /= 64;
    }
  }

  void reset(std::uint32_t i) {
    for (auto& level : levels_) {
      std::uint64_t& word = level[i / 64];
      word &= ~(std::uint64_t{1} << (i % 64));
      if (word != 0) return;
      i /= 64;
    }
  }

  std::uint32_t first() const {
    if (levels_.back()[0] == 0) return kNone;
    return descend(levels_.size(), 0);
  }

  /// The least member above i.
  std::uint32_t next(std::uint32_t i) const {
    for (std::size_t level = 0; level < levels_.size(); ++level) {
      const std::uint32_t bit = i % 64;
      const std::uint64_t above = bit == 63 ? 0 : levels_[level][i / 64] >> (bit + 1) << (bit + 1);
      i /= 64;
      if (above != 0) return descend(level, i * 64 + static_cast<std::uint32_t>(std::countr_zero(above)));
    }
    return kNone;
  }

 private:
  std::uint32_t descend(std::size_t level, std::uint32_t i) const {
    while (level > 0) {
      --level;
      i = i * 64 + static_cast<std::uint32_t>(std::countr_zero(levels_[level][i]));
    }
    return i;
  }

  std::vector<std::vector<std::uint64_t>> levels_;
};

}  // namespace ringside::core
