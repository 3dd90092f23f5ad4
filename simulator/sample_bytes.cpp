#include "simulator/sample_bytes.h"

#include <cstring>
#include <stdexcept>
#include <type_traits>

namespace ringside::sim {
namespace {

template <class Number>
requires std::is_arithmetic_v<Number>
void put(const Number& value, std::string& bytes) { bytes.append(reinterpret_cast<const char*>(&value), sizeof value); }

void put(const report::Histogram& histogram, std::string& bytes);

template <class Item>
void put(const std::vector<Item>& items, std::string& bytes) {
  put(items.size(), bytes);
  if constexpr (std::is_arithmetic_v<Item>) {
    bytes.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(Item));
  } else {
    for (const Item& item : items) put(item, bytes);
  }
}

void put(const report::Histogram& histogram, std::string& bytes) { put(histogram.counts(), bytes); }

template <class Number>
requires std::is_arithmetic_v<Number>
void take(Number& value, std::string_view& bytes) {
  if (bytes.size() < sizeof value) throw std::out_of_range{"samples are cut off"};
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
}

void take(report::Histogram& histogram, std::string_view& bytes);

template <class Item>
void take(std::vector<Item>& items, std::string_view& bytes) {
  std::size_t size = 0;
  take(size, bytes);
  if constexpr (std::is_arithmetic_v<Item>) {
    if (size > bytes.size() / sizeof(Item)) throw std::length_error{"samples are garbled"};
    items.resize(size);
    if (size == 0) return;
    std::memcpy(items.data(), bytes.data(), size * sizeof(Item));
    bytes.remove_prefix(size * sizeof(Item));
  } else {
    if (size > bytes.size()) throw std::length_error{"samples are garbled"};  // each item has a byte at least
    items.resize(size);
    for (Item& item : items) take(item, bytes);
  }
}

void take(report::Histogram& histogram, std::string_view& bytes) {
  std::vector<std::uint32_t> counts;
  take(counts, bytes);
  histogram = report::Histogram{std::move(counts)};
}

/// The one list of what a sample holds.
template <class Sample, class Visit>
void each_part(Sample& sample, Visit visit) {
  visit(sample.time);
  visit(sample.intervals);
  visit(sample.waits);
  visit(sample.answered);
  visit(sample.abandoned);
  visit(sample.turned_away);
  visit(sample.deepest);
  visit(sample.deepest_in);
  visit(sample.depth_at);
}

}  // namespace

void append_bytes(const std::vector<report::Sample>& samples, std::string& bytes) {
  put(samples.size(), bytes);
  for (const report::Sample& sample : samples) each_part(sample, [&](const auto& part) { put(part, bytes); });
}

std::vector<report::Sample> take_samples(std::string_view& bytes) {
  std::size_t size = 0;
  take(size, bytes);
  if (size > bytes.size()) throw std::length_error{"samples are garbled"};
  std::vector<report::Sample> samples(size);
  for (report::Sample& sample : samples) each_part(sample, [&](auto& part) { take(part, bytes); });
  return samples;
}

}  // namespace ringside::sim
