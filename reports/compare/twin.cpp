#include "reports/compare/twin.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "reports/results/read_json.h"

namespace ringside::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostFigures = 1000;
constexpr std::size_t kMostDays = 1000;
constexpr std::size_t kMostNotes = 100;

struct Wrong {
  std::string message;
};

const Json& member(const Json& json, const char* key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  if (!json.is_object() || found == json.end()) throw Wrong{fmt::format("{}: found nothing", key)};
  return *found;
}

double number(const Json& json) { return json.is_number() ? json.get<double>() : std::numeric_limits<double>::quiet_NaN(); }
double number(const Json& json, const char* key) { return number(member(json, key)); }
std::uint64_t count(const Json& json, const char* key) {
  const double value = number(json, key);
  if (!(value >= 0 && value < 1e15)) throw Wrong{fmt::format("{}: allowed is a count", key)};
  return static_cast<std::uint64_t>(value);
}
bool flag(const Json& json, const char* key) {
  const Json& value = member(json, key);
  if (!value.is_boolean()) throw Wrong{fmt::format("{}: found {}, allowed is true or false", key, value.type_name())};
  return value.get<bool>();
}
std::string text(const Json& json, const char* key) {
  const Json& value = member(json, key);
  if (!value.is_string()) throw Wrong{fmt::format("{}: found {}, allowed is a text", key, value.type_name())};
  return value.get<std::string>();
}
const Json& list(const Json& json, const char* key, std::size_t most) {
  const Json& value = member(json, key);
  if (!value.is_array() || value.size() > most) throw Wrong{fmt::format("{}: allowed is a list of at most {}", key, most)};
  return value;
}

std::vector<double> numbers(const Json& json, const char* key, std::size_t size) {
  const Json& values = member(json, key);
  if (!values.is_array() || values.size() != size) throw Wrong{fmt::format("{}: allowed is a list of {} numbers", key, size)};
  std::vector<double> all;
  for (const Json& value : values) all.push_back(number(value));
  return all;
}

TwinBand band_of(const Json& json, std::size_t size) {
  return {numbers(json, "low", size), numbers(json, "median", size), numbers(json, "high", size),
          numbers(json, "envelope_low", size), numbers(json, "envelope_high", size)};
}

TwinDay day_of(const Json& json, std::size_t figures, std::size_t size) {
  TwinDay day;
  day.replication = count(json, "replication");
  day.one_of_these = flag(json, "one_of_these");
  day.p_curves = number(json, "p_curves");
  day.p_totals = number(json, "p_totals");
  day.points = count(json, "points");
  day.inside = count(json, "inside");
  day.set_up = number(json, "set_up_s");
  if (json.contains("notes")) {
    for (const Json& note : list(json, "notes", kMostNotes)) {
      if (!note.is_string()) throw Wrong{fmt::format("notes: found {}, allowed is a text", note.type_name())};
      day.notes.push_back(note.get<std::string>());
    }
  }
  const Json& curves = list(json, "figures", kMostFigures);
  if (curves.size() != figures) throw Wrong{"days.figures: allowed are as many as bands"};
  for (const Json& one : curves) {
    day.curves.push_back({numbers(one, "real", size), numbers(one, "same_callers", size), number(one, "real_total"),
                          number(one, "same_callers_total"), number(one, "rank")});
  }
  auto result = from_json(member(json, "result").dump(-1, ' ', false, Json::error_handler_t::replace));
  if (!result) throw Wrong{"days.result." + to_string(result.error())};
  day.result = std::move(result->result);
  if (day.result.intervals.size() != size) throw Wrong{"days.result: allowed are as many intervals as bands have points"};
  return day;
}

Twin twin_of(const Json& json) {
  Twin twin;
  twin.scenario = text(json, "scenario");
  twin.simulated_days = count(json, "simulated_days");
  twin.confidence = number(json, "confidence");
  twin.time_scale = number(json, "time_scale");
  twin.believable = flag(json, "believable");
  twin.share_inside = number(json, "share_inside");
  constexpr std::size_t kMostIntervals = 100'000;
  const std::size_t borders = list(json, "borders", kMostIntervals).size();
  const std::size_t size = borders == 0 ? 0 : borders - 1;
  for (const Json& one : list(json, "bands", kMostFigures))
    twin.figures.push_back({text(one, "figure"), text(one, "unit"), band_of(one, size), band_of(member(one, "total"), 1)});
  for (const Json& one : list(json, "days", kMostDays)) twin.days.push_back(day_of(one, twin.figures.size(), size));
  if (twin.days.empty()) throw Wrong{"days: found none"};
  return twin;
}

}  // namespace

tl::expected<Twin, std::string> read_twin(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  try {
    return twin_of(json);
  } catch (const Wrong& wrong) {
    return tl::unexpected{wrong.message};
  }
}

}  // namespace ringside::report
