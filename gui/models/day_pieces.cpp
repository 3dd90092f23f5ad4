#include "gui/models/day_pieces.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "scenarios/format/units.h"

namespace ringside::gui {
namespace {

double time_of(const std::string& text, double day_starts) {
  if (const auto duration = scenario::parse_duration(text)) return *duration;
  if (const auto clock = scenario::parse_clock(text))
    return *clock >= day_starts ? *clock - day_starts : *clock + 86400 - day_starts;
  return 0;
}

DayPiece rate_piece(const YamlLeaf& leaf) {
  DayPiece piece;
  piece.path = leaf.path;
  const auto rate = scenario::parse_rate(leaf.value);
  const std::size_t slash = leaf.value.find('/');
  piece.value = rate.value_or(0) * 3600;
  piece.unit_text = slash == std::string::npos ? "/h" : leaf.value.substr(slash);
  const double one = scenario::parse_rate("1" + piece.unit_text).value_or(1.0 / 3600);
  piece.per_hour = one * 3600;
  return piece;
}

DayPiece count_piece(const YamlLeaf& leaf) {
  DayPiece piece;
  piece.path = leaf.path;
  piece.value = scenario::parse_number(leaf.value).value_or(0);
  return piece;
}

bool stands_below(const YamlPath& path, const YamlPath& above) {
  return path.size() > above.size() && std::equal(above.begin(), above.end(), path.begin());
}

YamlPath joined(YamlPath path, std::initializer_list<const char*> more) {
  for (const char* const part : more) path.emplace_back(part);
  return path;
}

/// `values` under a map with `interval` and perhaps `start`.
template <class Make>
std::vector<DayPiece> table_of(const std::vector<YamlLeaf>& all, const YamlPath& table, const char* values, double day_starts,
                               Make make) {
  std::vector<DayPiece> pieces;
  double interval = 3600;
  double at = 0;
  for (const YamlLeaf& leaf : all) {
    if (leaf.path == joined(table, {"interval"})) interval = scenario::parse_duration(leaf.value).value_or(3600);
    if (leaf.path == joined(table, {"start"})) at = time_of(leaf.value, day_starts);
  }
  for (const YamlLeaf& leaf : all) {
    if (!stands_below(leaf.path, joined(table, {values}))) continue;
    DayPiece piece = make(leaf);
    piece.from = at;
    piece.to = at += interval;
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

/// [{at: 08:00, agents: 4}, …]
std::vector<DayPiece> steps_of(const std::vector<YamlLeaf>& all, double horizon, double day_starts) {
  std::map<YamlPath, double> times;
  std::vector<DayPiece> pieces;
  for (const YamlLeaf& leaf : all) {
    YamlPath item = leaf.path;
    item.pop_back();
    if (leaf.path.back() == "at") times[item] = time_of(leaf.value, day_starts);
    if (leaf.path.back() == "agents") pieces.push_back(count_piece(leaf));
  }
  for (DayPiece& piece : pieces) {
    YamlPath item = piece.path;
    item.pop_back();
    piece.from = times[item];
  }
  for (std::size_t i = 0; i < pieces.size(); ++i)
    pieces[i].to = i + 1 < pieces.size() ? pieces[i + 1].from : std::max(horizon, pieces[i].from);
  return pieces;
}

}  // namespace

DayPieces arrival_pieces(const ScenarioDocument& document, const std::string& flow, bool chats) {
  DayPieces day;
  if (!document.scenario()) return day;
  const scenario::Scenario& s = *document.scenario();
  const YamlPath path{"flows", flow, chats ? "chats" : "calls", "arrivals"};
  const std::vector<YamlLeaf> all = leaves(document.text(), path);
  if (all.size() == 1 && (all[0].path == path || all[0].path == joined(path, {"poisson"}))) {
    DayPiece piece = rate_piece(all[0]);
    piece.to = s.horizon;
    day.pieces.push_back(std::move(piece));
    return day;
  }
  day.pieces = table_of(all, joined(path, {"table"}), "rates", s.day_starts, rate_piece);
  for (const YamlLeaf& leaf : all)
    day.linear = day.linear || (leaf.path == joined(path, {"table", "shape"}) && leaf.value == "linear");
  if (day.linear) {
    for (DayPiece& piece : day.pieces) piece.to = piece.from;
  }
  return day;
}

DayPieces agent_pieces(const ScenarioDocument& document, const std::string& group) {
  DayPieces day;
  if (!document.scenario()) return day;
  const scenario::Scenario& s = *document.scenario();
  const YamlPath path{"agents", group, "count"};
  const std::vector<YamlLeaf> all = leaves(document.text(), path);
  if (all.size() == 1 && all[0].path == path) {
    day.pieces.push_back(count_piece(all[0]));
    day.pieces.back().to = s.horizon;
    return day;
  }
  const bool of_days =
      std::any_of(all.begin(), all.end(), [&](const YamlLeaf& leaf) { return leaf.path[path.size()] == "days"; });
  if (of_days) return day;
  day.pieces = table_of(all, path, "values", s.day_starts, count_piece);
  if (day.pieces.empty()) day.pieces = steps_of(all, s.horizon, s.day_starts);
  return day;
}

ValueChange moved(const DayPiece& piece, double value) {
  return {piece.path, fmt::format("{:g}{}", value / piece.per_hour, piece.unit_text)};
}

}  // namespace ringside::gui
