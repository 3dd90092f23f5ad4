#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "scenarios/format/units.h"
#include "simulator/experiments/sweep.h"
#include "simulator/random_stream.h"

namespace ringside::sim {
namespace {

struct Quantity {
  double number = 0;
  std::string unit;
  bool whole = false;
};

std::optional<Quantity> quantity(const std::string& text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  const auto number = scenario::parse_number(text.substr(0, end));
  if (!number || end == 0) return {};
  return Quantity{*number, text.substr(end), text.substr(0, end).find('.') == std::string::npos};
}

std::string shown(double number, const std::string& unit) { return fmt::format("{:.10g}{}", number, unit); }

/// At the commas that stand outside of brackets.
std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts{""};
  int depth = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (c == ',' && depth == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

/// Without those that an earlier one equals.
std::vector<SweepPoint> each_once(std::vector<SweepPoint> points) {
  std::set<std::vector<std::pair<std::string, std::string>>> seen;
  std::erase_if(points, [&](const SweepPoint& point) {
    std::vector<std::pair<std::string, std::string>> changes;
    for (const scenario::Override& change : point) changes.emplace_back(change.key, change.value);
    return !seen.insert(std::move(changes)).second;
  });
  return points;
}

}  // namespace

tl::expected<SweepAxis, std::string> parse_axis(const std::string& text) {
  const auto wrong = [&](const std::string& allowed) {
    return tl::unexpected{"found '" + text.substr(0, 200) + "', allowed is " + allowed};
  };
  constexpr const char* kForms = "KEY=A,B,C or KEY=LOW..HIGH or KEY=LOW..HIGH/STEP, such as agents.team.count=4..8";
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) return wrong(kForms);
  SweepAxis axis{.key = text.substr(0, equals), .values = {}, .unit = {}};
  const std::string values = text.substr(equals + 1);
  const std::size_t dots = values.find("..");
  if (dots == std::string::npos || values[0] == '[' || values[0] == '{') {
    axis.values = split(values);
    if (std::any_of(axis.values.begin(), axis.values.end(), [](const auto& v) { return v.empty(); })) return wrong(kForms);
    return axis;
  }
  const std::size_t slash = values.find('/', dots);
  const bool is_rate = slash != std::string::npos && values.substr(0, dots).find('/') != std::string::npos;
  const std::size_t step_at = is_rate ? values.find('/', slash + 1) : slash;
  const auto low = quantity(values.substr(0, dots));
  const auto high = quantity(values.substr(dots + 2, step_at == std::string::npos ? std::string::npos : step_at - dots - 2));
  if (!low || !high || low->unit != high->unit || high->number < low->number)
    return wrong("LOW..HIGH with the same unit, LOW not above HIGH");
  auto step = Quantity{1, low->unit, true};
  if (step_at != std::string::npos) {
    const auto given = quantity(values.substr(step_at + 1));
    if (!given || given->number <= 0 || (!given->unit.empty() && given->unit != low->unit))
      return wrong("a step above 0 of the same unit");
    step = *given;
  } else if (!low->whole || !high->whole) {
    step.number = high->number > low->number ? (high->number - low->number) / 4 : 1;
  }
  axis.range = true;
  axis.low = low->number;
  axis.high = high->number;
  axis.whole = low->whole && high->whole && step.number == std::floor(step.number);
  axis.unit = low->unit;
  constexpr double kMostValues = 100000;
  if ((axis.high - axis.low) / step.number > kMostValues) return wrong("at most 100000 values");
  const auto steps = static_cast<std::uint64_t>(std::floor((axis.high - axis.low) / step.number + 1e-9));
  for (std::uint64_t i = 0; i <= steps; ++i)
    axis.values.push_back(shown(axis.low + static_cast<double>(i) * step.number, axis.unit));
  return axis;
}

std::optional<std::vector<SweepPoint>> grid(const std::vector<SweepAxis>& axes, std::uint64_t most) {
  std::vector<SweepPoint> points{{}};
  for (const SweepAxis& axis : axes) {
    if (points.size() > most / std::max<std::size_t>(axis.values.size(), 1)) return {};
    std::vector<SweepPoint> longer;
    for (const SweepPoint& point : points) {
      for (const std::string& value : axis.values) {
        longer.push_back(point);
        longer.back().push_back({axis.key, value});
      }
    }
    points = std::move(longer);
  }
  return each_once(std::move(points));
}

std::vector<SweepPoint> latin_hypercube(const std::vector<SweepAxis>& axes, std::uint64_t points, std::uint64_t seed) {
  std::vector<SweepPoint> all(points);
  for (std::uint32_t a = 0; a < axes.size(); ++a) {
    const SweepAxis& axis = axes[a];
    RandomStream order{{seed, 0}, a, 1, 0, Purpose::arrival};
    std::vector<std::uint64_t> parts(points);
    for (std::uint64_t i = 0; i < points; ++i) parts[i] = i;
    for (std::uint64_t i = points; i > 1; --i)
      std::swap(parts[i - 1], parts[static_cast<std::uint64_t>(order.uniform() * static_cast<double>(i))]);
    for (std::uint64_t i = 0; i < points; ++i) {
      RandomStream within{{seed, 1}, a, i, 0, Purpose::arrival};
      const double u = (static_cast<double>(parts[i]) + within.uniform()) / static_cast<double>(points);
      if (!axis.range) {
        all[i].push_back({axis.key, axis.values[static_cast<std::size_t>(u * static_cast<double>(axis.values.size()))]});
      } else if (axis.whole) {
        all[i].push_back({axis.key, shown(axis.low + std::floor(u * (axis.high - axis.low + 1)), axis.unit)});
      } else {
        all[i].push_back({axis.key, fmt::format("{:.4f}{}", axis.low + u * (axis.high - axis.low), axis.unit)});
      }
    }
  }
  return each_once(std::move(all));
}

}  // namespace ringside::sim
