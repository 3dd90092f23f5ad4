#pragma once

#include <string>
#include <vector>

#include "gui/models/scenario_document.h"

/// The numbers of a scenario that matter most, each as a slider would have it. A number may stand in several values of the
/// file, as the mean of a law with two parameters does; then all of them are written.
namespace ringside::gui {

enum class KnobKind : std::uint8_t {
  volume,  ///< share of the written volume, 1 = as written
  agents,  ///< of a group; with a table by time the highest count, all others move with it
  handle_time,
  patience,
  wrapup,
  ewt_threshold,     ///< seconds; 0: none
  queue_threshold,   ///< calls; 0: none
  onhold_threshold,  ///< seconds; 0: none
};

struct Knob {
  KnobKind kind = KnobKind::volume;
  std::string of;      ///< the flow or group; empty: of all
  bool chats = false;  ///< of a flow's chats, else of its calls
  std::string key;     ///< where it stands: "flows.support.calls.handle_time"
  double value = 0;    ///< seconds, agents, calls, or a share
  double least = 0;
  double most = 0;
  double step = 1;
  std::vector<YamlLeaf> leaves;  ///< what is written, as it stands for `value`
  YamlPath path;                 ///< where it is written if it is one value

  std::string id() const { return key; }
};

/// Those of a valid document, in the order in which a planner asks for them. Values far outside of what is usual widen the
/// range.
std::vector<Knob> knobs_of(const ScenarioDocument& document);

/// What must be written for the knob to stand at `value`. Laws keep their shape: all their times are scaled.
std::vector<ValueChange> turned(const Knob& knob, double value);

}  // namespace ringside::gui
