#pragma once

#include <string>
#include <vector>

#include "engine/control/control.h"
#include "engine/control/figures.h"
#include "engine/control/histograms.h"

namespace ringside::control {

/// Everything Prometheus is told at one moment: taken on the engine's thread, turned into text on another. What events have
/// come to is asked for by the latter, since it may have to wait while events are sent.
class Metrics {
 public:
  explicit Metrics(Control& control);

  /// Prometheus text format 0.0.4.
  std::string text() const;

 private:
  struct Value {
    Figure figure;   ///< its id refers to nothing any more
    std::string id;  ///< flow or agent
  };
  struct Times {
    std::string flow;
    FlowTimes times;
  };

  const Events& events_;
  std::vector<Value> values_;
  std::vector<Times> times_;
  std::vector<OtherFigure> others_;
};

}  // namespace ringside::control
