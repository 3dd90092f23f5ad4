#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "reports/compare/twin.h"
#include "reports/results/read_json.h"

namespace ringside::report {

/// What a measured quantity is called that is counted: it is the same in every run of the same program.
inline constexpr const char* kInstructions = ".instructions";

/// A run that stands for comparison: a result, or measurements.
struct Subject {
  std::string name;
  std::optional<ReadResult> result;
  std::string scenario;  ///< its text, where it is known
  std::string changes;   ///< KEY=VALUE lines
  /// Measured quantities that differ from run to run, such as CPU time; several if the file has several repetitions.
  std::map<std::string, std::vector<double>> measured;
  std::map<std::string, std::string> failed;  ///< measured quantities that ended with an error, and with which
  bool of_sweep = false;                      ///< one point of many; `changes` says where it lies
  bool on_front = false;                      ///< no other point of it is better in everything that was asked
  std::shared_ptr<const Twin> twin;           ///< of the first of a twin's real days: all of it
  std::vector<std::string> invalid;           ///< why the figures say nothing about the engine: a saturated generator
};

struct SubjectError {
  std::string message;  ///< names file and key
};

/// Reads what ringside-sim run, compare (the base and every variant), sweep and tune (every point), ringside-load --json, twin
/// (every real day) and Google Benchmark (--benchmark_out) have written. `name` is for headings and errors.
tl::expected<std::vector<Subject>, SubjectError> read_subjects(const std::string& name, const std::string& text);

/// "-", a path, or the id of a run in the store. `among`: all that are asked for, which must be told apart by their names.
tl::expected<std::vector<Subject>, SubjectError> find_subjects(const std::string& reference, const std::string& store,
                                                               const std::vector<std::string>& among = {});

}  // namespace ringside::report
