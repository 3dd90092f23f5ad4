#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gui/models/latest_job.h"
#include "simulator/experiments/comparison.h"

namespace ringside::gui {

/// One side of a comparison: a scenario's text, and what is changed in it.
struct ComparedSide {
  std::string name;
  std::string text;
  std::string file;  ///< traces in CSV files are looked for beside it
  std::vector<scenario::Override> changes;
};

struct ComparePicture {
  std::uint64_t request = 0;
  std::shared_ptr<const sim::Comparison> comparison;  ///< null: nothing yet, or an error
  std::uint64_t played = 0;                           ///< days of all sides together
  std::uint64_t wanted = 0;
  bool done = false;
  std::string error;
};

/// The figures by which variants of a scenario are judged if nobody says otherwise: of all calls, of each flow and medium (the
/// wait), of each group that has both calls and chats (who is busy with chats).
std::vector<sim::JudgedMetric> usual_metrics(const scenario::Scenario& scenario);

/// Plays sides with the same callers, the base first, on a thread of its own: a first picture from a few days, the last one
/// from all. A new request stops the old one. Any thread may ask; the callback runs on the worker.
class CompareRunner {
 public:
  using Callback = std::function<void(const ComparePicture&)>;

  static constexpr std::uint64_t kFirst = 16;

  explicit CompareRunner(Callback callback, unsigned threads = spare_threads());

  /// `days` 0: as many as the base asks for.
  std::uint64_t request(std::vector<ComparedSide> sides, std::uint64_t days = 0);
  void cancel() { job_.cancel(); }

 private:
  void play(const std::vector<ComparedSide>& asked, std::uint64_t asked_days, const LatestJob::Turn& turn) const;

  Callback callback_;
  unsigned threads_;
  LatestJob job_;  ///< last: it stops before what it tells goes
};

}  // namespace ringside::gui
