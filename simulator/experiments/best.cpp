#include "simulator/experiments/best.h"

#include <algorithm>
#include <cmath>

namespace ringside::sim {
namespace {

/// Variance of the differences of the first batches.
double variance_of_difference(const std::vector<double>& a, const std::vector<double>& b) {
  const auto n = static_cast<double>(a.size());
  double mean = 0;
  for (std::size_t i = 0; i < a.size(); ++i) mean += (a[i] - b[i]) / n;
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i] - mean) * (a[i] - b[i] - mean);
  return sum / (n - 1);
}

}  // namespace

BestChoice choose_best(const BestSetup& setup, const std::function<double(std::size_t, std::uint64_t)>& observe,
                       const std::function<bool()>& go_on) {
  const std::size_t k = setup.variants;
  BestChoice choice{false, {}, std::vector<double>(k), std::vector<std::uint64_t>(k)};
  std::vector<double> sums(k);
  std::vector<std::vector<double>> seen(k);
  for (std::size_t i = 0; i < k; ++i) choice.left.push_back(i);
  const auto finish = [&](bool decided) {
    for (std::size_t i = 0; i < k; ++i)
      choice.means[i] = choice.batches[i] == 0 ? 0 : sums[i] / static_cast<double>(choice.batches[i]);
    std::sort(choice.left.begin(), choice.left.end(), [&](auto a, auto b) { return choice.means[a] > choice.means[b]; });
    choice.decided = decided;
    return choice;
  };
  const auto take = [&](std::size_t i) {
    const double value = observe(i, choice.batches[i]);
    sums[i] += value;
    ++choice.batches[i];
    return value;
  };

  for (std::size_t i = 0; i < k; ++i) {
    while (choice.batches[i] < setup.first) {
      if (!go_on()) return finish(false);
      seen[i].push_back(take(i));
    }
  }
  const auto degrees = static_cast<double>(setup.first - 1);
  const double eta =
      0.5 * (std::pow(2 * (1 - setup.certainty) / static_cast<double>(std::max<std::size_t>(k, 2) - 1), -2 / degrees) - 1);
  const double h2 = 2 * eta * degrees;
  std::vector<std::vector<double>> variance(k, std::vector<double>(k));
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t l = 0; l < k; ++l) variance[i][l] = variance_of_difference(seen[i], seen[l]);
  }

  for (std::uint64_t r = setup.first; choice.left.size() > 1; ++r) {
    const auto margin = [&](std::size_t i, std::size_t l) {
      return std::max(0.0, (h2 * variance[i][l] / setup.delta - setup.delta * static_cast<double>(r)) / 2);
    };
    const std::vector<std::size_t> before = choice.left;
    std::erase_if(choice.left, [&](std::size_t i) {
      return std::any_of(before.begin(), before.end(), [&](std::size_t l) {
        // Without a margin left, equal sums would rule out both; the first stays.
        return l != i && (sums[i] < sums[l] - margin(i, l) || (margin(i, l) == 0 && sums[i] == sums[l] && l < i));
      });
    });
    if (choice.left.size() <= 1) break;
    if (r >= setup.most) return finish(false);
    for (const std::size_t i : choice.left) {
      if (!go_on()) return finish(false);
      take(i);
    }
  }
  return finish(true);
}

}  // namespace ringside::sim
