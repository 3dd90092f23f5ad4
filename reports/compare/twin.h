#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "reports/results/result.h"

namespace ringside::report {

/// Where further days lie, by interval: at each single one, and as a whole. NaN where nothing is known.
struct TwinBand {
  std::vector<double> low, median, high, envelope_low, envelope_high;
};

/// A figure of one real day.
struct TwinCurve {
  std::vector<double> real, same_callers;
  double real_total = 0;
  double same_callers_total = 0;
  double rank = 0;  ///< share of the simulated days whose total is below it
};

struct TwinDay {
  std::uint64_t replication = 0;
  bool one_of_these = true;
  double p_curves = 1;
  double p_totals = 1;
  std::uint64_t points = 0;
  std::uint64_t inside = 0;
  double set_up = 0;
  std::vector<std::string> notes;  ///< what a reader should know of the day
  std::vector<TwinCurve> curves;   ///< by figure
  Result result;
};

/// Real days laid over simulated ones: what `ringside-load twin --json` has written.
struct Twin {
  struct Figure {
    std::string name;
    std::string unit;
    TwinBand band;
    TwinBand total;  ///< of one point
  };

  std::string scenario;
  std::uint64_t simulated_days = 0;
  double confidence = 0.95;
  double time_scale = 1;
  bool believable = true;
  double share_inside = 1;
  std::vector<Figure> figures;
  std::vector<TwinDay> days;  ///< at least one, all with the intervals of the bands
};

/// Hostile until read; the error names the key.
tl::expected<Twin, std::string> read_twin(const std::string& text);

}  // namespace ringside::report
