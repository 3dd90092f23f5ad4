#pragma once

#include <string>
#include <vector>

#include "gui/models/scenario_document.h"

namespace ringside::gui {

/// A number that holds for a part of the day, and where it is written.
struct DayPiece {
  double from = 0;  ///< seconds of the run
  double to = 0;
  double value = 0;  ///< calls an hour, or agents
  YamlPath path;
  double per_hour = 1;    ///< value = written number · per_hour
  std::string unit_text;  ///< behind the written number: "/h"
};

struct DayPieces {
  std::vector<DayPiece> pieces;  ///< empty: not written as one number or a table
  bool linear = false;           ///< values stand at `from` and lie on lines between
};

/// Arrivals of a flow's calls or chats: one rate, or a table.
DayPieces arrival_pieces(const ScenarioDocument& document, const std::string& flow, bool chats);
/// Agents of a group: a number, or a table by time.
DayPieces agent_pieces(const ScenarioDocument& document, const std::string& group);

ValueChange moved(const DayPiece& piece, double value);

}  // namespace ringside::gui
